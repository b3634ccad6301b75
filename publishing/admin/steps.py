"""What a withdrawal asks for beside the record's form: its notice."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing import addresses, languages
from publishing.publishable import Publishable
from publishing.registry import record_type
from publishing.workflow import Notice


class WithdrawForm(forms.Form):
    """What the address of a withdrawn record tells the public."""

    _notice_show_date = forms.BooleanField(required=False, initial=True, label=_("Show the date of withdrawal"))
    _notice_show_title = forms.BooleanField(required=False, label=_("Show the title"))
    _notice_successor = forms.CharField(
        required=False, max_length=300, label=_("Read instead"), help_text=_("The address on this site of the text that takes its place.")
    )

    def __init__(self, *args: Any, record: Publishable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        for code in languages.codes():
            label = _("Reason, for readers (%(language)s)") % {"language": dict(settings.LANGUAGES)[code]}
            attrs = {"lang": code, "rows": 2}
            self.fields[f"_notice_reason_{code}"] = forms.CharField(required=False, max_length=2000, label=label, widget=forms.Textarea(attrs=attrs))

    def clean__notice_successor(self) -> Publishable | None:
        """Return the record at the address."""
        text = self.cleaned_data["_notice_successor"].strip()
        if not text:
            return None
        kind = record_type(self.record)
        try:
            slug = urlsplit(text).path.rstrip("/").rpartition("/")[2]
        except ValueError:
            slug = ""
        key: UUID | None = addresses.record_at(kind.kind, slug)
        found = kind.model._default_manager.live().filter(pk=key).exclude(pk=self.record.pk).first()
        if found is None:
            raise ValidationError(_("No public text has this address."), code="no_successor")
        return found

    @property
    def notice(self) -> Notice:
        """The notice."""
        values = self.cleaned_data
        return Notice(
            show_date=values["_notice_show_date"],
            show_title=values["_notice_show_title"],
            reason={code: values[f"_notice_reason_{code}"] for code in languages.codes()},
            successor=values["_notice_successor"],
        )
