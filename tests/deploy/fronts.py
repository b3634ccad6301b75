"""The proxies of `deploy/`, started as they stand there but for addresses and folders; and the site behind them, in processes of its own."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.servers import ROOT, Server, free_port

DEPLOY = ROOT / "deploy"
NAME = "www.example.org"
# Does what it is told, a line at a time, with whatever the site does after a commit.
EDITOR = """
import sys
import django
django.setup()
from django.contrib.auth.models import User
from django.db import transaction
from news.models import Article
from publishing import changes, drafts
from publishing.publishable import State
from publishing.workflow import transition
for line in sys.stdin:
    act, slug = line.split()
    article, by = Article.objects.get(slug_en=slug), User.objects.get(username="publisher")
    if act == "withdraw":
        transition(article, State.WITHDRAWN, by=by)
    elif act == "note":
        with transaction.atomic():
            changes.write_down(by=by, action="noted", record=article)
    else:
        drafts.save(article, {"title_en": "Corrected"}, by=by)
        drafts.publish(article, by=by)
    print("done", flush=True)
"""


class Answer:
    """What somebody was told."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()


class Site:
    """A web server and an editor on one database, told of the cache in front of them."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database, self.port = folder, database, free_port()
        self.more: dict[str, str] = {}
        self.running: list[subprocess.Popen] = []

    def environment(self) -> dict[str, str]:
        """Return that of both processes."""
        mine = {"DATABASE_URL": self.database, "DATA_DIR": str(self.folder / "data"), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        # The folder is its own already: it is no worker of the tests that needs one beside those of others.
        outside = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
        return {**outside, **mine, "ALLOWED_HOSTS": NAME, "CACHE_URL": "locmemcache://", **self.more}

    def start(self) -> None:
        """Start the web server; return once it answers."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "error", "config.wsgi:application"]
        self.server = subprocess.Popen(command, cwd=ROOT, env=self.environment(), start_new_session=True)
        self.running.append(self.server)
        Server(self.server.pid, self.port).wait()

    def kill(self) -> None:
        """Kill the web server (kill -9), with all that it started."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(20)
        self.running.remove(self.server)

    def tell(self, line: str) -> None:
        """Have the editor do something; return once it is done."""
        if not hasattr(self, "editor"):
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self.editor = subprocess.Popen(
                [sys.executable, "-c", EDITOR], cwd=ROOT, env=self.environment(), text=True, start_new_session=True, **pipes
            )
            self.running.append(self.editor)
        self.editor.stdin.write(f"{line}\n")
        self.editor.stdin.flush()
        assert self.editor.stdout.readline() == "done\n"

    def stop(self) -> None:
        """Stop what runs."""
        for process in self.running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            process.wait(20)


class Front:
    """A proxy as readers meet it."""

    def __init__(self, port: int) -> None:
        # The process is known once it runs.
        self.port, self.pid = port, 0

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask on a connection of its own; `Host` is the site's name unless it is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": NAME, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
                connection.putheader(name, value)
            connection.endheaders()
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def wait(self, process: subprocess.Popen) -> None:
        """Return once it answers anything."""
        until = time.monotonic() + 30
        while True:
            with suppress(OSError, http.client.HTTPException):
                self.ask("/healthz")
                return
            assert process.poll() is None, "The proxy did not start."
            assert time.monotonic() < until, "The proxy does not answer."
            time.sleep(0.1)


@contextmanager
def nginx(site: Site, *others: Site, more: Mapping[str, str] | None = None) -> Iterator[Front]:
    """Run nginx by deploy/nginx before the site, on several machines maybe, and let it tell nginx of changes; `more` of its words replaced."""
    port, told, folder = free_port(), free_port(), site.folder / "nginx"
    (folder / "run").mkdir(parents=True)
    text = (DEPLOY / "nginx" / "matiane.conf").read_text()
    places = {
        "/etc/nginx/matiane-proxy.inc": str(DEPLOY / "nginx" / "matiane-proxy.inc"),
        "/srv/matiane/deploy/nginx": str(DEPLOY / "nginx"),
        "/srv/matiane/staticfiles": str(site.folder / "static"),
        "/srv/matiane/data": str(site.folder / "data"),
        "/var/cache/nginx/matiane": str(folder / "cache"),
        "/var/log/nginx": str(folder),
        "server 127.0.0.1:8000;": " ".join(f"server 127.0.0.1:{each.port};" for each in (site, *others)),
        "127.0.0.1:8000": f"127.0.0.1:{site.port}",
        "127.0.0.1:8081": f"127.0.0.1:{told}",
        "listen 80": f"listen 127.0.0.1:{port}",
        **(more or {}),
    }
    for ours, mine in places.items():
        text = text.replace(ours, mine)
    temporary = "\n".join(f"{name}_temp_path {folder}/run/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    whole = f"{user} daemon off; pid {folder}/pid; error_log {folder}/log; events {{ worker_connections 256; }}\n"
    whole += f"http {{ include /etc/nginx/mime.types; access_log off;\n{temporary}\n{text}\n}}\n"
    (folder / "nginx.conf").write_text(whole)
    for each in (site, *others):
        each.more |= {"PURGE_KIND": "nginx", "PURGE_URL": f"http://127.0.0.1:{told}/-/generation"}
    yield from run(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)], Front(port))


@contextmanager
def varnish(site: Site) -> Iterator[Front]:
    """Run Varnish by deploy/varnish before the site, and let the site tell it of changes."""
    port, folder = free_port(), site.folder / "varnish"
    folder.mkdir()
    text = (DEPLOY / "varnish" / "matiane.vcl").read_text()
    (folder / "matiane.vcl").write_text(re.sub(r'\.port = "8000"', f'.port = "{site.port}"', text))
    site.more |= {"PURGE_KIND": "varnish", "PURGE_URL": f"http://127.0.0.1:{port}/"}
    # Without jail: the workers of the tests need no other user.
    command = ["varnishd", "-F", "-j", "none", "-n", str(folder / "run"), "-a", f"127.0.0.1:{port}", "-f", str(folder / "matiane.vcl")]
    yield from run([*command, "-s", "malloc,64m", "-p", "thread_pool_min=10", "-p", "thread_pool_max=100"], Front(port))


def run(command: list[str], front: Front) -> Iterator[Front]:
    """Run a proxy; yield it once it answers."""
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    front.pid = process.pid
    try:
        front.wait(process)
        yield front
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


FRONTS = {"nginx": nginx, "varnish": varnish}
