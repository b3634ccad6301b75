"""Who did what: written with the act, sealed, readable by administrators and changed by nobody."""

import pytest
from django.contrib.auth.models import User

from news.models import Article
from publishing import audit, drafts
from publishing.models import Audit
from tests.factories import make_kind, make_published_article, publisher
from tests.roles import browser_of, member_of

LOG = "/admin/publishing/audit/"


def rows_of(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def deeds() -> list[str]:
    return list(Audit.objects.order_by("pk").values_list("action", flat=True))


def test_every_act_on_a_record_is_written_once():
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    drafts.save(record, {"title_en": "Talks resumed"}, by=publisher())
    drafts.publish(record, by=publisher())
    drafts.save(record, {"title_en": "Talks broken off"}, by=publisher())
    drafts.discard(record, by=publisher())
    drafts.withdraw(record, by=publisher())

    assert deeds() == ["draft saved", "draft saved", "draft->published", "draft saved", "draft discarded", "published->withdrawn"]


def test_log_in_and_log_out_are_written():
    client = browser_of(member_of("Editor")).client

    client.post("/admin/logout/")

    assert deeds() == ["logged in", "logged out"]


def test_account_changes_are_written():
    browser = browser_of(User.objects.create_superuser("admin"))
    other = member_of("Author", "other")

    browser.open(f"/admin/auth/user/{other.pk}/change/").fill(first_name="Nino").press("_save")

    assert "user changed" in deeds()


def test_chain_shows_a_row_that_was_changed_taken_out_or_cut_off():
    make_published_article()
    make_published_article()
    assert list(audit.broken_links()) == []

    first, *_rest, last = Audit.objects.order_by("pk")
    Audit.objects.filter(pk=first.pk).update(action="something else")
    assert len(list(audit.broken_links())) == 1

    Audit.objects.filter(pk=first.pk).update(action=first.action)
    Audit.objects.filter(pk=last.pk)._raw_delete("default")
    assert len(list(audit.broken_links())) == 1


def test_log_is_append_only():
    make_published_article()
    act = Audit.objects.get()

    with pytest.raises(TypeError):
        act.save()
    with pytest.raises(TypeError):
        act.delete()


def test_administrator_reads_the_log_in_words(django_assert_max_num_queries):
    record = make_published_article(title_en="Talks")
    browser = browser_of(member_of("Administrator"))

    with django_assert_max_num_queries(12):
        page = rows_of(browser.client.get(LOG).content.decode())
    found = rows_of(browser.client.get(f"{LOG}?q={record.pk}").content.decode())

    assert "logged in" in page
    assert "draft → published" in page
    assert f"/admin/news/article/{record.pk}/change/" in page
    assert "Talks" in found
    assert "logged in" not in found


def test_log_offers_nothing_to_change():
    make_published_article()
    client = browser_of(member_of("Administrator")).client
    address = f"{LOG}{Audit.objects.order_by('pk').first().pk}/change/"

    assert client.get(address).status_code == 200
    assert "state=trashed" not in client.get(LOG).content.decode()
    assert client.post(address, {"action": "forged"}).status_code == 403
    assert client.get(f"{LOG}add/").status_code == 403
    assert client.post(address.replace("change", "delete")).status_code == 403


@pytest.mark.parametrize("role", ["Author", "Editor", "Translator (Georgian)"])
def test_only_administrators_read_the_log(role):
    assert browser_of(member_of(role)).client.get(LOG).status_code == 403
