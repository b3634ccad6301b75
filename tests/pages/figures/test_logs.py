import datetime as dt
import gzip
import io

import pytest
from django.core.management import CommandError, call_command

from pages.figures import logs
from publishing.models import ReadLog, Visits

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def line(path="/en/", *, at="01/Nov/2026:21:30:00 +0000", status=200, agent=PERSON, referrer="https://example.org/a", method="GET") -> str:
    return f'192.0.2.7 - - [{at}] "{method} {path} HTTP/1.1" {status} 5120 "{referrer}" "{agent}"\n'


@pytest.fixture
def log(tmp_path, settings):
    settings.COUNT_VISITS = False
    return tmp_path / "access.log"


def run(*paths) -> str:
    out = io.StringIO()
    call_command("count_visits", *map(str, paths), stdout=out)
    return out.getvalue()


def rows() -> list[tuple[str, str, str, int]]:
    return [(f"{row.day}", row.page, row.host, row.visits) for row in Visits.objects.order_by("day", "page", "host")]


def test_log_is_counted_by_day_of_the_site_and_keeps_no_address(log):
    log.write_text(
        line()
        + line("/en/?utm_source=x")
        + line(at="01/Nov/2026:19:00:00 +0000")
        + line(status=404)
        + line(agent="Googlebot/2.1")
        + line(method="HEAD")
        + "no line of a log\n"
        + line(at="99/Nov/2026:21:30:00 +0000")
        + line("/static/x.css")
    )

    assert run(log).endswith("9 lines, 3 visits, 2 unreadable\n")
    # 21:30 in London is the next day in Tbilisi.
    assert rows() == [("2026-11-01", "/en/", "example.org", 1), ("2026-11-02", "/en/", "example.org", 2)]


def test_every_line_is_counted_once_through_growth_rotation_and_zip(log, tmp_path):
    log.write_text(line() + line())
    run(log)
    run(log)
    with log.open("a") as file:
        file.write(line() + line()[:40])
    run(log)
    with log.open("a") as file:
        file.write(line()[40:])
    rotated = tmp_path / "access.log.1.gz"
    rotated.write_bytes(gzip.compress(log.read_bytes()))
    run(rotated)
    run(rotated, log)

    assert [row[3] for row in rows()] == [4]


def test_killed_run_is_completed_by_the_next(log, monkeypatch):
    log.write_text("".join(line(at=f"01/Nov/2026:10:00:{second:02} +0000") for second in range(10)))
    monkeypatch.setattr(logs, "BATCH", 4)
    add, calls = logs.add, []

    def dies(counted):
        calls.append(counted)
        add(counted)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(logs, "add", dies)
    with pytest.raises(KeyboardInterrupt):
        run(log)
    assert [row[3] for row in rows()] == [4]
    run(log)

    assert [row[3] for row in rows()] == [10]


def test_what_cannot_be_counted_is_refused_in_words(log, tmp_path, settings):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nothing.log")
    broken = tmp_path / "broken.gz"
    broken.write_bytes(gzip.compress(line().encode() * 500)[:40])
    with pytest.raises(CommandError, match="cannot be read"):
        run(broken)
    log.write_bytes(b"")
    assert "0 lines" in run(log)
    log.write_bytes(b"\xff\xfe\x00\n" * 3 + b"x" * 200_000 + b"\n")
    assert "0 visits" in run(log)
    settings.COUNT_VISITS = True
    with pytest.raises(CommandError, match="counted at the server already"):
        run(log)


def test_two_runs_at_once_count_no_line_twice(log):
    log.write_text(line())
    first = ReadLog.objects.create(digest="a")
    second = ReadLog.objects.get(pk="a")
    logs.move_on(first, 100)

    with pytest.raises(OSError, match="another process"):
        logs.move_on(second, 100)


def test_time_of_a_line_is_read():
    outcome, counted = logs.Outcome(), logs.Counter()
    logs.take(line(at="31/Dec/2026:23:30:00 +0400").encode(), counted, outcome)

    assert [visit.day for visit in counted] == [dt.date(2026, 12, 31)]
