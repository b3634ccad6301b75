"""A partner as operators see one, switched off: the demo sends nothing to anybody."""

from typing import Any

from config.demo.entries import Entry, Known
from config.demo.forms import valid
from config.demo.users import Cast
from publishing import changes
from syndication import signing
from syndication.expanding import newest
from syndication.forms import PartnerForm
from syndication.models import Partner

MODEL = Partner
NOUNS = ("tags", "places")
LISTS = ("kinds", "languages")
VALUES = ("name", "mail", "address", *LISTS, *NOUNS)


class UnaskedPartnerForm(PartnerForm):
    """The form, without the question of who has the name of the address: the demo calls nobody."""

    def clean_address(self) -> Any:  # Any: as in Django
        """Take the address as its form was found good."""
        return self.cleaned_data["address"]


def make(entry: Entry, cast: Cast, known: Known) -> str:
    """Make a partner that is told of nothing until somebody switches it on; return its id."""
    plain = {name: entry.text(name) for name in ("name", "mail", "address")}
    named = {noun: [key for each in entry.many(noun) if (key := entry.id_of(each, noun, known))] for noun in NOUNS}
    form = valid(entry, UnaskedPartnerForm({**plain, **named, **{name: entry.many(name) for name in LISTS}}))
    form.instance.secret, form.instance.sequence, form.instance.condition = signing.new_secret(), newest(), Partner.Condition.OFF
    partner = form.save()
    changes.write_down(by=cast.admin, action="partner added", detail={"partner": partner.name})
    return str(partner.pk)
