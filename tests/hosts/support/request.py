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
    request = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "surrogateescape")
    return send(port, request, lambda received: whole(received, method))


def whole(received, method):
    """Whether an answer has come to its end: not every server closes the connection when it is asked to."""
    head, found, body = received.partition(b"\r\n\r\n")
    if not found:
        return False
    fields = head.lower().split(b"\r\n")
    if method == "HEAD" or fields[0].split(b" ")[1:2] in ([b"304"], [b"204"]):
        return True
    length = next((int(field.split(b":")[1]) for field in fields if field.startswith(b"content-length:")), None)
    if length is not None:
        return len(body) >= length
    return b"transfer-encoding: chunked" in fields and body.endswith(b"0\r\n\r\n")


def send(port, request, is_whole=lambda received: False):
    """Sends bytes to 127.0.0.1 and reads until `is_whole`, or until nothing more comes."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.settimeout(3)
        connection.sendall(request)
        while not is_whole(received):
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
    if headers.get("transfer-encoding") == ["chunked"]:
        body = joined(body)
    return Answer(int(lines[0].split(" ")[1]), headers, body)


def joined(body):
    """The body that came in chunks (RFC 9112, 7.1); what is not in that form is left as it is."""
    parts, rest = [], body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        try:
            length = int(size.split(b";")[0], 16)
        except ValueError:
            return body
        parts.append(rest[:length])
        rest = rest[length + 2 :]
        if not length:
            break
    return b"".join(parts)
