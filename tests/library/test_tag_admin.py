import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from library import tags
from library.models import Tag, TagAlias
from publishing import changes
from publishing.models import Address
from tests.factories import make_article, make_published_article, make_superuser, make_tag

LIST = "/admin/library/tag/"


@pytest.fixture
def editor(client) -> Client:
    client.force_login(make_superuser())
    return client


def form(aliases: list[str] | dict[TagAlias, str] = (), **values) -> dict:
    """Return what the form of a tag sends; `aliases` are new ones, or {row: its label}."""
    fields = {f"{name}_{code}": "" for name in ("label", "slug", "description") for code in ("en", "ka")}
    rows = [(alias.pk, label) for alias, label in aliases.items()] if isinstance(aliases, dict) else [("", label) for label in aliases]
    sent = {"aliases-TOTAL_FORMS": len(rows), "aliases-INITIAL_FORMS": sum(bool(key) for key, _label in rows)}
    for index, (key, label) in enumerate(rows):
        sent |= {f"aliases-{index}-id": key, f"aliases-{index}-label": label}
    return {**fields, **sent, **values}


def add(client, *args, **values):
    return client.post(reverse("admin:library_tag_add"), form(*args, **values))


def change(client, tag, *args, **values):
    tag.refresh_from_db()
    kept = {name: getattr(tag, name) or "" for name in ("label_en", "label_ka", "slug_en", "slug_ka")}
    return client.post(reverse("admin:library_tag_change", args=[tag.pk]), form(*args, **{**kept, **values}))


def shown(response) -> list[Tag]:
    return list(response.context["cl"].result_list)


def test_tag_is_added_with_aliases(editor):
    response = add(editor, ["South Ossetia"], label_en="Tskhinvali  Region")

    tag = Tag.objects.get()
    assert response.status_code == 302
    assert (tag.label_en, tag.slug_en, tag.slug_ka) == ("Tskhinvali Region", "tskhinvali-region", "tskhinvali-region")
    assert tags.find("SOUTH OSSETIA") == tag
    assert Address.objects.get(slug="south-ossetia").record == tag.pk


def test_tag_named_only_in_georgian_works(editor):
    add(editor, label_ka="აფხაზეთი")

    assert editor.get(LIST).status_code == 200
    assert editor.get(reverse("admin:library_tag_change", args=[Tag.objects.get().pk])).status_code == 200
    assert Tag.objects.get().slug_en == "apkhazeti"


@pytest.mark.parametrize("label", ["CAFÉ", "Cafe\u0301", "café\u200b", " café "])
def test_tag_that_differs_only_in_case_or_unicode_form_is_refused(editor, label):
    make_tag("Café")

    response = add(editor, label_en=label)

    assert list(response.context["adminform"].form.errors) == ["label_en"]
    assert Tag.objects.count() == 1


def test_label_of_the_other_language_is_taken_too(editor):
    make_tag("Georgia", "საქართველო")

    response = add(editor, label_en="საქართველო")

    assert "Georgia" in response.context["adminform"].form.errors["label_en"][0]


@pytest.mark.parametrize("sent", [{}, {"label_en": "?!"}, {"label_en": "x" * 101}, {"label_en": "a\0b"}, {"label_en": "a\x07b"}])
def test_tag_without_a_proper_label_is_refused(editor, sent):
    response = add(editor, **sent)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert not Tag.objects.exists()


@pytest.mark.parametrize("slug", ["2008", "feed", "Big", "a b", "../x", "taken"])
def test_slug_that_cannot_be_is_refused(editor, slug):
    make_tag("Taken")

    response = add(editor, label_en="Georgia", slug_en=slug)

    assert list(response.context["adminform"].form.errors) == ["slug_en"]


def test_changed_slug_keeps_the_old_address_and_makes_pages_old(editor):
    tag = make_tag("Georgia")
    before = changes.head().sequence

    change(editor, tag, slug_en="sakartvelo", slug_ka="sakartvelo")

    assert set(Address.objects.filter(record=tag.pk).values_list("slug", flat=True)) == {"georgia", "sakartvelo"}
    assert changes.head().sequence == before + 1


def test_late_label_gets_its_own_address(editor):
    tag = make_tag("", "აფხაზეთი")

    change(editor, tag, label_en="Abkhazia")

    tag.refresh_from_db()
    assert (tag.slug_en, tag.slug_ka) == ("abkhazia", "apkhazeti")


def test_alias_of_another_tag_and_alias_given_twice_are_refused(editor):
    make_tag("Georgia")

    taken = add(editor, ["GEORGIA"], label_en="Sakartvelo")
    twice = add(editor, ["Iberia", "IBERIA"], label_en="Sakartvelo")

    assert taken.context["inline_admin_formsets"][0].formset.errors[0]["label"]
    assert twice.context["inline_admin_formsets"][0].formset.errors[1]["label"]
    assert Tag.objects.count() == 1


