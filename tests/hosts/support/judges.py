"""What must hold of a host that enforces ends. Each judge returns its complaints; none is a pass."""

from support.request import ask, send
from support.site import MARK

SHARE = {
    "x-robots-tag": "noindex, nofollow, noarchive",
    "referrer-policy": "no-referrer",
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
}
ERROR = SHARE | {"cache-control": "no-store"}
TYPES = {
    "": "text/html",
    "index.html": "text/html",
    "work/": "text/html",
    "work/thing.html": "text/html",
    "extract.json": "application/json",
    "SHA256SUMS": "text/plain",
}
# Of what an ended share held.
FILES = ["", "index.html", "work/", "work/thing.html", "extract.json", "SHA256SUMS"]


def told(answer):
    return MARK.encode() in answer.body


def opens(port, link, prefix=""):
    """A live share is served whole, with its headers and media types."""
    for path, media_type in TYPES.items():
        answer = ask(port, f"{prefix}/{link}/{path}")
        if answer.status != 200:
            yield f"{path or '/'}: {answer.status}"
            continue
        found = (answer.header("content-type") or "").split(";")[0]
        if found != media_type:
            yield f"{path or '/'}: media type {found}"
        yield from headers(answer, SHARE, path or "/")
    answer = ask(port, f"{prefix}/{link}")
    if answer.status not in (301, 302, 307, 308) or not answer.header("location").endswith(f"{link}/"):
        yield f"without its slash: {answer.status} {answer.header('location')}"
    if ask(port, f"{prefix}/{link}/", "HEAD").body:
        yield "HEAD has a body"
    etag = ask(port, f"{prefix}/{link}/extract.json").header("etag")
    kept = ask(port, f"{prefix}/{link}/extract.json", headers=[("If-None-Match", etag)])
    # RFC 9110, 15.4.5: a 304 need not repeat what the copy has.
    if kept.status != 304 or kept.header("cache-control") != SHARE["cache-control"]:
        yield f"304: {kept.status} {kept.header('cache-control')}"
    missing = ask(port, f"{prefix}/{link}/nothing.json")
    yield from closed(missing, "nothing.json in a live share", (404,))


def headers(answer, expected, what):
    for name, value in expected.items():
        if answer.header(name) != value:
            yield f"{what}: {name} is {answer.header(name)}"
    if "frame-ancestors 'none'" not in (answer.header("content-security-policy") or ""):
        yield f"{what}: may be framed"
    if answer.header("access-control-allow-origin"):
        yield f"{what}: pages of other sites may read it"


# Lines of shares that allow something, and what: to frame pages, to read the rest from pages of other sites.
APPLICATIONS = "audience: applications\napplications: [app]\n"
ALLOWING = {
    "framed": ("embed: true\n", True, False), "read": (APPLICATIONS, False, True), "both": (APPLICATIONS + "embed: true\n", True, True),
    "neither": ("embed: false\n", False, False),
}


def allows(port, links, prefix=""):
    """Each share of `ALLOWING` is framed and read as it says, and not further: no file is framed, and no page is read."""
    for name, (_, framing, origins) in ALLOWING.items():
        link, pages = f"{prefix}/{links[name]}", [path for path, kind in TYPES.items() if kind == "text/html"]
        for path in [*pages, "extract.json", "SHA256SUMS", "SHA256SUMS.minisig", "nothing.json", "nothing/", "nothing.html"]:
            for method, also in (("GET", []), ("GET", [("Origin", "https://other.example")]), ("HEAD", [])):
                answer = ask(port, f"{link}/{path}", method, also)
                page, there = path in pages, "nothing" not in path
                if path != "index.html" and answer.status != (200 if there else 404):
                    yield f"{name}/{path}: {answer.status}"
                frames = (answer.header("content-security-policy") or "").split("frame-ancestors ")[-1]
                if frames != ("*" if framing and page else "'none'"):
                    yield f"{name}/{path}: frame-ancestors {frames}"
                readers = answer.header("access-control-allow-origin")
                expected = "*" if origins and there and not page else None
                # The Fetch Standard, 3.2.5: who answers by the origin says so; then who tells none may be told nothing.
                silent = not also and "Origin" in (answer.header("vary") or "").split(", ") and readers is None
                if readers != expected and not silent:
                    yield f"{name}/{path}: read by {readers}"
        etag = ask(port, f"{link}/{pages[0]}").header("etag")
        kept = ask(port, f"{link}/{pages[0]}", headers=[("If-None-Match", etag)])
        if kept.status != 304 or kept.header("access-control-allow-origin"):
            yield f"{name}: 304 is {kept.status}, read by {kept.header('access-control-allow-origin')}"
        listed = [marker for marker in ("allow-framing.txt", "allow-origin.txt") if marker.encode() in ask(port, f"{link}/SHA256SUMS").body]
        if listed != ["allow-framing.txt"] * framing + ["allow-origin.txt"] * origins:
            yield f"{name}: the sums list {listed}"
        for marker in listed:
            if not (ask(port, f"{link}/{marker}").header("content-type") or "").startswith("text/plain"):
                yield f"{name}/{marker}: media type"


