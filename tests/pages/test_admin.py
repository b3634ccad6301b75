from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from pages.models import Page
from publishing import drafts
from publishing.rights import may
from tests.factories import make_page, make_published_page, make_superuser


def member(role: str) -> User:
    user = User.objects.create_user(role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def test_list_of_pages_shows_place_and_order_in_a_fixed_number_of_queries(client: Client, django_assert_max_num_queries):
    client.force_login(make_superuser())
    about = make_published_page(title_en="About")
    for number in range(5):
        make_published_page(title_en=f"Child {number}", parent=about, position=number)

    with django_assert_max_num_queries(20):
        response = client.get(reverse("admin:pages_page_changelist"))

    assert response.status_code == 200
    assert response.content.decode().count('<td class="field-under">About</td>') == 5


def test_list_of_pages_shows_each_page_with_those_under_it(client: Client):
    client.force_login(make_superuser())
    privacy, about = make_published_page(title_en="Privacy", position=2), make_published_page(title_en="About", position=1)
    for title, parent, position in [("Cookies", privacy, 1), ("Team", about, 2), ("Contact", about, 1)]:
        make_published_page(title_en=title, parent=parent, position=position)

    response = client.get(reverse("admin:pages_page_changelist"))

    assert [page.title for page in response.context["cl"].result_list] == ["About", "Contact", "Team", "Privacy", "Cookies"]


def test_list_does_not_tell_the_title_of_a_draft_above(client: Client):
    client.force_login(member("Author"))
    hidden = drafts.create(Page, {"title_en": "Secret"}, by=make_superuser())
    make_published_page(title_en="Child", parent=hidden)

    response = client.get(reverse("admin:pages_page_changelist"))

    assert "Child" in response.content.decode()
    assert "Secret" not in response.content.decode()


def test_form_of_a_page_opens_and_says_what_can_stand_where(client: Client):
    client.force_login(make_superuser())
    page = make_page(title_en="About")

    response = client.get(reverse("admin:pages_page_change", args=[page.pk]))

    assert response.status_code == 200
    assert "Another page that stands at the top itself." in response.content.decode()


def test_editors_publish_pages_and_authors_write_their_own():
    author, editor, translator = member("Author"), member("Editor"), member("Translator (Georgian)")
    page = make_page(title_en="About")
    own = drafts.create(Page, {"title_en": "Mine"}, by=author)

    assert [may(user, "publish", page) for user in (author, editor, translator)] == [False, True, False]
    assert [may(author, "change", each) for each in (page, own)] == [False, True]
    assert may(translator, "change", page)
