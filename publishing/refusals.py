"""How the kernel says no."""


class TransitionError(Exception):
    """A step that is refused; the message is the reason, for the editor."""