def closed(answer, what, statuses):
    """One answer for ended and unknown: the site's own page, which names nothing and is kept by nobody."""
    if answer.status not in statuses:
        yield f"{what}: {answer.status}"
    if told(answer):
        yield f"{what}: tells of a record"
    page = all(words in answer.body.decode("utf-8", "replace") for words in ("Link ended or unknown", "Lien", "desk@example.org"))
    if not page:
        yield f"{what}: not the page of the site, in its languages"
    if not (answer.header("content-type") or "").startswith("text/html"):
        yield f"{what}: media type {answer.header('content-type')}"
    yield from headers(answer, ERROR, what)


def ends(port, link, prefix=""):
    """An ended share answers 410 for every path, and the same for those that never were."""
    for path in [*FILES, "never-was.html", "work/never/was.html", "never/"]:
        yield from closed(ask(port, f"{prefix}/{link}/{path}"), f"ended, {path}", (410,))
    # Without its slash a folder may be sent to it, if whatever is asked for is.
    there, nowhere = (ask(port, f"{prefix}/{link}/{path}") for path in ("work", "wark"))
    if there.status != nowhere.status or there.status not in (301, 302, 410) or (there.header("location") or "work/")[-5:] != "work/":
        yield f"ended, a folder without its slash: {there.status}, what never was: {nowhere.status}"
    # Without its slash a redirection tells nothing, where unknown links give it too.
    answer = ask(port, f"{prefix}/{link}")
    if answer.status in (301, 302, 307, 308):
        other = ask(port, f"{prefix}/{link[:-1]}{'01'[link.endswith('0')]}")
        if (other.status, ask(port, f"{prefix}/{link}/").status) != (answer.status, 410):
            yield f"without its slash: {answer.status}, an unknown link {other.status}"
    else:
        yield from closed(answer, "without its slash", (410,))
    answer = ask(port, f"{prefix}/{link}/", "HEAD")
    if answer.status != 410 or answer.body:
        yield f"HEAD: {answer.status}"


# What servers refuse by themselves, and what they might.
REFUSED = [
    ".htaccess", ".htx", ".htpasswd/", "work/.htx", "none/.htx", ".htx/y", ".htx/y.html", ".HTx", "%2ehtx", ".htx.html", ".ht%2578", ".git/HEAD", ".env",
    *(f"{start}{name}{end}" for start in ("", "work/", "none/", "work/thing.html/") for name in ("x" * 255, "x" * 256, "%c3%a9" * 128, ".ht" + "x" * 256)
      for end in ("", ".html", "/", "/x.html", "%2541", "%0a")),
]


def alike(port, link, prefix=""):
    """What ended and lies there still answers as what never was, to the last header."""
    never = f"s/{link[2:12]}-{'0123456789' * 4}"
    for path in [*FILES, "work", "wark", "work/none", *REFUSED]:
        there, nowhere = (ask(port, f"{prefix}/{one}/{path}") for one in (link, never))
        seen = [
            (answer.status, answer.body.replace(one.encode(), b""), {name: [value.replace(one, "") for value in values] for name, values in answer.headers.items() if name != "date"})
            for answer, one in ((there, link), (nowhere, never))
        ]
        if seen[0] != seen[1]:
            yield f"{path[:30]}: {there.status} where it ended, {nowhere.status} where it never was, {seen[0][2]} {seen[1][2]}"


