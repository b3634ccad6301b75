from news.models import Article
from pages.models import ImportedItem
from pages.moving import answers
from pages.moving.answers import Answers
from pages.moving.run import public_pages
from publishing import drafts, redirects
from tests.factories import make_published_article, make_superuser, publisher
from tests.pages.moving.sites import SAMPLE, move_in


def asked(paths, expected=()):
    """Ask old addresses; return (those that do not answer, pages opened, pages matched)."""
    site = Answers()
    silent = dict(site.silent(paths, expected))
    return silent, site.opened, site.matched


def test_page_of_a_public_record_need_not_be_opened(monkeypatch):
    monkeypatch.setattr(answers, "OPENED", 0)
    redirects.remember("/old", make_published_article(title_en="First"), "en")

    assert asked(["/old"], ["/en/news/first/"]) == ({}, 0, 1)


def test_first_pages_are_opened_all_the_same():
    redirects.remember("/old", make_published_article(title_en="First"), "en")

    assert asked(["/old"], ["/en/news/first/"]) == ({}, 1, 0)


def test_whatever_else_an_address_leads_to_is_opened(monkeypatch):
    monkeypatch.setattr(answers, "OPENED", 0)
    redirects.remember_target("/old", "/en/news/")
    redirects.remember_target("/dead", "/en/nowhere/")

    silent, opened, matched = asked(["/old", "/dead", "/never"], ["/en/news/first/"])

    assert (sorted(silent), silent["/never"], opened, matched) == (["/dead", "/never"], "404", 2, 0)


def test_withdrawn_record_does_not_answer(monkeypatch):
    monkeypatch.setattr(answers, "OPENED", 0)
    article = make_published_article(title_en="First")
    redirects.remember("/old", article, "en")
    drafts.withdraw(article, by=publisher())

    assert asked(["/old"], ["/en/news/first/"]) == ({"/old": "410"}, 0, 0)


def test_report_says_what_was_checked(monkeypatch):
    monkeypatch.setattr(answers, "OPENED", 1)

    report = move_in(SAMPLE / "wordpress.xml", by=make_superuser(), media=SAMPLE / "uploads")

    assert report.opened + report.matched > 1
    assert f"{report.opened} pages behind them were opened, of {report.matched} the database was asked" in report.as_text()


def test_addresses_of_public_records_take_one_query_for_a_kind(django_assert_num_queries):
    move_in(SAMPLE / "wordpress.xml", by=make_superuser(), media=SAMPLE / "uploads")
    rows = list(ImportedItem.objects.filter(kind="article"))

    with django_assert_num_queries(1):
        pages = public_pages(rows)

    public = set(Article.objects.live().values_list("pk", flat=True))
    assert len(public) > 1
    assert set(pages) == public
