"""Forms of people, offices and places: what editors are told before anything is stored."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import EndStatus, Existence, Place, Post, Tenure
from actors.seats import meetings, two_in_one_seat
from actors.trees import why_not_in
from library.forms import name_languages
from publishing import addresses, languages
from publishing.forms import RecordForm
from publishing.periods import Period, PeriodForm
from publishing.rows import RowForm, RowFormSet

# The periods of these forms.
HELD = [Period("start", "end", "end_status", EndStatus.ONGOING, EndStatus.ENDED, EndStatus.UNKNOWN)]
EXISTED = [Period("existed_from", "existed_to", "existence", Existence.EXISTS, Existence.ENDED, Existence.UNKNOWN)]


class ActorForm(RecordForm):
    """A person."""


class TenureForm(PeriodForm, RowForm):
    """A tenure."""

    periods = HELD

    def clean(self) -> dict[str, Any] | None:
        """Let the reason for an end say that it is over, where nothing else is said."""
        cleaned = super().clean()
        if self.cleaned_data.get("end_reason") and self.cleaned_data.get("end_status") == EndStatus.UNKNOWN:
            self.cleaned_data["end_status"] = EndStatus.ENDED
        return cleaned


class RemitForm(PeriodForm, RowForm):
    """A remit."""

    periods = HELD


class TenureFormSet(RowFormSet):
    """The tenures of a person: of a post with one seat, nobody else may surely hold it at the same time."""

    def clean(self) -> None:
        """Refuse what cannot be, naming who holds the post already."""
        super().clean()
        if any(self.errors):
            return
        standing = [form for form in self.standing() if not form.instance.is_acting and form.instance.post.seats == 1]
        if not any(form.has_changed() for form in standing):
            return
        ours = {form.instance.pk: form for form in standing}
        posts = {form.instance.post_id: form.instance.post for form in standing}
        others = Tenure.objects.filter(post__in=list(posts), is_acting=False).exclude(actor=self.instance.pk).select_related("actor", "post")
        for key, post in posts.items():
            mine = [form.instance for form in standing if form.instance.post_id == key]
            for one, other in meetings([*mine, *(tenure for tenure in others if tenure.post_id == key)]):
                for tenure in (one, other):
                    if tenure.pk in ours:
                        ours[tenure.pk].add_error(None, ValidationError(two_in_one_seat(post, one, other), code="two_holders"))


class OfficeForm(PeriodForm, RecordForm):
    """An office."""

    periods = EXISTED

    def clean(self) -> dict[str, Any] | None:
        """Refuse a place in the tree in which it cannot stand."""
        cleaned = super().clean()
        parent = self.cleaned_data.get("parent")
        if parent is not None and "parent" in self.changed_data and (reason := why_not_in(self.instance.pk, parent)):
            self.add_error("parent", reason)
        return cleaned


class PostForm(PeriodForm, RowForm):
    """A post."""

    periods = EXISTED

    def clean(self) -> dict[str, Any] | None:
        """Ask for a title in at least one language."""
        cleaned = super().clean()
        titles = [f"title_{code}" for code in languages.codes()]
        if not any(self.cleaned_data.get(name) for name in titles) and not set(titles) & self.errors.keys():
            self.add_error(titles[0], ValidationError(_("Give a title in at least one language."), code="required"))
        return cleaned


class PostFormSet(RowFormSet):
    """The posts of an office: one that somebody holds or held stays."""

    def clean(self) -> None:
        """Refuse the removal of a post with history, naming its holders."""
        super().clean()
        removed = [form.instance.pk for form in self.deleted_forms]
        if not removed:
            return
        for post in Post.objects.filter(pk__in=removed).prefetch_related("tenures__actor"):
            if holders := [str(tenure.actor) for tenure in post.tenures.all()]:
                message = _("“%(post)s” cannot be removed: it is or was held by %(holders)s. Give it an end instead.")
                raise ValidationError(message, code="held", params={"post": post.title, "holders": ", ".join(holders)})


class PlaceForm(forms.ModelForm):
    """A place."""

    class Meta:
        model = Place
        fields = [
            *(f"{name}_{code}" for code in languages.codes() for name in ("name", "slug", "also", "status_note")),
            *("kind", "parent", "mark", "tag", "latitude", "longitude"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_languages(self)

    def clean(self) -> dict[str, Any] | None:
        """Ask for a name in at least one language, for addresses that can be, and for a place in the tree."""
        cleaned = super().clean()
        names = [f"name_{code}" for code in languages.codes()]
        if not any(self.cleaned_data.get(name) for name in names) and not set(names) & self.errors.keys():
            self.add_error(names[0], ValidationError(_("Give a name in at least one language."), code="required"))
        for code in languages.codes():
            if slug := self.cleaned_data.get(f"slug_{code}"):
                try:
                    addresses.check("place", slug, self.instance.pk, frozenset())
                except ValidationError as error:
                    self.add_error(f"slug_{code}", error)
        parent = self.cleaned_data.get("parent")
        if parent is not None and (reason := why_not_in(self.instance.pk, parent)):
            self.add_error("parent", reason)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Place:  # noqa: FBT001, FBT002 - as Django calls it
        """Give the place addresses; a changed one keeps leading to it."""
        addresses.settle_slugs(self.instance, "place", frozenset(), fields=("name", "slug"))
        return super().save(commit)