def unknown(port, link, prefix=""):
    """What names no link is not found: an end in the future, or none, with another token; other shapes; no list."""
    token, later = "0123456789abcdef0123456789abcdef01234567", "9999999998"
    dated = link.removeprefix("s/").split("-")[1]
    shapes = [
        f"{later}-{token}", f"never-{token}", f"{later}-{dated}", f"never-{dated}", f"{later}-{dated}0", f"{later}-{dated[1:]}",
        f"0{later}-{token}", f"999-{token}", f"{later}{token}", f"Never-{token}", f"{later}-{token.upper()}", "x", "robots.txt", "s/",
    ]
    for shape in shapes:
        for end in ("", "/", "/index.html"):
            answer = ask(port, f"{prefix}/s/{shape}{end}")
            if end or answer.status not in (301, 302, 307, 308):
                yield from closed(answer, f"unknown {shape}{end}", (404,))
    yield from closed(ask(port, f"{prefix}/s/1000000001-{token}/"), "unknown and past", (410,))
    yield from closed(ask(port, f"{prefix}/elsewhere"), "elsewhere", (404,))
    for path in ("/s/", "/s", "/assets/", "/assets"):
        answer = ask(port, prefix + path)
        if link[2:14].encode() in answer.body or b"Index of" in answer.body or answer.status not in (200, 301, 302, 308, 403, 404):
            yield f"{path}: {answer.status}, or a list"
    yield from headers(ask(port, f"{prefix}/s/index.html"), SHARE, "s/index.html")


def climbs(start, name, file):
    """Paths that climb once they were decoded often enough: as often as a server decodes them anew when it rewrites them."""
    for depth in range(1, 7):
        percent = "%" + "25" * depth
        for dots in (f"{percent}2e{percent}2e", f"..{percent}2f..", f".{percent}2e", f"x{percent}2f..{percent}2f.."):
            yield f"{start}/{dots}/{name}/{file}"
            yield f"{start}/{dots}/{name}/{file}{percent}0a"
            yield f"{start}/{dots}/{name}/{file}{percent}3fx"


