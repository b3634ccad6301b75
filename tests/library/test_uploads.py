import tracemalloc
from io import BytesIO, RawIOBase

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.test import RequestFactory

from library.forms import ImageForm
from tests.uploads import drawn, written

BOUNDARY = "----matiane"
MEGABYTE = 1024 * 1024


class Stream(RawIOBase):
    """A body that is made while it is read: two fields and a file of any size."""

    def __init__(self, size: int) -> None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\nHuge\r\n'
        head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="huge.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        self.parts = [head.encode(), size, f"\r\n--{BOUNDARY}--\r\n".encode()]
        self.length = len(self.parts[0]) + size + len(self.parts[2])

    def read(self, size: int = -1) -> bytes:
        while self.parts:
            part = self.parts[0]
            if isinstance(part, bytes):
                self.parts[0], found = part[size:], part[:size]
            else:
                taken = min(part, size)
                self.parts[0], found = part - taken, b"\xff" * taken
            if found:
                return found
            self.parts.pop(0)
        return b""


class Counting(FileUploadHandler):
    """A handler that keeps files: it only counts what it would have to keep."""

    kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept += len(raw_data)

    def file_complete(self, file_size: int) -> None:
        return None


def posted(size: int) -> HttpRequest:
    stream = Stream(size)
    environ = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": stream.length, "wsgi.input": stream}
    return RequestFactory().request(REQUEST_METHOD="POST", **environ)


def named(data: bytes) -> BytesIO:
    file = BytesIO(data)
    file.name = "photo.jpg"
    return file


def test_two_hundred_megabytes_are_refused_with_words_and_without_keeping_them():
    request = posted(200 * MEGABYTE)
    tracemalloc.start()

    form = ImageForm(request.POST, request.FILES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 10 * MEGABYTE
    assert request.FILES["file"].size == 200 * MEGABYTE
    assert form.errors["file"] == ["This file is too large: at most 20.0\xa0MB are accepted."]
    assert form["title"].value() == "Huge", "the other fields are not lost"


def test_what_comes_after_the_limit_is_kept_by_nobody(settings):
    settings.FILE_UPLOAD_HANDLERS = ["library.uploads.BoundedUploadHandler", f"{__name__}.Counting"]
    request = posted(50 * MEGABYTE)

    assert request.FILES["file"].size == 50 * MEGABYTE
    assert 19 * MEGABYTE < request.upload_handlers[1].kept <= 20 * MEGABYTE


def test_file_up_to_the_limit_arrives_whole(settings):
    data = written(drawn())
    settings.IMAGE_MAX_BYTES = len(data)

    request = RequestFactory().post("/", {"file": named(data)})

    assert request.FILES["file"].read() == data


def test_file_beyond_the_limit_is_dropped(settings):
    data = written(drawn())
    settings.IMAGE_MAX_BYTES = len(data) - 1

    request = RequestFactory().post("/", {"file": named(data)})

    assert request.FILES["file"].size == len(data)
    assert request.FILES["file"].read() == b""


def test_limit_stands_before_the_handlers_that_keep_files(settings):
    first, *others = settings.FILE_UPLOAD_HANDLERS

    assert first == "library.uploads.BoundedUploadHandler"
    assert [name.rpartition(".")[2] for name in others] == [MemoryFileUploadHandler.__name__, TemporaryFileUploadHandler.__name__]
