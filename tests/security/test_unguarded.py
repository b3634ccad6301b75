"""Guards taken away: each attack must then succeed, or the tests that repel it would prove nothing."""

import io
import re
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory

from config.backups import opening
from library import intake
from library.models import Source
from news.models import Article
from pages.moving import fetching
from publishing import drafts, headers, strangers
from publishing.redirects import toward
from syndication.addresses import check_form
from tests.factories import make_kind, make_published_actor, make_published_article, make_superuser, publisher
from tests.roles import client_of, member_of
from tests.security.payloads import ATTACK, run_in
from tests.syndication.digests.reading import fill_in
from tests.uploads import bomb, upload

WORD = "zqsecretqz"


def refused(act: Callable[[], object]) -> bool:
    """Tell whether something is refused."""
    try:
        act()
    except (ValidationError, opening.DamagedError, fetching.NotFetchedError):
        return True
    return False


def stored_script() -> bool:
    """WordPress CVE-2022-21662: a title that runs on the page of its text."""
    record = make_published_article(title_en=ATTACK)
    return run_in(Client().get(record.get_absolute_url()).content.decode()) == []


def forged_form() -> bool:
    """django CMS CVE-2015-5081: a form of the desk that another site sends."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())
    return client.post("/admin/library/tag/add/", {"label_en": "Forged"}).status_code == 403


def foreign_draft() -> bool:
    """Wagtail CVE-2026-44198: somebody's draft, opened by its key."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": WORD}, by=publisher())
    author = member_of("Author", f"author-{record.pk}")
    return WORD not in client_of(author).get(f"/admin/news/article/{record.pk}/change/", follow=True).content.decode()


def forged_proxy() -> bool:
    """Django CVE-2019-12781: a reader who says in a proxy's name that the request was secure."""
    seen: list[bool] = []
    request = RequestFactory().get("/en/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_PROTO="https")
    headers.TrustedProxyMiddleware(lambda each: seen.append(each.is_secure()))(request)
    return seen == [False]


def forged_host() -> bool:
    """Django CVE-2012-4520: a name that somebody made up."""
    return Client().get("/admin/login/", headers={"Host": "evil.example"}).status_code == 400


def machine_inside() -> bool:
    """Ghost CVE-2026-53946: a picture of the old site that lies on a machine inside."""
    return refused(lambda: fetching.public_address("10.0.0.1", 80))


def hook_inside() -> bool:
    """Django CVE-2021-33571: a partner's address that is a machine inside."""
    return refused(lambda: check_form("https://0177.0.0.1/"))


def picture_that_swells() -> bool:
    """Django CVE-2012-3443: a picture that unfolds to more than memory holds."""
    try:
        intake.take(upload(bomb(9_000, 9_000)))
    except ValidationError as error:
        return error.code == "too_many_pixels"
    return False


def name_outside() -> bool:
    """Django CVE-2021-3281: a backup with a name that leads out of its folder."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        info = tarfile.TarInfo("../evil")
        tar.addfile(info, io.BytesIO())
    packed.seek(0)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "into").mkdir()
        assert refused(lambda: opening.unpack(packed, Path(folder) / "into"))
        # Refused in the end in any case, since it does not say what is in it.
        return not (Path(folder) / "evil").exists()


def leads_out() -> bool:
    """WordPress CVE-2020-4048: an old address that leads to another site without https."""
    return refused(lambda: toward("http://evil.example/"))


def script_as_address() -> bool:
    """Django CVE-2019-12308: an address that is a script."""
    return Source.objects.create(title="Letter", url="javascript:alert(1)") is None or not Source.objects.filter(url__startswith="java").exists()


def poisoned_page() -> bool:
    """Ghost CVE-2026-53943: a question of one reader that decides what others are shown."""
    return "evil" not in Client().get("/en/news/?utm_source=evil").wsgi_request.META["QUERY_STRING"]


def formula() -> bool:
    """Ghost CVE-2024-34448: a name that a spreadsheet runs."""
    make_published_actor(name_en="=cmd|'/c calc'!A1")
    return ",=cmd" not in Client().get("/api/v1/actors/?format=csv").content.decode()


def form_from_elsewhere() -> bool:
    """WordPress CVE-2019-9787: a form of readers that another site sends."""
    return fill_in(Client(), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def fields_without_end() -> bool:
    """Django CVE-2023-24580: a form of more parts than anything has."""
    return Client().post("/admin/login/", {f"f{number}": "1" for number in range(10_001)}).status_code == 413


def passes(*_args: object, **_named: object) -> None:
    """Stop nothing."""


def yes(*_args: object, **_named: object) -> bool:
    """Allow everything."""
    return True


# What stops each attack, as (where it stands, what stands there instead), or as (setting, value).
GUARDS: dict[Callable[[], bool], list[tuple[Any, ...]]] = {
    stored_script: [("django.template.base.conditional_escape", lambda text: text)],
    forged_form: [(CsrfViewMiddleware, "process_view", passes)],
    foreign_draft: [(f"publishing.admin.publishable.{name}", yes) for name in ("sees_all", "may_open", "may")],
    forged_proxy: [(headers, "comes_from_proxy", yes), ("SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https"))],
    forged_host: [("ALLOWED_HOSTS", ["*"])],
    machine_inside: [(fetching, "is_public", yes)],
    hook_inside: [("syndication.addresses.refuse_inside", passes)],
    picture_that_swells: [("IMAGE_MAX_PIXELS", 10**12)],
    name_outside: [(opening, "allowed", lambda name: name)],
    leads_out: [("publishing.redirects.URLValidator", lambda **_named: passes)],
    script_as_address: [("library.fields.WEB", re.compile(""))],
    poisoned_page: [("publishing.middleware.keep_known_query", passes)],
    formula: [("publishing.api.tables.neutral", lambda text: text)],
    form_from_elsewhere: [(strangers, "check_origin", passes)],
    fields_without_end: [("DATA_UPLOAD_MAX_NUMBER_FIELDS", None)],
}


@pytest.mark.parametrize("attack", GUARDS, ids=lambda attack: attack.__name__)
def test_attack_is_repelled_and_succeeds_without_its_guard(attack, monkeypatch, settings):
    monkeypatch.setattr(strangers, "FASTEST", -1)
    settings.PUSH_TO_LOOPBACK = False
    assert attack()

    for where, *guard in GUARDS[attack]:
        if isinstance(where, str) and where.isupper():
            setattr(settings, where, *guard)
        else:
            monkeypatch.setattr(where, *guard)

    assert not attack()