def ways(link, live):
    """Paths that might lead to what `link` held; `live` is a share that is open."""
    name, other = link.removeprefix("s/"), live.removeprefix("s/")
    end, token = name.split("-")
    file = "extract.json"
    overlong = "%c1%b3"  # `s` in two bytes
    encoded = "".join(f"%{ord(letter):02x}" for letter in name)
    return [
        f"//s/{name}/{file}", f"/s//{name}/{file}", f"///s///{name}///{file}", f"/./s/{name}/{file}", f"/s/./{name}/{file}",
        f"/assets/../s/{name}/{file}", f"/assets/%2e%2e/s/{name}/{file}", f"/assets/.%2e/s/{name}/{file}", f"/assets/..%2fs/{name}/{file}",
        f"/%73/{name}/{file}", f"/%2573/{name}/{file}", f"/%53/{name}/{file}", f"/{overlong}/{name}/{file}", f"/s%2f{name}/{file}",
        f"/s%252f{name}/{file}", f"/s/{name}%2f{file}", f"/s/{end}%2d{token}/{file}", f"/s/{end}%252d{token}/{file}", f"/s/{encoded}/{file}",
        f"/s/%3{end[0]}{end[1:]}-{token}/{file}", f"/s/{name}/./{file}", f"/s/{name}/%2e/{file}", f"/s/{name}/work/../{file}",
        f"/s/{name}/{file}?now=9999999998", f"/s/{name}/{file}?", f"/s/{name}/{file}#x", f"/s/9999999998-{token}/{file}", f"/s/never-{token}/{file}",
        f"/s/9999999998-{token}/../{name}/{file}", f"/s/never-{token}/..%2f{name}/{file}", f"/s/x/../{name}/{file}", f"/s/x/%2e%2e/{name}/{file}",
        f"/s/{other}/../{name}/{file}", f"/s/{other}/..%2f{name}/{file}", f"/s/{other}/%2e%2e/{name}/{file}", f"/s/{other}/%252e%252e/{name}/{file}",
        *climbs(f"/s/{other}", name, file), *climbs(f"/s/never-{'0' * 40}", name, file),
        f"/s/{other}/work/../../{name}/{file}", f"/s/{other}/..;/{name}/{file}", f"/s/{other}/..\\{name}\\{file}", f"/s/{other}/..%5c{name}%5c{file}",
        f"/s/{other}/..%c0%af{name}/{file}", f"/s/{other}/.../{name}/{file}", f"/s/{other}%00/../{name}/{file}", f"/s/{other}/index.html/../../{name}/{file}",
        f"/S/{name}/{file}", f"/s/{name.upper()}/{file}", f"/s/{name}/{file.upper()}", f"/s./{name}/{file}", f"/s/{name}./{file}", f"/s /{name}/{file}",
        f"/s/{name}/{file}/", f"/s/{name}/{file}/x", f"/s\\{name}\\{file}", f"/s%5c{name}%5c{file}", f"\\s\\{name}\\{file}",
        f"/s/{name};x/{file}", f"/s;x/{name}/{file}", f"/s/{name};/{file}", f"/s/{name}%00/{file}", f"/s/{name}/{file}%00", f"/s%00/{name}/{file}",
        f"/s/{name}%20/{file}", f"/s/{name}%0a/{file}", f"/s/{name}/{file}%0a", f"/s/%20{name}/{file}", f"/s/+{name}/{file}", f"/s/{end}+-{token}/{file}",
        f"/s/{name}~/{file}", f"/s/{name}::$DATA/{file}", f"/s/{name}/.{file}", f"/s/{name}/{file}.gz", f"/s/{name}/{file}~",
        f"/index.html/../s/{name}/{file}", f"/404.html/../s/{name}/{file}", f"/s/index.html/../{name}/{file}", f"/404.html/s/{name}/{file}",
        f"/s/extrait-clock/{name}/{file}", f"/s/extrait-clock/../{name}/{file}", f"/extrait-clock/{name}/{file}", f"/s/__clock__/{name}/{file}",
        f"http://localhost/s/{name}/{file}", f"http://elsewhere/s/{name}/{file}", f"https://localhost/s/{name}/{file}", f"HTTP://localhost//s/{name}/{file}",
        f"*/s/{name}/{file}", f"s/{name}/{file}", f"/%u0073/{name}/{file}", f"/s/{name}/%65xtract.json", f"/s/{name}/work/%2e%2e/{file}", f"/s/{name}/",
    ]


def asides(link):
    """Other ways to put the question: (what, method, headers, version, host)."""
    etag = '"anything"'
    return [
        ("HEAD", "HEAD", [], "1.1", "localhost"), ("POST", "POST", [("Content-Length", "0")], "1.1", "localhost"), ("PUT", "PUT", [("Content-Length", "0")], "1.1", "localhost"),
        ("OPTIONS", "OPTIONS", [], "1.1", "localhost"), ("PROPFIND", "PROPFIND", [], "1.1", "localhost"), ("TRACE", "TRACE", [], "1.1", "localhost"),
        ("lower case", "get", [], "1.1", "localhost"), ("HTTP/1.0", "GET", [], "1.0", None), ("HTTP/1.0 with a host", "GET", [], "1.0", "localhost"),
        ("no host", "GET", [], "1.1", None), ("another host", "GET", [], "1.1", "evil.example"), ("host with a port", "GET", [], "1.1", "localhost:1"),
        ("host with a path", "GET", [], "1.1", "localhost/x"), ("two hosts", "GET", [("Host", "other")], "1.1", "localhost"),
        ("Range", "GET", [("Range", "bytes=0-3")], "1.1", "localhost"), ("suffix range", "GET", [("Range", "bytes=-9")], "1.1", "localhost"),
        ("If-None-Match *", "GET", [("If-None-Match", "*")], "1.1", "localhost"), ("If-None-Match", "GET", [("If-None-Match", etag)], "1.1", "localhost"),
        ("If-Match *", "GET", [("If-Match", "*")], "1.1", "localhost"), ("If-Range", "GET", [("If-Range", etag), ("Range", "bytes=0-3")], "1.1", "localhost"),
        ("If-Modified-Since", "GET", [("If-Modified-Since", "Fri, 31 Dec 2100 23:59:59 GMT")], "1.1", "localhost"),
        ("Date", "GET", [("Date", "Thu, 01 Jan 1970 00:00:00 GMT")], "1.1", "localhost"),
        ("the clock of old rules", "GET", [("X-Share-Now", "t=0000000000000000")], "1.1", "localhost"), ("the clock", "GET", [("X-Extrait-Now", "t=0000000000000000")], "1.1", "localhost"),
        ("the clock twice", "GET", [("X-Extrait-Now", "t=0000000000000000"), ("x-extrait-now", "t=1000000000000000")], "1.1", "localhost"),
        ("the clock with another line", "GET", [("X_Extrait_Now", "t=0000000000000000")], "1.1", "localhost"),
        ("the pass", "GET", [("REDIRECT_EXTRAIT_PASS", "3"), ("EXTRAIT_PASS", "3"), ("Redirect-Extrait-Pass", "3")], "1.1", "localhost"),
        ("the judgement", "GET", [("extrait_link", "live"), ("extrait_judged", "live")], "1.1", "localhost"),
        ("X-Original-URL", "GET", [("X-Original-URL", "/"), ("X-Rewrite-URL", "/")], "1.1", "localhost"),
        ("method override", "POST", [("X-HTTP-Method-Override", "GET"), ("Content-Length", "0")], "1.1", "localhost"),
        ("forwarded", "GET", [("X-Forwarded-Prefix", "/x"), ("X-Forwarded-For", "127.0.0.1")], "1.1", "localhost"),
        ("upgrade", "GET", [("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA")], "1.1", "localhost"),
        ("Accept", "GET", [("Accept", "application/json"), ("Accept-Encoding", "gzip"), ("Accept-Language", "fr")], "1.1", "localhost"),
        ("Expect", "GET", [("Expect", "100-continue")], "1.1", "localhost"),
    ]


