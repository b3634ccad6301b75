import pytest

from tests.roles import browser_of, member_of


@pytest.mark.parametrize(
    "path",
    [
        "/admin/autocomplete/?app_label=news&model_name=byline&field_name=author&term=a%00b",
        "/admin/library/image/?licence__exact=%00",
        "/admin/library/source/?language__exact=%00",
        "/admin/news/article/?licence__exact=%00",
        "/admin/news/article/?q=%00&state=%00&tag=%00&missing=%00&since=%00&changes=%00&kind__id__exact=%00",
        "/admin/news/article/add/?copy=%00",
    ],
)
def test_nul_in_an_address_of_the_admin_is_no_server_error(path):
    client = browser_of(member_of("Administrator")).client

    assert client.get(path, follow=True).status_code == 200


@pytest.mark.parametrize(
    "path", ["/en/news/?before=%00", "/en/corrections/?after=%00", "/api/v1/tags/?cursor=%00", "/sitemap-lists-en.xml?p=%00", "/?next=%00"]
)
def test_nul_in_a_public_address_is_no_server_error(client, path):
    assert client.get(path).status_code in (200, 302, 400, 404)
