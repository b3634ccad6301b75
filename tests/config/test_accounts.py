import pytest
from django.contrib.auth.models import User

from tests.factories import make_superuser
from tests.roles import member_of


@pytest.fixture
def administrator(client):
    user = member_of("Administrator")
    client.force_login(user)
    return user


def test_administrator_cannot_become_superuser(client, administrator):
    form = {"username": administrator.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    joined = {"date_joined_0": "2024-01-01", "date_joined_1": "10:00:00"}

    client.post(f"/admin/auth/user/{administrator.pk}/change/", {**form, **joined, "first_name": "Changed"})

    administrator.refresh_from_db()
    assert administrator.first_name == "Changed"
    assert not administrator.is_superuser


def test_administrator_does_not_touch_a_superuser(client, administrator):
    superuser = make_superuser()

    assert client.post(f"/admin/auth/user/{superuser.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"/admin/auth/user/{superuser.pk}/password/").status_code == 403
    assert User.objects.filter(pk=superuser.pk).exists()


@pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000", "%00"])
@pytest.mark.parametrize("kind", ["1", "x", "99999"])
def test_view_on_site_of_nothing_is_not_found(client, administrator, kind, key):
    assert client.get(f"/admin/r/{kind}/{key}/").status_code in (400, 404)