def around(port, link, live):
    """No way around the end of `link` gives what it held."""
    for path in ways(link, live):
        answer = ask(port, path)
        if told(answer) or answer.status in (200, 206, 304) and "extract" in path and answer.header("content-type") == "application/json":
            yield f"{path.replace(link[2:], '<ended>')}: {answer.status}"
        # A redirection must not lead there either.
        if answer.status in (301, 302, 307, 308):
            target = answer.header("location")
            again = ask(port, target if target.startswith("/") else "/" + target.split("/", 3)[-1])
            if told(again):
                yield f"{path.replace(link[2:], '<ended>')}: {answer.status} and then {again.status}"
    for what, method, added, version, host in asides(link):
        for file in ("extract.json", "work/thing.html", ""):
            answer = ask(port, f"/{link}/{file}", method, added, version, host)
            if told(answer) or answer.status in (206, 304) or answer.status == 200 and method not in ("OPTIONS", "TRACE"):
                yield f"{what}, {file}: {answer.status}"
    two = f"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /{link}/extract.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    pieces = [
        two, f"GET /{live}/ HTTP/1.1\r\nHost: localhost\r\n\r\n" + two.split("\r\n\r\n", 1)[1].replace("extract", "extract"),
        f"GET /{link}/extract.json\r\n", f"GET  /{link}/extract.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        f"GET\t/{link}/extract.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        f"GET /{link}/extract.json HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        f"GET /{live}/SHA256SUMS HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /{link}/extract.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ]
    for piece in pieces:
        received = send(port, piece.encode("latin-1"))
        # The front page of the live share names the register, not the record; only what ended may not appear.
        if received.body.count(b'"extract"') or b'"items":[{' in received.body.replace(b" ", b""):
            yield f"bytes {piece[:40]!r}: {received.status}"


def kept(port, site, prefix=""):
    """What is named by its content may be kept for ever, and nothing else."""
    for path in sorted(site.output.glob("assets/*.css")):
        answer = ask(port, f"{prefix}/assets/{path.name}")
        if answer.header("cache-control") != "public, max-age=31536000, immutable" or answer.status != 200:
            yield f"{path.name}: {answer.status} {answer.header('cache-control')}"
        other = ask(port, f"{prefix}/assets/{path.name.replace('style', 'other')}")
        if "immutable" in (other.header("cache-control") or "") or other.status != 404:
            yield f"an asset that is not there: {other.status} {other.header('cache-control')}"


COUNT = len(ways("s/0-0", "s/0-0")) + len(asides("s/0-0")) + 7
