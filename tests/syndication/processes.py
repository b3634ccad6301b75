"""A site as it runs: a web server and a worker in processes of their own, which a test kills (kill -9) and starts again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connection

from bench.servers import ROOT, Server, free_port


class Site:
    """A running site on the database of the test, with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        server = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--blocking-threads", "1"]
        self.commands = {
            "server": [sys.executable, "-m", *server, "--no-ws", "--log-level", "error", "config.wsgi:application"],
            "worker": [sys.executable, "manage.py", "work"],
        }

    def environment(self) -> dict[str, str]:
        """Return that of the processes."""
        kept = connection.settings_dict
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**kept) if connection.vendor == "postgresql" else f"sqlite:///{kept['NAME']}"
        mine = {"DATABASE_URL": url, "DATA_DIR": str(self.folder), "SITE_URL": self.address, "DUMP_EVERY": "1"}
        return {**os.environ, **mine, "CACHE_URL": "dummycache://", "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def start(self, *names: str) -> None:
        """Start what does not run; return once the server answers."""
        for name in names or self.commands:
            if name not in self.running:
                with (self.folder / f"{name}.log").open("ab") as log:
                    self.running[name] = subprocess.Popen(
                        self.commands[name], cwd=ROOT, env=self.environment(), start_new_session=True, stdout=log, stderr=log
                    )
        if "server" in self.running:
            Server(self.running["server"].pid, self.port).wait()

    def kill(self, *names: str) -> None:
        """Kill processes, with all that they started."""
        for name in names or tuple(self.running):
            process = self.running.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