def test_removed_alias_no_longer_finds_the_tag_but_its_address_does(editor):
    tag = make_tag("Georgia")
    change(editor, tag, ["Iberia"])
    alias = TagAlias.objects.get()

    change(editor, tag, {alias: "Iberia"}, **{"aliases-0-DELETE": "on"})

    assert tags.find("Iberia") is None
    assert Address.objects.get(slug="iberia").record == tag.pk


def test_key_taken_between_check_and_writing_is_told(editor):
    tag, other = make_tag("Georgia"), make_tag("Other")
    # As if another form had got half way: the key is there, its spelling not yet.
    Tag.objects.filter(pk=other.pk).update(name="sakartvelo")

    response = change(editor, tag, label_en="Sakartvelo")

    assert response.status_code == 302
    assert Tag.objects.get(pk=tag.pk).label_en == "Georgia"


# The list


def test_list_shows_counts_and_unused_tags(editor):
    used, unused = make_tag("Georgia"), make_tag("Lost")
    make_published_article(title_en="Live", tags=[used])
    make_article(title_en="Draft", tags=[unused])

    assert [tag.total_listed for tag in shown(editor.get(LIST))] == [1, 0]
    assert shown(editor.get(LIST, {"used": "no"})) == [unused]
    assert shown(editor.get(LIST, {"used": "yes"})) == [used]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(editor, django_assert_num_queries, count):
    for number in range(count):
        make_published_article(title_en="Live", tags=[make_tag(f"Tag {number}")])

    with django_assert_num_queries(6):
        editor.get(LIST)


@pytest.mark.parametrize("words", ["ossetia", "SOUTH", "ოსეთ", "Tskhinvali"])
def test_list_and_autocomplete_find_every_spelling(editor, words):
    tag = make_tag("Tskhinvali Region", "სამხრეთ ოსეთი")
    TagAlias.objects.create(tag=tag, label="South Ossetia")
    tags.settle(tag)
    make_tag("Other")
    question = {"term": words, "app_label": "library", "model_name": "tagcount", "field_name": "tag"}

    assert shown(editor.get(LIST, {"q": words})) == [tag]
    assert [found["id"] for found in editor.get(reverse("admin:autocomplete"), question).json()["results"]] == [str(tag.pk)]


def test_autocomplete_survives_odd_words(editor):
    make_tag("Georgia")
    question = {"app_label": "library", "model_name": "tagcount", "field_name": "tag"}

    for term in ("a\0b", "%", "x" * 5000, "\ud7ff"):
        assert editor.get(reverse("admin:autocomplete"), {**question, "term": term}).status_code == 200


def test_deleting_a_tag_in_use_is_refused_in_words(editor):
    tag, free = make_tag("Georgia"), make_tag("Lost")
    make_article(title_en="Draft", tags=[tag])

    page = editor.post(reverse("admin:library_tag_delete", args=[tag.pk]), {"post": "yes"})
    editor.post(reverse("admin:library_tag_delete", args=[free.pk]), {"post": "yes"})

    assert "Georgia" in page.content.decode()
    assert list(Tag.objects.all()) == [tag]


# Merging


def merge(client, *chosen: Tag, **more):
    return client.post(LIST, {"action": "merge", "_selected_action": [str(tag.pk) for tag in chosen], **more})


def test_merge_asks_first(editor):
    tag = make_tag("South Ossetia")
    make_article(title_en="Draft", tags=[tag])

    response = merge(editor, tag)

    assert response.status_code == 200
    assert response.context["chosen"] == [(tag, 1)]
    assert Tag.objects.count() == 1


def test_merge_of_several_tags(editor):
    first, second, into = make_tag("South Ossetia"), make_tag("Samachablo"), make_tag("Tskhinvali Region")

    response = merge(editor, first, second, into, _confirmed="1", into=str(into.pk))

    assert response.status_code == 302
    assert list(Tag.objects.all()) == [into]
    assert tags.find("samachablo") == tags.find("south ossetia") == into


@pytest.mark.parametrize("into", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_merge_into_nothing_is_asked_again(editor, into):
    tag = make_tag("South Ossetia")

    response = merge(editor, tag, _confirmed="1", into=into)

    assert response.status_code == 200
    assert response.context["form"].errors["into"]
    assert Tag.objects.count() == 1


def test_merge_needs_the_right_to_delete():
    user = User.objects.create_user("person", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_tag", "change_tag"]))
    client = Client()
    client.force_login(user)
    tag, into = make_tag("South Ossetia"), make_tag("Tskhinvali Region")

    merge(client, tag, _confirmed="1", into=str(into.pk))

    assert Tag.objects.count() == 2
