import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.doctor.tasks import answer
from config.watching import counting
from config.watching.requests import WatchMiddleware, kind_of
from publishing.models import ChangeHead
from syndication.models import Partner
from tests.factories import make_published_article, publisher

TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 - of these tests
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def counted(settings, tmp_path):
    """Have requests counted, into a file of the test's own."""
    settings.METRICS_TOKEN, settings.DATA_DIR = TOKEN, tmp_path
    counting.figures.forget()
    yield
    counting.figures.forget()


def read(client) -> dict[str, float]:
    """Return the figures that Prometheus would read."""
    response = client.get("/metrics", headers=SHOWN)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+', line) for line in lines)
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}, SHOWN])
def test_without_its_token_there_is_no_such_page(client, settings, headers):
    settings.METRICS_TOKEN = "" if headers is SHOWN else TOKEN

    assert client.get("/metrics", headers=headers).status_code == 404


def test_requests_are_counted_by_kind_status_and_time(client, counted):
    make_published_article(title_en="Meeting", by=publisher())
    for path in ("/en/news/meeting/", "/en/news/meeting/", "/en/news/nothing/", "/api/v1/articles/", "/en/news/feed.atom"):
        client.get(path)

    figures = read(client)

    assert figures['matiane_requests_total{kind="page",status="200"}'] == 2
    assert figures['matiane_requests_total{kind="page",status="404"}'] == 1
    assert figures['matiane_requests_total{kind="api",status="200"}'] == 1
    assert figures['matiane_requests_total{kind="feed",status="200"}'] == 1
    assert figures['matiane_page_cache_total{outcome="hit"}'] == 1
    assert figures['matiane_request_seconds_count{kind="page"}'] == figures['matiane_request_seconds_bucket{kind="page",le="+Inf"}'] == 3
    assert figures['matiane_request_seconds_bucket{kind="page",le="0.005"}'] <= figures['matiane_request_seconds_bucket{kind="page",le="10.0"}']


def test_figures_of_all_processes_are_one_sum_and_outlive_them(client, counted, settings):
    code = (
        "from django.conf import settings; settings.configure(DATA_DIR=__import__('sys').argv[1]);"
        "from config.watching import counting; [counting.add('page', 200, 'hit', 0.02) for _ in range(50)]"
    )
    command = [sys.executable, "-c", code, str(settings.DATA_DIR)]
    running = [subprocess.Popen(command, cwd=Path(__file__).parents[3]) for _process in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]

    assert read(client)['matiane_requests_total{kind="page",status="200"}'] == 100


def test_edge_of_the_histogram_is_part_of_its_bucket(client, counted):
    for seconds in (0.005, 0.0051, 11):
        counting.add("page", 200, "", seconds)

    figures = read(client)

    buckets = [figures[f'matiane_request_seconds_bucket{{kind="page",le="{edge}"}}'] for edge in ("0.005", "0.01", "10.0", "+Inf")]
    assert buckets == [1, 2, 2, 3]


def test_how_things_stand_is_asked_when_it_is_read(client, counted, settings, tmp_path):
    settings.BACKUP_TO = str(tmp_path / "backups")
    make_published_article(title_en="Meeting", by=publisher())
    behind = Partner.objects.create(name="Archive of Nino", failing_since=timezone.now() - dt.timedelta(hours=2))
    answer.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - dt.timedelta(minutes=5))
    last = ChangeHead.objects.get(pk=1).sequence

    figures = read(client)

    assert figures['matiane_publications_total{kind="published"}'] == 1
    assert figures["matiane_change_sequence"] == last
    assert figures['matiane_tasks{status="ready"}'] == 1
    assert 300 <= figures["matiane_task_oldest_seconds"] < 400
    assert figures[f'matiane_partner_behind_changes{{partner="{behind.pk}"}}'] == last
    assert 7200 <= figures[f'matiane_partner_failing_seconds{{partner="{behind.pk}"}}'] < 7300
    assert figures["matiane_desk_closed"] == 0
    assert "Nino" not in client.get("/metrics", headers=SHOWN).content.decode()


def test_figures_cost_queries_only_where_they_are_read(client, counted, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_file_that_cannot_be_written_costs_nobody_his_page(client, counted, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "nowhere"

    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics", headers=SHOWN).status_code == 200


def test_nothing_is_counted_where_nobody_may_read_it(settings):
    settings.METRICS_TOKEN = ""

    assert not WatchMiddleware(lambda _request: None).counts


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/en/", "page"),
        ("/en/search/", "search"),
        ("/en/news/feed.rss", "feed"),
        ("/api/v1/", "api"),
        ("/admin/login/", "desk"),
        ("/review/x/", "preview"),
        ("/", "page"),
    ],
)
def test_addresses_are_of_few_kinds(path, kind):
    assert kind_of(path) == kind
