"""A mail server (RFC 5321) on this machine, as small as one can be: keeps what it takes, and refuses as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class Server(socketserver.ThreadingTCPServer):
    """What arrived, and what is answered to a recipient and to a text."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list[tuple[str, Message]] = []
        self.to_recipient = self.to_text = "250 OK"


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Server

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        recipient = ""
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self.say(self.server.to_recipient)
            elif word == b"DATA":
                self.say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                if self.server.to_text.startswith("2"):
                    self.server.taken.append((recipient, message_from_bytes(text)))
                self.say(self.server.to_text)
            else:
                self.say("221 bye" if word == b"QUIT" else "250 OK")
                if word == b"QUIT":
                    return


@contextmanager
def running() -> Iterator[Server]:
    """Run one."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
