"""A partner's server on this machine, which knows its secret, fails and hangs as told, and remembers what it took."""

import json
import random
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook

from syndication import signing
from syndication.expanding import newest
from syndication.models import Partner


class Receiver:
    """What came, in order; `plan` says of each request what becomes of it: a status, "hang", or a status with headers."""

    def __init__(self, plan=lambda: 200):
        self.plan = plan
        self.secret = signing.new_secret()
        self.lock = threading.Lock()
        # What was verified and taken; and each request with what became of it.
        self.taken, self.seen = [], []
        self.released = threading.Event()
        self.address = ""

    def take(self, request):
        """Answer one request."""
        body = request.rfile.read(int(request.headers["Content-Length"]))
        with self.lock:
            planned = self.plan()
            self.seen.append((dict(request.headers), body, planned))
        status, headers = planned if isinstance(planned, tuple) else (planned, {})
        if status == "hang":
            self.released.wait(30)
            return
        if status == 200:
            said = Webhook(self.secret).verify(body, dict(request.headers))
            with self.lock:
                self.taken.append((request.headers["webhook-id"], said))
        request.send_response(status)
        for name, value in {"Content-Length": "2", **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(b"ok")

    def sequences(self):
        """The changes that were taken, once each, in the order in which they came first."""
        return list(dict.fromkeys(said["data"].get("sequence") for _id, said in self.taken))

    def partner(self, **more):
        """Make a partner that is this server."""
        fields = {"name": "Partner", "mail": "partner@example.org", "address": self.address, "secret": self.secret, "sequence": newest(), **more}
        return Partner.objects.create(**fields)


@contextmanager
def receiving(plan=lambda: 200, certificate=None):
    """Serve on this machine; over TLS with a certificate (a file that holds its key too), as `localhost`."""
    receiver = Receiver(plan)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            receiver.take(self)

        def log_message(self, *_said):
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.address = f"https://localhost:{server.server_port}/hook" if certificate is not None else f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def unsteady(seed, failing=0.3, hanging=0.1):
    """Return a plan that fails and hangs by chance."""
    chance = random.Random(seed)  # noqa: S311 - drawn to be repeated

    def plan():
        drawn = chance.random()
        return 500 if drawn < failing else "hang" if drawn < failing + hanging else 200

    return plan


def in_order(receiver):
    """Tell whether the changes of each record came first in their order."""
    last = {}
    for said in {said["data"]["sequence"]: said for _id, said in receiver.taken}.values():
        key = said["data"]["object"]["id"]
        if last.get(key, 0) > said["data"]["sequence"]:
            return False
        last[key] = said["data"]["sequence"]
    return True


def wait_for(what, seconds=60):
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.05)


def body_of(request):
    return json.loads(request[1])
