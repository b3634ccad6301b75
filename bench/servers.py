"""Servers that a benchmark starts, measures and stops; all on 127.0.0.1."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def archive(cluster: str, size: int) -> str:
    """Return the address of the database of an archive of a size in a cluster, made where it is missing."""
    subprocess.run(["psql", "-q", f"{cluster}/postgres", "-c", f"CREATE DATABASE archive_{size}"], check=False, capture_output=True)
    return f"{cluster}/archive_{size}"


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return the environment of a site whose database and media lie in `data_dir`."""
    return {
        **os.environ,
        "DEMO": "1",
        "DATA_DIR": str(data_dir),
        "CACHE_URL": "dummycache://",
        "STATIC_ROOT": str(data_dir.parent / "static"),
        **more,
    }


def manage(env: dict[str, str], *words: str) -> str:
    """Run a management command and return what it printed."""
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


@contextlib.contextmanager
def granian(
    application: str, env: dict[str, str], *, python: Path = Path(sys.executable), cwd: Path = ROOT, threads: int = 1, more: Sequence[str] = ()
) -> Iterator["Server"]:
    """Run one worker of the production server, by the Python of an environment, in a folder, with `more` options; yield it once it answers."""
    port = free_port()
    command = [str(python), "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "error", *more, application]
    process = subprocess.Popen(command, cwd=cwd, env={**env, "PORT": str(port)}, start_new_session=True)
    server = Server(process.pid, port)
    try:
        server.wait()
        yield server
    finally:
        server.connection.close()
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


class Server:
    """A running web server: asks it for pages and reads the CPU time of its processes."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def wait(self) -> None:
        """Return once the port answers; TimeoutError after 30 seconds."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise TimeoutError(f"No answer on port {self.port}.")

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> int:
        """Ask for a page; return its length in bytes, or raise if the answer is neither 200 nor 304."""
        response = self.ask(path, headers or {})
        body = response.read()
        if response.status not in (200, 304):
            raise RuntimeError(f"{path}: {response.status}")
        return len(body)

    def headers(self, path: str) -> http.client.HTTPMessage:
        """Ask for a page; return the headers of the answer."""
        response = self.ask(path, {})
        response.read()
        return response.headers

    def ask(self, path: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """Ask for a page; return the answer, whose body is not read."""
        try:
            self.connection.request("GET", path, headers=dict(headers))
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):
            # The server closes what was idle while other cases had their turn.
            self.connection.close()
            self.connection.request("GET", path, headers=dict(headers))
            return self.connection.getresponse()

    def pids(self) -> list[int]:
        """Return the process and all its descendants."""
        return family(self.pid)


def family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(current := waiting.pop())
        waiting += parents.get(current, [])
    return found


def cpu_seconds(pids: list[int]) -> float:
    """Return the user and system time of processes, children that ended included."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def postgres_bin() -> Path:
    """Return the folder of PostgreSQL's programs."""
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]


def as_postgres(*words: str) -> list[str]:
    """Return a command that runs as PostgreSQL's own user: it refuses to be root."""
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else list(words)


def open_to_postgres(folder: Path) -> None:
    """Give a folder to PostgreSQL's own user; those above must let him pass."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "postgres", str(folder)], check=True)


@contextlib.contextmanager
def postgres(folder: Path, port: int = 0) -> Iterator[tuple[str, int]]:
    """Run a PostgreSQL in `folder`, made if empty, on a port or any; yield (address without a database, process id of the server)."""
    port, programs = port or free_port(), postgres_bin()
    open_to_postgres(folder)

    def run(*words: str) -> None:
        subprocess.run(as_postgres(*words), check=True, stdout=subprocess.DEVNULL, cwd="/")

    if not (folder / "PG_VERSION").exists():
        run(str(programs / "initdb"), "-D", str(folder), "-U", "matiane", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c shared_buffers=512MB -c fsync=off"
    run(str(programs / "pg_ctl"), "-D", str(folder), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgres://matiane@127.0.0.1:{port}", int((folder / "postmaster.pid").read_text().split()[0])
    finally:
        if (folder / "postmaster.pid").exists():
            run(str(programs / "pg_ctl"), "-D", str(folder), "-m", "fast", "stop")


@contextlib.contextmanager
def replica(folder: Path, primary: str, port: int = 0) -> Iterator[tuple[str, int]]:
    """Run a copy of a PostgreSQL that follows it, in an empty folder; `primary` is its address without a database. Yields as `postgres` does."""
    open_to_postgres(folder)
    folder.chmod(0o700)
    copy = [str(postgres_bin() / "pg_basebackup"), "-D", str(folder), "-d", f"{primary}/postgres", "-R", "-X", "stream", "-c", "fast"]
    subprocess.run(as_postgres(*copy), check=True, stdout=subprocess.DEVNULL, cwd="/")
    (folder / "postmaster.pid").unlink(missing_ok=True)
    with postgres(folder, port) as running:
        yield running


@contextlib.contextmanager
def pgbouncer(folder: Path, databases: Mapping[str, str], *, size: int = 20) -> Iterator[str]:
    """Run PgBouncer by deploy/pgbouncer before databases, {name: address}, with `size` connections to each; yield its address without a database."""
    port = free_port()
    text = (ROOT / "deploy" / "pgbouncer" / "pgbouncer.ini").read_text()
    head, _mark, rest = text.partition("[databases]")
    lines = []
    for name, address in databases.items():
        parts = urlsplit(address)
        lines.append(f"{name} = host={parts.hostname} port={parts.port} dbname={parts.path.strip('/')}")
    _old, mark, rest = rest.partition("[pgbouncer]")
    changed = {"listen_port": port, "auth_type": "trust", "auth_file": folder / "users", "default_pool_size": size}
    for name, value in changed.items():
        rest = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", rest)
    open_to_postgres(folder)
    (folder / "users").write_text('"matiane" ""\n')
    (folder / "pgbouncer.ini").write_text("\n".join([head + "[databases]", *lines, mark + rest, "unix_socket_dir =", f"logfile = {folder}/log"]))
    process = subprocess.Popen(as_postgres("pgbouncer", "-q", str(folder / "pgbouncer.ini")), start_new_session=True, cwd="/")
    try:
        Server(process.pid, port).wait()
        yield f"postgres://matiane@127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis that keeps nothing; yield its address."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        Server(process.pid, port).wait()
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
