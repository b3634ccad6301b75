"""Which kind of file it is, by its content: its name says nothing."""

import zipfile
from collections.abc import Callable
from typing import BinaryIO

from library.inspection.refusal import Refusal

HEAD = 2048
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<script", b"<head", b"<body", b"<svg", b"<?php", b"<iframe", b"<!--")


def looks_like_markup(head: bytes) -> bool:
    """Tell whether a browser might take this for a page, in whatever encoding it is written."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return plain.startswith(MARKUP)


# Kinds that we know and refuse, by how they begin.
REFUSED: list[tuple[Callable[[bytes], bool], str]] = [
    # Word, Excel and PowerPoint before 2007, and newer ones behind a password.
    (lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old_office"),
    (lambda head: head.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")), "program"),
    (lambda head: head.startswith(b"{\\rtf"), "rtf"),
    (looks_like_markup, "markup"),
    (lambda head: head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")), "other_archive"),
    (lambda head: head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")), "picture"),
]


def kind_of(file: BinaryIO) -> str:
    """Return pdf, docx, xlsx, csv or zip; Refusal for what is none of them. Text of any sort counts as csv, to be checked as such."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise Refusal("empty")
    for looks_like, code in REFUSED:
        if looks_like(head):
            raise Refusal(code)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return kind_of_package(file)
    if head.startswith(b"PK\x05\x06"):
        raise Refusal("archive_empty")
    return "csv"


def kind_of_package(file: BinaryIO) -> str:
    """Return what a ZIP is: an Office file by its table of contents, else an archive."""
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("damaged") from error
    finally:
        file.seek(0)
    return "office" if "[Content_Types].xml" in names else "zip"
