"""Words that the house avoids."""

from config.demo.entries import Entry, Known
from config.demo.forms import submit
from config.demo.users import Cast
from pages.forms import HouseTermForm
from pages.models import HouseTerm

MODEL = HouseTerm
VALUES = tuple(HouseTermForm.Meta.fields)


def make(entry: Entry, _cast: Cast, _known: Known) -> str:
    """Make a term, unless the list has the word; return its id."""
    given = {name: entry.text(name) for name in VALUES}
    given["in_quotation"] = given["in_quotation"] or HouseTerm.InQuotation.ALLOWED
    if term := HouseTerm.objects.filter(language=given["language"], avoided=given["avoided"]).first():
        return str(term.pk)
    return submit(entry, HouseTermForm(given))
