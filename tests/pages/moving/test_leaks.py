"""What the old site did not show stays hidden: no address of this site, old or new, tells a word of it."""

from PIL import Image

from library.models import Document
from news.models import Article, Author
from tests.factories import make_superuser
from tests.files import pdf
from tests.pages.moving.sites import file_entry, move_in, post, wxr
from tests.publishing.walk import answer, everything

# How the old site hid a text: {name: what its export says of it}.
HIDDEN = {
    "private": {"status": "private"},
    "password": {"post_password": "secret"},
    "draft": {"status": "draft"},
    "pending": {"status": "pending"},
    "autodraft": {"status": "auto-draft"},
    "trash": {"status": "trash"},
    "inherit": {"status": "inherit"},
    "unknown": {"status": "wc-processing"},
    "nodate": {"post_date_gmt": "0000-00-00 00:00:00"},
    "yearzero": {"post_date_gmt": "0000-01-01 10:00:00"},
    "future": {"status": "future", "post_date_gmt": "2190-01-01 00:00:00"},
    "page": {"status": "private", "post_type": "page"},
}


def words(name: str, *of: str) -> list[str]:
    """Return words that stand nowhere else."""
    return [f"zq{name}{each}qz" for each in of]


def hidden(number: int, name: str, uploads) -> str:
    """Return an entry that the old site hid, with a word in all that it says, and with files of its own."""
    title, body, lead, slug, tag, author, document, alt = words(name, "title", "body", "lead", "slug", "tag", "author", "document", "alt")
    (uploads / f"{name}.pdf").write_bytes(pdf(document))
    Image.new("RGB", (60, 40), (number, number, 90)).save(uploads / f"{name}.jpg")
    text = f'{body} <a href="https://old.example/{name}.pdf">File</a> <img src="https://old.example/{name}.jpg" alt="{alt}">'
    more = f'<dc:creator>{author}</dc:creator><category domain="post_tag" nicename="{tag}">{tag}</category>'
    more += f"<excerpt:encoded>{lead}</excerpt:encoded><wp:post_name>{slug}</wp:post_name>"
    entry = post(number, text, title=title, more=more, **HIDDEN[name])
    return file_entry(1000 + number, f"https://old.example/{name}.pdf", title=document) + entry


def test_nothing_that_the_old_site_hid_is_public_after_moving_in(client, tmp_path):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    entries = [hidden(number, name, uploads) for number, name in enumerate(HIDDEN, start=10)]
    path = wxr(tmp_path, post(1, "zqpublicqz"), *entries)

    report = move_in(path, by=make_superuser(), media=uploads)

    assert report.counts["made"] == len(HIDDEN) + 1 - len({"autodraft", "trash", "inherit", "unknown"})
    assert (Document.objects.count(), Author.objects.count()) == (8, 8)
    assert [article.title_en for article in Article.objects.live()] == ["Post 1"]
    seen = list(everything())
    old = [old for number in range(10, 10 + len(HIDDEN)) for old in (f"/post-{number}/", f"/?p={number}", f"/?page_id={number}")]
    seen += [answer(client, path, "en") for path in [*old, *(f"/{name}.pdf" for name in HIDDEN)]]
    assert any("zqpublicqz" in each.text for each in seen)
    assert [(each.path, name) for each in seen for name in HIDDEN if f"zq{name}" in each.text and f"zq{name}" not in each.path] == []
