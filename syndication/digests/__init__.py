"""Mails to readers: digests of what is new, and one when a text is translated. Asked for by a form, confirmed by mail, ended with a click."""
