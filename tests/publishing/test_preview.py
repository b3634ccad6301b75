"""A preview shows what would be published, and leaves nothing behind: no row, no number, no file, no cached page."""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from library.models import Tag
from news.models import Article
from publishing import drafts, preview, previewing
from publishing.models import ChangeHead
from publishing.presentable import NotPresentableError, presentable
from publishing.preview import Bar, page
from publishing.publishable import Publishable, State
from publishing.state import complete
from publishing.workflow import transition
from tests.desk_type.factories import make_dossier, make_published_dossier
from tests.factories import make_author, make_image, make_kind, make_published_article, make_tag, publisher

BOTH = {"title_en": "Talks", "title_ka": "მოლაპარაკება", "body_en": "<p>Words.</p>", "body_ka": "<p>სიტყვები.</p>"}


def everything_stored() -> dict[str, list[tuple]]:
    """Return every row of every table."""
    found = {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in apps.get_models(include_auto_created=True)}
    return {**found, "files": sorted(default_storage.listdir("")[0]) if default_storage.exists("") else []}


def shown(record: Publishable, language: str = "en", **fields: object) -> HttpResponse:
    """Return the preview of a record with these fields typed over its draft."""
    work = drafts.opened(type(record).objects.get(pk=record.pk) if not record._state.adding else record)
    work.state = complete(work.desk.schema, {**work.state, **work.desk.typed(fields)}, work.live.state)
    return page(RequestFactory().get("/"), work, Bar(language=language))


def make_article(**fields: object) -> Article:
    return drafts.create(Article, {**BOTH, "kind": make_kind().pk, **fields}, by=publisher())


# What it shows


@pytest.mark.parametrize(("language", "word"), [("en", "Words."), ("ka", "სიტყვები.")])
def test_preview_is_the_public_page_in_each_language(language, word):
    record = make_article(tags=["+Visits"], bylines=[{"author": make_author("Nino").pk}])
    response = shown(record, language)
    seen = response.content.decode()
    drafts.publish(record, by=publisher())

    public = Client().get(record.get_absolute_url() if language == "en" else f"/ka/news/{record.slug_ka}/").content.decode()

    assert (response.status_code, word in seen) == (200, True)
    begin, end = '<main class="page__main"', "</main>"
    # Nothing is cited before there is a version of it.
    public, cited = re.subn(r'<section class="row section section--cite">.*?</section>', "", public, flags=re.DOTALL)
    assert (cited, "section--cite" in seen) == (1, False)
    assert seen[seen.index(begin) : seen.index(end)].split() == public[public.index(begin) : public.index(end)].split()


def test_preview_shows_what_is_typed_over_a_public_record_and_readers_do_not():
    record = make_published_article(title_en="Talks", title_ka="მოლაპარაკება")
    Client().get("/en/news/talks/")

    seen = shown(record, title_en="Secret", body_en="<p>Hidden.</p>", tags=["+Concealed"]).content.decode()

    assert all(word in seen for word in ("Secret", "Hidden.", "Concealed"))
    for path in ("/en/news/talks/", "/en/news/", "/en/tags/", "/en/"):
        read = Client().get(path).content.decode()
        assert not any(word in read for word in ("Secret", "Hidden.", "Concealed"))


def test_preview_of_a_language_that_waits_for_its_moment_shows_it():
    record = make_article()
    drafts.publish(record, by=publisher(), at=timezone.now() + dt.timedelta(days=3))

    assert "Words." in shown(record).content.decode()


def test_preview_of_a_language_without_a_text_says_where_it_can_be_read():
    record = make_article(title_ka="", body_ka="")

    assert "ინგლისურ" in shown(record, "ka").content.decode()


def test_preview_of_another_type_of_record_with_rows_and_tags():
    record = make_dossier(rows=3, body_en="<p>Filed.</p>")

    assert "Filed." in shown(record).content.decode()


def test_preview_of_a_form_that_was_never_saved():
    record = drafts.blank(Article)

    assert "Begun" in shown(record, title_en="Begun", body_en="<p>Words.</p>").content.decode()
    assert not Article.objects.exists()


def test_pictures_that_nobody_may_see_yet_are_shown_to_editors_by_their_own_view():
    image = make_image()
    record = make_article(image=image.pk)

    seen = shown(record).content.decode()

    assert f"/admin/library/image/{image.pk}/file/" in seen
    assert "/media/" not in seen


# What it leaves behind


@pytest.mark.parametrize("make", [make_article, make_published_article, make_dossier, make_published_dossier], ids=lambda make: make.__name__)
def test_preview_writes_nothing(make, django_capture_on_commit_callbacks):
    record = make()
    make_tag("Known")
    before = everything_stored()

    with django_capture_on_commit_callbacks() as after_commit:
        for language in ("en", "ka"):
            shown(record, language, title_en="Other", body_en="<p>Other.</p>", tags=["+Unknown"])

    assert after_commit == []
    assert everything_stored() == before


