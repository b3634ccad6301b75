"""A browser whose script saves the open form, without a browser."""

import json

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from news.models import Article
from publishing import drafts
from publishing.publishable import Publishable
from tests.browser import Form
from tests.factories import make_kind, publisher

ADD = "/admin/news/article/add/"
# What a script sends of every row, changed or not.
ALWAYS_SENT = ("_FORMS", "-id", "-position", "-DELETE")


class Typing(Form):
    """A browser whose script saves the open form."""

    def autosave(self, *names: str, **headers: str) -> dict:
        """Send what changed (`names`), or the whole form, as the script does; take over what it answers."""
        fields = dict(self.fields)
        if names:
            kept = [name for name in fields if name.startswith("_") or name.endswith(ALWAYS_SENT)]
            fields = {name: fields[name] for name in [*kept, *names] if name in fields} | {"_sent": [" ".join(names)]}
        response = self.client.post(self.autosave_url, fields, headers=headers)
        self.response = response
        answer = json.loads(response.content)
        if answer["state"] == "saved":
            self.fill(_seen=answer["seen"], _token=answer["token"])
            self.url = answer["address"]
        return answer

    @property
    def autosave_url(self) -> str:
        return self.url.replace("change/", "") + "autosave/"


def typing(user: User) -> Typing:
    """Return a browser in which somebody is logged in and types."""
    client = Client()
    client.force_login(user)
    return Typing(client)


def change_url(record: Publishable) -> str:
    """Return the address of a record's form."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def make_live(**fields: object) -> Article:
    """Make a published article."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record
