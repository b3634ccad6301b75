"""What an editor is told of a file that is not accepted, and how to get one that is."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "empty": gettext_lazy("This file is empty."),
    "unknown": gettext_lazy("This is not a file that we accept. PDF, DOCX, XLSX, CSV and ZIP are."),
    "damaged": gettext_lazy("This file is damaged or incomplete. Open it, save it anew and try again."),
    "too_complex": gettext_lazy("This file takes too long to check. Save it anew in a simpler form, or divide it."),
    "password": gettext_lazy("This file is protected with a password. Save it without protection, so that everybody can open it."),
    # Kinds
    "old_office": gettext_lazy("This is a file of an old Office version, or one with a password. Save it as DOCX, XLSX or PDF, without a password."),
    "office_other": gettext_lazy("Of Office files, only DOCX and XLSX are accepted. Save presentations and the like as PDF."),
    "program": gettext_lazy("This is a program, whatever its name says. Programs are not accepted."),
    "rtf": gettext_lazy("RTF files are not accepted. Save the text as DOCX or PDF."),
    "markup": gettext_lazy("This is a web page or a program’s text, whatever its name says. Save what it shows as PDF."),
    "other_archive": gettext_lazy("Of archives, only ZIP is accepted."),
    "picture": gettext_lazy("This is a picture. Add pictures under Images, or save it as PDF."),
    # What would run or fetch
    "macros": gettext_lazy("This file holds macros, which are programs. Save it without them, as DOCX or XLSX."),
    "activex": gettext_lazy("This file holds ActiveX controls, which are programs. Remove them, or save the file as PDF."),
    "embedded": gettext_lazy("Another file is embedded in this one, for example the table behind a chart. Paste it as a picture, or save as PDF."),
    "external": gettext_lazy(
        "This file fetches something from elsewhere when it is opened: a template, a linked picture or data. Break the links, or save it as PDF."
    ),
    "external_file": gettext_lazy("A link in this file leads to a file on a computer, where no reader can follow. Remove it, or save as PDF."),
    "xml_entities": gettext_lazy("This file defines entities, as attackers’ files do. Open it in Word or Excel and save it anew."),
    "office_field": gettext_lazy("A field in this file starts a program or reads another file. Turn fields into text, or save as PDF."),
    "office_formula": gettext_lazy("A formula in this file starts a program or asks the web. Replace it by its value."),
    "pdf_script": gettext_lazy("This PDF holds scripts. Print it to a new PDF, which leaves them out."),
    "pdf_launch": gettext_lazy("This PDF opens other files or programs. Print it to a new PDF, which leaves that out."),
    "pdf_form": gettext_lazy("This PDF holds a form that sends what is typed, or an XFA form. Print it to a new PDF."),
    "pdf_attachment": gettext_lazy(
        "Other files are attached to this PDF. Remove them, or print it to a new PDF; they may be documents of their own."
    ),
    "pdf_media": gettext_lazy("This PDF holds sound, film or 3D content. Print it to a new PDF, which leaves it out."),
    "pdf_too_complex": gettext_lazy("This PDF has too many parts or pages to be checked. Divide it."),
    # Tables
    "csv_encoding": gettext_lazy("The letters of this table are not in Unicode. Save it as “CSV UTF-8”."),
    "csv_columns": gettext_lazy("This is a text, but no table: no comma, semicolon or tab divides it into columns. Save a text as PDF or DOCX."),
    "csv_too_wide": gettext_lazy("This table has too many columns: at most %(limit)s are accepted."),
    "csv_ragged": gettext_lazy("Row %(row)s of this table has another number of columns than the first: %(found)s, not %(expected)s."),
    "csv_quotes": gettext_lazy("The quotation marks in this table are not closed, or a cell is enormous. Save it anew from a spreadsheet."),
    "csv_formula": gettext_lazy(
        "Cell %(cell)s begins like a formula, “%(text)s”, and a reader’s spreadsheet would run it. Replace it by its value, or begin with a letter."
    ),
    # Archives
    "archive_empty": gettext_lazy("There is no file in this archive."),
    "too_many_entries": gettext_lazy("There are too many files in this archive: at most %(limit)s are accepted."),
    "too_large_inside": gettext_lazy("Unpacked, this file would be too large: at most %(limit)s MB are accepted."),
    "bomb": gettext_lazy("“%(name)s” in this file would be enormous if it were unpacked."),
    "entry_twice": gettext_lazy("Two files in this archive have the same name."),
    "path_outside": gettext_lazy("“%(name)s” in this archive would be unpacked outside of its folder. Make the archive anew."),
    "link_inside": gettext_lazy("“%(name)s” in this archive is a link to another file. Put the file itself in."),
    "nested": gettext_lazy("There is an archive within this archive. Unpack the inner one first."),
    "kind_inside": gettext_lazy("“%(name)s” in this archive is not what its name says."),
    "refused_inside": gettext_lazy("“%(name)s” in this archive is not accepted. %(why)s"),
}


def refusal(code: str, named: Mapping[str, str]) -> ValidationError:
    """Return the refusal for a code of the inspection."""
    params = dict(named)
    if "why" in params:
        why = params["why"]
        # What the inner sentence would name is not known here; the file itself is.
        sentence = str(SENTENCES.get(why, SENTENCES["unknown"]))
        params["why"] = "" if "%(" in sentence else sentence
    return ValidationError(str(SENTENCES.get(code, SENTENCES["damaged"])), code=code, params=params)


def too_large(limit: str) -> ValidationError:
    """Return the refusal of a file that is larger than we read."""
    return ValidationError(_("This file is too large: at most %(limit)s are accepted."), code="too_large", params={"limit": limit})
