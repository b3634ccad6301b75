"""One article that holds everything an article can hold, in both languages, for the checkers of pages."""

import datetime as dt

from django.utils import timezone

from library.models import Source
from news.models import Article, ArticleCitation, ArticleDocument, Byline, Correction
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_author, make_document, make_image, make_tag, publisher
from tests.files import table

BODY = {
    "en": (
        '<h2>Background</h2><p>Words with a note<span class="footnote">See <a href="https://example.org/note"><em>here</em></a>.</span>,'
        ' <strong>bold</strong>, H<sub>2</sub>O and <a href="https://example.org/" title="A source">a link</a>.</p>'
        "<h3>Details</h3><ul><li><p>one</p><ol><li><p>two</p></li></ol></li></ul><h4>Words</h4><blockquote><p>“Quoted words.”</p></blockquote>"
        "<table><tbody><tr><th><p>Year</p></th><th><p>Sessions</p></th></tr><tr><th><p>2024</p></th><td><p>4</p></td></tr></tbody></table><hr>"
    ),
    "ka": (
        '<h2>ფონი</h2><p>სიტყვები შენიშვნით<span class="footnote">იხ. <a href="https://example.org/note"><em>აქ</em></a>.</span>,'
        ' <strong>მუქი</strong> და <a href="https://example.org/" title="წყარო">ბმული</a>.</p>'
        "<h3>დეტალები</h3><ul><li><p>ერთი</p><ol><li><p>ორი</p></li></ol></li></ul><h4>სიტყვები</h4><blockquote><p>„ციტატა.“</p></blockquote>"
        "<table><tbody><tr><th><p>წელი</p></th><th><p>სხდომა</p></th></tr><tr><th><p>2024</p></th><td><p>4</p></td></tr></tbody></table><hr>"
    ),
}
CARD = '<figure class="embed"><a href="https://www.youtube.com/watch?v=abc">{title}</a><figcaption>{author}</figcaption></figure>'


def make_full_article() -> Article:
    """Publish the article, a day ago."""
    picture = make_image(caption_en="Two chairs in a hall", caption_ka="ორი სკამი დარბაზში", credit_en="A photographer", credit_ka="ფოტოგრაფი")
    other = make_image(caption_en="A caption in English only")
    figure = f'<figure data-image="{other.pk}"><figcaption>2024</figcaption></figure><figure data-image="{other.pk}"></figure>'
    article = make_article(
        title_en="An article with “everything”",
        title_ka="სტატია, რომელშიც „ყველაფერია“",
        lead_en="A lead that says more than the title.",
        lead_ka="ლიდი, რომელიც სათაურზე მეტს ამბობს.",
        body_en=BODY["en"] + figure + CARD.format(title="A speech", author="A channel"),
        body_ka=BODY["ka"] + figure + CARD.format(title="სიტყვა", author="არხი"),
        image=picture,
        licence="CC-BY-4.0",
        tags=[make_tag("Sessions", "სხდომები"), make_tag("Only in English"), make_tag("", "მხოლოდ ქართულად")],
    )
    Byline.objects.create(article=article, author=make_author("Nino Beridze", name_ka="ნინო ბერიძე", slug_en="nino-beridze", has_profile=True))
    Byline.objects.create(article=article, author=make_author("Ann Smith"), position=1)
    cite(article)
    attach(article)
    now = timezone.now()
    for days, texts in enumerate([{"text_en": "The date was wrong.", "text_ka": "თარიღი არასწორი იყო."}, {"text_en": "The name was wrong."}]):
        Correction.objects.create(article=article, at=now - dt.timedelta(hours=days + 1), **texts)
    transition(article, State.PUBLISHED, by=publisher(), at=now - dt.timedelta(days=1))
    return article


def attach(article: Article) -> None:
    """List documents on the article: in both languages, and in one."""
    whole = make_document(title_en="Minutes of the session", title_ka="სხდომის ოქმი", description_en="As signed.", description_ka="ხელმოწერილი.")
    for position, document in enumerate([whole, make_document(title_en="A table", title_ka="", files={"en": table()})]):
        ArticleDocument.objects.create(article=article, document=document, position=position)


def cite(article: Article) -> None:
    """Give the article sources in three languages, with all that a citation can say."""
    letter = Source.objects.create(
        title="Письмо",
        publisher="A ministry",
        language="ru",
        url="https://example.org/letter",
        archived_url="https://example.org/kept",
        accessed_on=dt.date(2024, 5, 1),
    )
    ArticleCitation.objects.create(article=article, source=letter, locator="p. 12", quote="Слова", quote_language="ru")
    ArticleCitation.objects.create(article=article, source=Source.objects.create(title="წერილი", language="ka"), position=1)
    ArticleCitation.objects.create(article=article, source=Source.objects.create(title="A letter", language="en"), position=2)
