"""The site's own pictures: logo, icon, and what social networks show beside links."""

import os
import re
import time
from contextlib import suppress
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html
from PIL import Image as Pillow

from library import brand
from publishing import changes, site
from tests.factories import make_image
from tests.pages.settings_form import errors, logo, page, save
from tests.roles import member_of
from tests.uploads import picture

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def owner() -> Client:
    client = Client()
    client.force_login(member_of("Administrator"))
    return client


def size_of(name: str) -> tuple[str | None, tuple[int, int]]:
    with default_storage.open(name) as file, Pillow.open(file) as stored:
        return stored.format, stored.size


def test_logo_is_written_anew_and_fits_its_place(owner):
    save(owner, logo_file=picture((3000, 900), "JPEG", "our logo.jpg"), logo_dark_file=logo((200, 60)))

    row = site.read()
    assert size_of(row.logo["name"]) == ("PNG", (480, 144))
    assert (row.logo_light.width, row.logo_light.height) == (480, 144)
    assert default_storage.size(row.logo["name"]) <= 30_000
    assert re.fullmatch(r"site/[0-9a-f]{2}/[0-9a-f]{32}\.png", row.logo["name"])
    answer = Client().get(f"/media/{row.logo['name']}")
    list(answer.streaming_content)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    shown = html.fromstring(page("/en/news/")).xpath("//header//picture")[0]
    assert [shown.xpath(".//source/@srcset"), shown.xpath(".//img/@alt")] == [[row.logo_on_dark.url], ["Matiane"]]


def test_icon_is_made_in_every_size_and_found_at_its_customary_address(owner):
    save(owner, icon_file=picture((300, 200), "WEBP"))

    row = site.read()
    assert {side: size_of(name) for side, name in row.icon.items()} == {side: ("PNG", (int(side), int(side))) for side in ("32", "96", "180")}
    assert Client().get("/favicon.ico").headers["Location"] == row.icons["side_96"]


def test_replaced_files_go_with_the_commit_and_not_before(owner, django_capture_on_commit_callbacks):
    save(owner, logo_file=logo(), icon_file=picture((200, 200), "PNG"))
    before = site.read()

    with django_capture_on_commit_callbacks(execute=True):
        save(owner, logo_file=logo((300, 100)), **{"icon_file-clear": "on"})
        assert default_storage.exists(before.logo["name"])

    after = site.read()
    assert not any(default_storage.exists(name) for name in (before.logo["name"], *before.icon.values()))
    assert default_storage.exists(after.logo["name"])
    assert after.icon == {}


def test_saving_without_files_keeps_the_ones_there_are(owner, django_capture_on_commit_callbacks):
    save(owner, logo_file=logo())
    before = site.read().logo

    with django_capture_on_commit_callbacks(execute=True):
        save(owner, tagline_en="Anew")

    assert site.read().logo == before
    assert default_storage.exists(before["name"])


def test_card_image_is_public_while_it_is_chosen(owner, django_capture_on_commit_callbacks):
    image = make_image(alt_en="Two chairs", alt_ka="ორი სკამი", partners_may_use=True)
    client = Client()

    with django_capture_on_commit_callbacks(execute=True):
        save(owner, card=image.pk)

    image.refresh_from_db()
    card = next(each for each in image.renditions if each["recipe"] == "card")
    meta = html.fromstring(client.get("/ka/news/").content.decode())
    assert meta.xpath("//meta[@property='og:image']/@content") == [f"http://testserver/media/{card['name']}"]
    assert meta.xpath("//meta[@property='og:image:alt']/@content") == ["ორი სკამი"]
    assert "Site settings" in owner.get(reverse("admin:library_image_change", args=[image.pk])).content.decode()
    refused = owner.post(reverse("admin:library_image_delete", args=[image.pk]), {"post": "yes"})
    assert [said.strip() for said in refused.context["protected"]] == ["Site settings"]

    with django_capture_on_commit_callbacks(execute=True):
        save(owner, card="")

    image.refresh_from_db()
    assert image.renditions == []
    assert drawn_card_of_the_site("/ka/news/")


def drawn_card_of_the_site(path: str) -> bool:
    """Tell whether a page names the card that is drawn for the site."""
    (address,) = html.fromstring(page(path)).xpath("//meta[@property='og:image']/@content")
    return address.startswith(f"http://testserver/cards/{path[1:3]}/site/site-")


def test_card_image_that_partners_may_not_use_is_refused(owner):
    image = make_image(partners_may_use=False)

    assert list(errors(save(owner, card=image.pk))) == ["card"]

    assert site.read().card_image is None


def test_card_image_taken_back_from_partners_is_shown_no_more(owner, django_capture_on_commit_callbacks):
    image = make_image(partners_may_use=True)
    with django_capture_on_commit_callbacks(execute=True):
        save(owner, card=image.pk)
    assert not drawn_card_of_the_site("/en/news/")

    image.partners_may_use = False
    image.save()
    with transaction.atomic():
        changes.touch(action="a picture was kept back", image=str(image.pk))

    assert drawn_card_of_the_site("/en/news/")
    # Nothing else of the settings waits for it.
    assert save(owner, card=image.pk, tagline_en="Anew").status_code == 302


# Kept in step


def check(*options: str) -> list[str]:
    out = StringIO()
    with suppress(CommandError):
        call_command("check_content", *options, stdout=out)
    return [line for line in out.getvalue().splitlines() if line.startswith("pictures of the site: ")]


def age(name: str, seconds: int) -> None:
    then = time.time() - seconds
    os.utime(default_storage.path(name), (then, then))


def test_file_that_the_settings_no_longer_name_is_found_and_removed(owner):
    save(owner, logo_file=logo(), logo_dark_file=logo(), icon_file=picture((200, 200), "PNG"))
    left = brand.stored(b"left behind")
    for name in (left, *brand.names(site.read())):
        age(name, 2 * 3600)

    assert check() == [f"pictures of the site: {left}: the settings do not name it"]
    check("--fix")

    assert check() == []
    assert not default_storage.exists(left)
    assert all(default_storage.exists(name) for name in brand.names(site.read()))


def test_file_of_a_form_that_is_being_saved_is_left_alone():
    name = brand.stored(b"just now")

    check("--fix")

    assert default_storage.exists(name)


def test_picture_of_the_site_that_is_missing_is_told_until_it_is_given_anew(owner):
    save(owner, logo_file=logo())
    lost = site.read().logo["name"]
    default_storage.delete(lost)

    told = [f"pictures of the site: {lost}: the file is missing; give the site its picture anew"]
    assert (check(), check("--fix"), check()) == (told, told, told)

    save(owner, logo_file=logo())
    assert check() == []
