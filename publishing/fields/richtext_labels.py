"""The words of the editor, in the language of the person who edits."""

from django.utils.translation import gettext as _


def menu_labels() -> dict[str, str]:
    """Return the name of each button, by the name the editor's menu has for it."""
    return {
        "heading2": _("Heading"),
        "heading3": _("Subheading"),
        "heading4": _("Small heading"),
        "paragraph": _("Paragraph"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "subscript": _("Subscript"),
        "superscript": _("Superscript"),
        "bulletList": _("Bulleted list"),
        "orderedList": _("Numbered list"),
        "blockquote": _("Quotation"),
        "horizontalRule": _("Dividing line"),
        "link": _("Link"),
        "unlink": _("Remove link"),
        "footnote": _("Footnote"),
        "picture": _("Image"),
        "embed": _("Video or post"),
        "table": _("Table"),
        "table:addColumnAfter": _("Add column"),
        "table:deleteColumn": _("Delete column"),
        "table:addRowAfter": _("Add row"),
        "table:deleteRow": _("Delete row"),
        "table:mergeCells": _("Merge cells"),
        "table:splitCell": _("Split cell"),
        "table:toggleHeaderCell": _("Header cell"),
        "table:deleteTable": _("Delete table"),
        "history:undo": _("Undo"),
        "history:redo": _("Redo"),
    }


def editor_labels() -> dict[str, str]:
    """Return the words of the editor's dialogs and of what it shows in the text."""
    return {
        "toolbar": _("Formatting"),
        "text": _("Text"),
        "save": _("Save"),
        "edit": _("Edit"),
        "cancel": _("Cancel"),
        "remove": _("Remove"),
        "footnote": _("Footnote"),
        "footnoteText": _("Text of the note"),
        "footnoteEmpty": _("Write the note, or remove it."),
        "link": _("Link"),
        "linkAddress": _("Address"),
        "linkTitle": _("Title, if the text alone does not say where it leads"),
        "linkWrong": _("Write a full address, such as https://example.org/, or one of this site that begins with /."),
        "embed": _("Video or post"),
        "embedAddress": _("Address of the video or post"),
        "embedTitle": _("Title"),
        "embedAuthor": _("Author"),
        "embedHelp": _("Readers see a card with these words. Nothing is loaded from the other site."),
        "embedUnknown": _("This is not the address of a video or post of: %s."),
        "image": _("Image"),
        "imageMissing": _("This image is no longer in the library."),
        "imageCaption": _("Caption"),
        "imageChange": _("Change image"),
        "imagesLeft": _("Images that were not taken over: %s. Add each with the button “Image”, so that it has its words and its licence."),
        "pickTitle": _("Choose an image"),
        "pickSearch": _("Search the library"),
        "pickMore": _("Show more"),
        "pickNone": _("No image found."),
        "pickFailed": _("The library did not answer. Try again."),
        "pickResults": _("Images: %s"),
        "uploadTitle": _("Upload a new image"),
        "uploadFile": _("Image file"),
        "uploadAlt": _("What the image shows (%s)"),
        "uploadDecorative": _("Decorative: the image says nothing that the text does not say"),
        "uploadButton": _("Upload and insert"),
        "uploading": _("Uploading…"),
    }
