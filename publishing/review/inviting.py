"""What somebody without an account reads and says by a review link: the texts of the draft in one language, and comments on them.

They see what was said by their own link and the answers to it, and nothing of what colleagues say to each other.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import languages, preview_links, strangers
from publishing.bundles.entries import records
from publishing.differing import sources
from publishing.fields.richtext_editor import RichTextFormField
from publishing.fields.richtext_parse import parse
from publishing.models import Comment, Draft, PreviewLink
from publishing.pending import Work, locked
from publishing.publishable import Publishable
from publishing.review import comments
from publishing.review.comments import Thread
from publishing.strangers import NotTakenError
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

LONGEST, LONGEST_NAME = 2000, 80
# Comments by one link on one record; and in an hour: of one client, and by one link.
MOST, MOST_OF_ONE, MOST_OF_LINK = 200, 20, 60
SALT, NAME = "comment by a review link", "review"


class GuestForm(forms.Form):
    """A comment of somebody without an account."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "form__input"}),
        error_messages={"required": gettext_lazy("Say who you are.")},
    )
    text = forms.CharField(
        max_length=LONGEST,
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "form__input"}),
        error_messages={"required": gettext_lazy("Write something.")},
    )
    key = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    reply_to = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # People do not see it; machines fill it in.
    website = forms.CharField(required=False, label=gettext_lazy("Leave this empty"))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)

    def clean_name(self) -> str:
        """Drop what nobody could read."""
        return self.readable("name")

    def clean_text(self) -> str:
        """Drop what nobody could read."""
        return self.readable("text")

    def readable(self, field_name: str) -> str:
        """Return a text without signs that cannot be seen; one of nothing else says nothing."""
        text = comments.cleaned(self.cleaned_data[field_name])
        if not text:
            raise ValidationError(self.fields[field_name].error_messages["required"], code="required")
        return text


@dataclass
class Passage:
    """One text of the draft, with what was said of it; without a key, the draft as a whole."""

    key: str
    label: str
    # (what kind of line it is, in words, or ""; its words)
    lines: list[tuple[str, str]] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)


@dataclass(frozen=True)
class Listed:
    """A draft of a bundle, as the page of a link to the bundle names it."""

    record: Publishable
    title: str
    # That of the title.
    language: str
    # How much was said of it by this link, the answers left out.
    said: int


def listed(link: PreviewLink, language: str) -> list[Listed]:
    """Return the drafts that a link to a bundle shows, in the order of the bundle; none if the link, or the bundle, has ended."""
    if not link.is_active or link.bundle is None or not link.bundle.is_open:
        return []
    items = list(link.bundle.items.all())
    found = records(items)
    shown = [record for item in items if (record := found.get(item.record)) is not None and preview_links.is_shown(link, record)]
    texts = dict(Draft.objects.filter(record__in=[record.pk for record in shown]).values_list("record", "data"))
    said = Counter(Comment.objects.filter(link=link.pk, reply_to=None).values_list("record", flat=True))
    return [Listed(record, *title_of(record, texts.get(record.pk), language), said[record.pk]) for record in shown]


def title_of(record: Publishable, draft: Mapping[str, Any] | None, language: str) -> tuple[str, str]:  # Any: values of a form
    """Return (title, its language) of a draft, or of the record where it has none."""
    for code in languages.preference(language):
        name = f"{record.title_field}_{code}"
        if title := getattr(record, name) if draft is None else draft.get(name):
            return str(title), code
    return _("untitled"), languages.active()


def passages(work: Work, code: str, link: PreviewLink) -> list[Passage]:
    """Return the texts of the draft in a language, and the draft as a whole, each with what was said by this link. One query."""
    found = [Passage(key, label, lines) for key, label, lines in texts(work, code)]
    found.append(Passage("", str(_("The text as a whole"))))
    by_key = {passage.key: passage for passage in found}
    said = [thread for thread in comments.threads(work) if thread.comment.link_id == link.pk]
    for thread in said:
        # What was said of another language is shown there; of a place that is gone, with the whole.
        place = thread.comment.key if comments.is_there(work, thread.comment.key) else ""
        if place in by_key:
            by_key[place].threads.append(thread)
    return found


def texts(work: Work, code: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield (key, label, lines) of the texts of a draft in a language that are filled."""
    part = work.desk.schema[""]
    hidden = {f"{work.record.slug_field}_{code}", f"show_title_{code}"}
    for name, form_field in part.fields.items():
        value = work.state.get(name)
        if part.language(name) != code or name in hidden or not isinstance(value, str) or not value:
            continue
        if isinstance(form_field, RichTextFormField):
            lines = [(source.kind, source.words) for source in sources(parse(value)) if source.words]
        else:
            lines = [("", line) for line in value.split("\n") if line.strip()]
        yield name, str(form_field.label), lines


def new_token(link: PreviewLink) -> str:
    """Return a token for one form of a link's page."""
    return strangers.new_token(str(link.pk), salt=SALT)


def take(request: HttpRequest, link: PreviewLink, of: uuid.UUID | None, values: dict[str, Any]) -> None:  # Any: what the form holds
    """Check where a comment comes from and keep it, once, in a bundle on the record `of`; NotTakenError if it was not kept."""
    strangers.check_origin(request)
    strangers.check_token(values["token"], str(link.pk), salt=SALT)
    if values["website"] or not strangers.is_first(values["token"], name=NAME):
        return
    limits = {f"{NAME}:{strangers.client_of(request)}": MOST_OF_ONE, f"{NAME}:{link.pk}": MOST_OF_LINK}
    try:
        strangers.check_limits(limits, _("Too many comments came in this hour. Your text is still here: send it later."))
        say(link, name=values["name"], text=values["text"], key=values["key"], reply_to=values["reply_to"], of=of)
    except NotTakenError:
        strangers.forget(values["token"], name=NAME)
        raise
    except TransitionError as error:
        strangers.forget(values["token"], name=NAME)
        raise NotTakenError(str(error), 422) from error


@editorial_act
def say(link: PreviewLink, *, name: str, text: str, key: str = "", reply_to: uuid.UUID | None = None, of: uuid.UUID | None = None) -> Comment:
    """Keep a comment that came by a link, in a bundle on the record `of`. TransitionError if the link has ended meanwhile, or too much was said."""
    record = locked_record(link, of)
    said = Comment.objects.filter(link=link.pk, record=record.pk)
    if said.count() >= MOST:
        raise TransitionError(_("There are too many comments here already."))
    begun = None
    if reply_to is not None:
        begun = said.filter(pk=reply_to, reply_to=None).first()
        if begun is None:
            raise TransitionError(_("There is no such comment any more."))
        Comment.objects.filter(pk=begun.pk).update(resolved_at=None, resolved_by=None)
    return comments.store(record, text, guest=name[:LONGEST_NAME], link=link, key=begun.key if begun else key, reply_to=begun)


def locked_record(link: PreviewLink, of: uuid.UUID | None) -> Publishable:
    """Return the record of a link, locked. TransitionError if the link shows it no more."""
    now = PreviewLink.objects.select_related("by").filter(pk=link.pk).first()
    record = preview_links.record_of(now, of) if now is not None else None
    if record is None:
        raise TransitionError(_("This review has ended."))
    return locked(record)
