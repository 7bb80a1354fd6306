"""Requests as they are written: nothing is encoded, normalised or followed on the way."""

import socket
from dataclasses import dataclass


@dataclass
class Answer:
    """What came back; status 0 where nothing did. Names of headers are in lower case, values in the order they came."""

    status: int
    headers: dict
    body: bytes

    def header(self, name):
        """The one value of a header; None where there is none. Two are a fault."""
        values = self.headers.get(name.lower(), [])
        assert len(values) < 2, f"{name} stands twice: {values}"
        return values[0] if values else None


def ask(port, path, method="GET", headers=(), version="1.1", host="localhost"):
    """Sends one request to 127.0.0.1 and reads until the end."""
    lines = [f"{method} {path} HTTP/{version}"]
    if host is not None:
        lines.append(f"Host: {host}")
    lines += ["Connection: close", *[f"{name}: {value}" for name, value in headers]]
    return send(port, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "surrogateescape"))


def send(port, request):
    """Sends bytes to 127.0.0.1 and reads an answer until the end."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.settimeout(10)
        connection.sendall(request)
        while True:
            try:
                chunk = connection.recv(65536)
            except (ConnectionError, TimeoutError):
                break
            if not chunk:
                break
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("HTTP/"):
        return Answer(0, {}, received)
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    return Answer(int(lines[0].split(" ")[1]), headers, body)
