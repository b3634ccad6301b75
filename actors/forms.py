"""Forms of people, offices and places: what editors are told before anything is stored."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actors.models import EndStatus, Existence, Place, Post, Tenure
from actors.seats import meetings, two_in_one_seat
from actors.trees import why_not_in
from publishing import languages
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
        refuse_parent(self)
        return cleaned


def refuse_parent(form: RecordForm) -> None:
    """Add an error to a form of an office or a place that is to stand in itself, by whatever way round."""
    parent = form.cleaned_data.get("parent")
    if parent is not None and "parent" in form.changed_data and (reason := why_not_in(form.instance.pk, parent)):
        form.add_error("parent", reason)


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
    """The posts of an office: one that somebody holds or held stays, and deputies form no ring."""

    def clean(self) -> None:
        """Refuse a ring of deputies, and the removal of a post with history, naming its holders."""
        super().clean()
        superior = {form.instance.pk: form.instance.deputy_to_id for form in self.standing()}
        for form in self.standing():
            key = form.instance.pk
            if key in above(key, superior) and key != superior[key]:
                message = _("These posts are deputies to each other in a ring. Take one of them out.")
                form.add_error("deputy_to", ValidationError(message, code="ring"))
        removed = [form.instance.pk for form in self.deleted_forms]
        if not removed:
            return
        for post in Post.objects.filter(pk__in=removed).prefetch_related("tenures__actor"):
            if holders := [str(tenure.actor) for tenure in post.tenures.all()]:
                message = _("“%(post)s” cannot be removed: it is or was held by %(holders)s. Give it an end instead.")
                raise ValidationError(message, code="held", params={"post": post.title, "holders": ", ".join(holders)})


def above(post: Any, superior: dict[Any, Any]) -> set[Any]:  # Any: keys
    """Return the posts to which a post is deputy, one over the other."""
    found: set[Any] = set()
    while (post := superior.get(post)) is not None and post not in found:
        found.add(post)
    return found


class PlaceForm(RecordForm):
    """A place."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a place in the tree in which it cannot stand, and the tag of another place."""
        cleaned = super().clean()
        refuse_parent(self)
        tag = self.cleaned_data.get("tag")
        # The base leaves what the form has looked up to the form.
        if tag is not None and "tag" in self.changed_data and Place.objects.filter(tag=tag).exclude(pk=self.instance.pk).exists():
            self.add_error("tag", ValidationError(_("Another place has this tag."), code="unique"))
        return cleaned
