"""What the scripts of a record's form say, in the language of the interface."""

from django.utils.translation import gettext as _


def autosave_words() -> dict[str, str]:
    """Return the texts about saving by itself, about text kept in the browser, and about clashes."""
    return {
        "unreachable": _("Not saved since %(time)s: the server cannot be reached."),
        "expired": _("Not saved: your session has ended."),
        "otherUser": _("Not saved: somebody else has logged in here meanwhile."),
        "logIn": _("Log in in a new tab, then come back"),
        "isKept": _("What you wrote is kept in this browser."),
        "isNotKept": _("Keep this page open: nothing is kept in this browser."),
        "undecided": _("Nothing is saved by itself until you have decided which text stands."),
        "elsewhere": _("Others changed: %(names)s."),
        "reload": _("Reload"),
        "unlocked": _("The lock is gone. Reload the page to change the text."),
        "offer": _("Text of %(time)s that was not saved"),
        "kept": _("kept in this browser"),
        "now": _("in the form"),
        "empty": _("(empty)"),
        "take": _("Put it into the form"),
        "drop": _("Throw it away"),
        "takeTheirs": _("Take theirs"),
        "keepMine": _("Keep mine"),
        "theirsTaken": _("Theirs stands in the form now."),
        "mineKept": _("Yours stands."),
    }
