"""What an editor does on the desk, for `bench.desk`: each case returns the act that is measured, its form open and filled."""

from collections.abc import Callable
from itertools import count
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from news.models import Article, Kind
from publishing import drafts
from tests.browser import Form
from tests.desk_type.factories import dossier_fields
from tests.desk_type.models import Dossier
from tests.verified import let_force_login_verify

Act = Callable[[], object]
Prepare = Callable[[], Act]
numbers = count(1)
# What a script sends of every row, changed or not.
KEPT = ("_FORMS", "-id", "-position", "-DELETE")


def found_cases() -> dict[str, Prepare]:
    """Return every case by name."""
    by = User.objects.filter(username="bench").first() or User.objects.create_superuser("bench", password="")
    client = Client()
    let_force_login_verify()
    client.force_login(by)
    seventy, forty, drafted, article = dossier(70, by), dossier(40, by), dossier(70, by), plain_article(by)
    drafts.save(drafted, {"title_en": "Other", "lead_en": "Other"}, by=by)
    lists = {name: reverse(f"admin:{name}_changelist") for name in ("news_article", "desk_type_dossier")}
    return {
        "stock admin: open 70 rows": opening(client, reverse("stock:desk_type_dossier_change", args=[seventy.pk])),
        "open 70 rows": opening(client, form_of(seventy)),
        "open 70 rows with a draft": opening(client, form_of(drafted)),
        "open 40 rows": opening(client, form_of(forty)),
        "autosave, 40 rows": autosaving(client, form_of(forty)),
        "save a draft, 40 rows": sending(client, form_of(forty), "_save_draft"),
        "publish, 40 rows": sending(client, form_of(forty), "_publish"),
        "open an article": opening(client, form_of(article)),
        "publish an edited article": sending(client, form_of(article), "_publish"),
        "list of articles": opening(client, lists["news_article"]),
        "list of articles, a later page": opening(client, f"{lists['news_article']}?p={min(5, Article.objects.count() // 100)}"),
    }


def dossier(rows: int, by: User) -> Dossier:
    """Publish a dossier with so many rows of two choices, and three rows of each other kind."""
    fields = dossier_fields(rows)
    fields |= {name: fields[name][:3] for name in ("remarks", "deadlines")}
    record = drafts.create(Dossier, fields, by=by)
    drafts.publish(record, by=by)
    return record


def plain_article(by: User) -> Article:
    """Publish an article with texts in both languages and three tags."""
    texts = {f"{name}_{code}": f"<p>{name} {code}</p>" for name in ("title", "lead", "body") for code in ("en", "ka")}
    record = drafts.create(Article, {**texts, "kind": Kind.objects.first().pk, "tags": ["+One", "+Two", "+Three"]}, by=by)
    drafts.publish(record, by=by)
    return record


def form_of(record: Dossier | Article) -> str:
    """Return the address of a record's form."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def opening(client: Client, path: str) -> Prepare:
    """Open a page."""

    def open_page() -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")

    return lambda: open_page


def autosaving(client: Client, path: str) -> Prepare:
    """Let the form's script save what changed: two texts, and the places of all rows."""

    def prepare() -> Act:
        form = Form(client).open(path).fill(title_en=f"Changed {next(numbers)}", lead_ka=f"შეცვლილი {next(numbers)}")
        sent = {"title_en", "lead_ka"}
        kept = {name: value for name, value in form.fields.items() if name in sent or name.startswith("_") or name.endswith(KEPT)}
        body = urlencode({**kept, "_sent": " ".join(sent)}, doseq=True)

        def send() -> None:
            response = client.post(path.removesuffix("change/") + "autosave/", body, content_type="application/x-www-form-urlencoded")
            if response.json()["state"] != "saved":
                raise RuntimeError(response.json())

        return send

    return prepare


def sending(client: Client, path: str, button: str) -> Prepare:
    """Change the title and the lead of an open form and press a button."""

    def prepare() -> Act:
        form = Form(client).open(path).fill(title_en=f"Changed {next(numbers)}", lead_ka=f"შეცვლილი {next(numbers)}")
        body = urlencode({**form.fields, button: ["1"]}, doseq=True)

        def send() -> None:
            response = client.post(path, body, content_type="application/x-www-form-urlencoded")
            if response.status_code != 302:
                raise RuntimeError(f"{path}, {button}: {response.status_code}")

        return send

    return prepare
