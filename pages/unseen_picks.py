"""What a front page or a topic names and readers do not see: something else stands in its place, or nothing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.checks import form_of
from pages.models import FrontPage, Topic
from publishing.advice.findings import Advice, Check
from publishing.advice.texts import Looked
from publishing.picks import PickOne, is_uuid
from publishing.publishable import Publishable
from publishing.state import prefixes, row_keys


class UnseenPicks(Check):
    """A pick that is not public, or not yet. It binds nobody: what is to come out with it may be picked before."""

    code = "unseen-picks"
    name = gettext_lazy("Picks that readers do not see")

    def look(self, form: Looked) -> Iterator[Advice]:
        """Tell each pick once, where it stands first. One query for each kind of record that is named."""
        if not isinstance(form.record, FrontPage | Topic):
            return
        for model, named in picked(form).items():
            for record in model._default_manager.filter(pk__in=named):
                if not record.is_live:
                    yield self.advice(named[str(record.pk)], sentence(record), links=(form_of(record),))


def picked(form: Looked) -> dict[type[Publishable], dict[str, str]]:
    """Return {type of record: {key that the form names: where it stands in the form}}."""
    found: dict[type[Publishable], dict[str, str]] = {}
    places = [("", "")]
    places += [(prefix, f"{prefix}/{row}/") for prefix, _part in prefixes(form.desk.schema) for row in row_keys(form.state, prefix)]
    for prefix, path in places:
        for name, field in form.desk.schema[prefix].fields.items():
            key = str(form.state.get(f"{path}{name}") or "")
            model = field.queryset.model if isinstance(field, PickOne) else None
            if model is not None and issubclass(model, Publishable) and is_uuid(key):
                found.setdefault(model, {}).setdefault(key, f"{path}{name}")
    return found


def sentence(record: Publishable) -> str:
    """Return what an editor is told of a record that is not public."""
    if record.is_scheduled:
        return _("“%(title)s” is not out yet: it stands here from then on.") % {"title": record.desk_title or record}
    return _("Readers do not see “%(title)s”, so it does not stand here.") % {"title": record.desk_title or record}
