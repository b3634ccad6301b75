"""Tags."""

from config.demo.entries import Entry, Known
from config.demo.forms import valid
from config.demo.users import Cast
from library import tags
from library.forms import TagForm
from library.models import Tag, TagAlias

MODEL = Tag
VALUES = ("label", "slug", "description", "aliases")


def make(entry: Entry, _cast: Cast, _known: Known) -> str:
    """Make a tag, or find the one that has one of its labels; return its id."""
    found = [tag for label in entry.texts("label").values() if label and (tag := tags.find(label))]
    if found:
        return str(found[0].pk)
    tag = valid(entry, TagForm(entry.columns("label", "slug", "description"))).save()
    TagAlias.objects.bulk_create([TagAlias(tag=tag, label=tags.clean_label(str(alias))) for alias in entry.many("aliases")])
    tags.settle(tag)
    return str(tag.pk)