def test_preview_takes_no_number_and_does_not_lock_the_counter():
    record = make_published_article()
    before = ChangeHead.objects.get().sequence

    with CaptureQueriesContext(connection) as queries:
        shown(record, title_en="Other", tags=["+Other"])

    assert ChangeHead.objects.get().sequence == before
    assert not any("changehead" in query["sql"].lower() for query in queries)


def test_preview_of_pictures_makes_no_public_file(django_capture_on_commit_callbacks):
    image = make_image()
    record = make_article()

    with django_capture_on_commit_callbacks(execute=True):
        shown(record, image=image.pk, body_en=f'<figure data-image="{image.pk}"></figure>')

    image.refresh_from_db()
    assert (image.renditions, image.uses.exists()) == ([], False)


def test_error_in_the_middle_of_a_page_leaves_nothing(monkeypatch):
    record = make_article()
    before = everything_stored()

    def broken(*_args: object) -> None:
        assert Article.objects.live().filter(pk=record.pk).exists()
        raise ValueError("in the middle")

    monkeypatch.setattr(preview, "resolve", broken)

    with pytest.raises(ValueError, match="in the middle"):
        shown(record)
    assert everything_stored() == before
    assert not Article.objects.live().exists()
    assert previewing.audience() is None


def test_preview_fills_no_cache():
    record = make_article()
    cache.clear()

    shown(record, title_en="Secret")

    assert "Secret" not in str(getattr(cache, "_cache", ""))
    assert Client().get("/en/news/secret/").status_code == 404


def test_preview_asks_not_to_be_kept_indexed_or_told_of():
    response = shown(make_article())

    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    text = response.content.decode()
    for word in ('rel="canonical"', "hreflang=", "application/ld+json", "application/atom+xml", "og:"):
        assert word not in text[: text.index("</head>")]


@pytest.mark.parametrize(("rows", "most"), [(0, 30), (5, 30)])
def test_preview_costs_a_known_number_of_queries(rows, most):
    record = make_published_dossier(rows=rows)
    work = drafts.opened(type(record).objects.get(pk=record.pk))

    with CaptureQueriesContext(connection) as queries:
        page(RequestFactory().get("/"), work, Bar(language="en"))

    assert len(queries) <= most


# Forms that are not ready


def test_empty_form_has_a_page_and_the_bar_says_what_lacks():
    seen = shown(drafts.blank(Article), "ka").content.decode()

    assert "<h1" in seen
    assert "უსათაურო" in seen
    assert "preview__out" in seen


def test_what_cannot_be_published_gives_way_to_what_is_public():
    record = make_published_article(title_en="Talks", body_en="<p>Words.</p>")
    work = drafts.opened(Article.objects.get(pk=record.pk))
    work.state = {**work.state, "title_en": "T" * 300, "body_en": "<p>New.</p>"}

    ready = presentable(work, "en")

    assert [problem.key for problem in ready.left_out] == ["title_en"]
    assert ready.record.title_en == "Talks"
    assert "New." in shown(record, title_en="T" * 300, body_en="<p>New.</p>").content.decode()


def test_new_row_that_is_not_ready_is_left_out_and_the_others_stand():
    nino = make_author("Nino")
    record = make_article(bylines=[{"author": nino.pk}])
    kept = drafts.state_of(record)["bylines"][0]
    bylines = [{"id": kept, "author": nino.pk}, {"author": ""}]

    seen = shown(record, bylines=bylines, corrections=[{"at": "31.31.2024 99:99", "text_en": "Sic"}]).content.decode()

    assert "Nino" in seen
    assert "Sic" not in seen[seen.index("<main") : seen.index("</main>")]
    assert "preview__out" in seen


def test_vanished_choice_and_taken_address_do_not_stop_a_preview():
    make_published_article(title_en="Taken", slug_en="taken")
    record = make_article()

    response = shown(record, slug_en="taken", image="00000000-0000-0000-0000-000000000000")

    assert response.status_code == 200
    assert "preview__out" in response.content.decode()


def test_record_in_the_trash_has_no_preview():
    record = make_article()
    transition(record, State.TRASHED, by=publisher())

    assert shown(record).status_code == 422


def test_rows_that_take_one_anothers_places_do_not_stop_a_preview():
    record = make_published_dossier(rows=2)
    state = drafts.state_of(record)

    assert shown(record, deadlines=[{"id": key} for key in reversed(state["deadlines"])]).status_code == 200


def test_form_of_which_no_page_can_be_made_says_why(monkeypatch):
    monkeypatch.setattr(preview, "presentable", lambda *_args: (_ for _ in ()).throw(NotPresentableError("because")))

    response = shown(make_article())

    assert response.status_code == 422
    assert "because" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store, private"


def test_new_tag_of_a_preview_is_no_tag():
    shown(make_article(), tags=["+Unheard"])

    assert not Tag.objects.filter(label_en="Unheard").exists()


def test_preview_inside_a_transaction_lets_that_go_on():
    record = make_article()

    with transaction.atomic():
        tag = make_tag("Before")
        shown(record, tags=["+During"])
        make_tag("After")

    assert set(Tag.objects.values_list("label_en", flat=True)) == {tag.label_en, "After"}
