"""`extrait doctor` finds nothing to mend on each real server with the rules, and the right thing on each that is broken."""

import contextlib
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support.servers import FAKETIME, apache, apache_htaccess, caddy, free_port, nginx
from support.site import EXTRAIT, PLACE, Site

SERVERS = {"nginx": nginx, "apache": apache, "apache-htaccess": apache_htaccess, "caddy": caddy}
# The output has a `.htaccess`, which all but Apache serve as a file.
HTACCESS_SERVED = "htaccess warn"
# A host without rules: what is open comes first, what is said of `.htaccess` last.
BARE = ["expiry fail", "headers fail", "closed-headers warn", "htaccess warn"]
STARTING = threading.Lock()
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"


def doctor(url, *words):
    """Exit code, findings by code, and all that was printed; the same in words for people."""
    command = [EXTRAIT, "doctor", url, *words]
    env = {"PATH": os.environ["PATH"]}
    with ThreadPoolExecutor(2) as pool:
        run = lambda command: subprocess.run(command, capture_output=True, text=True, env=env, check=False)
        people, done = pool.map(run, (command, [*command, "--format", "json"]))
    assert people.returncode == done.returncode, (url, people, done)
    report = json.loads(done.stdout)
    assert report["requests"] <= 29 and report["enforced"] == (done.returncode == 0), report
    assert report["reached"] == (done.returncode != 3), report
    lines = people.stdout.splitlines()
    assert len(lines) <= 40, f"not one screen:\n{people.stdout}"
    for finding in report["findings"]:
        assert any(finding["code"] in line and finding["seen"] in line for line in lines), (finding, people.stdout)
        assert (finding["fix"] is None) == (finding["verdict"] == "ok"), finding
        assert finding["fix"] is None or finding["fix"] in people.stdout, finding
    return done.returncode, report["findings"], done.stdout + done.stderr + people.stdout + people.stderr


def expect(what, url, code, faults, *words, says=(), fix=()):
    """The exit code, and what is not in order; plain http on loopback is not counted. `says` and `fix` must be told."""
    exit_code, findings, text = doctor(url, *words)
    found = {f"{one['code']} {one['verdict']}" for one in findings if one["verdict"] != "ok"} - {"https warn"}
    assert (exit_code, found) == (code, set(faults)), f"{what}: {exit_code} {sorted(found)}\n{text}"
    for part in says:
        assert any(part in one["seen"] for one in findings), f"{what}: does not say `{part}`\n{text}"
    for part in fix:
        assert any(part in (one["fix"] or "") for one in findings), f"{what}: does not advise `{part}`\n{text}"
    print(f"  {what}: {code}, {', '.join(sorted(found)) or 'nothing to mend'}")
    return text


def at(port, path="/", scheme="http"):
    return f"{scheme}://127.0.0.1:{port}{path}"


def case(start, what, code, faults, *words, path="/", **told):
    """A host, by what starts it, and what is to be found."""
    return lambda: examine(start, what, code, faults, *words, path=path, **told)


def examine(start, what, code, faults, *words, path, **told):
    with contextlib.ExitStack() as stack:
        with STARTING:
            server = stack.enter_context(start())
        text = expect(what, at(getattr(server, "port", server), path), code, faults, *words, **told)
        token = path.strip("/").rpartition("-")[2]
        assert not token or token not in text, f"{what}: a token was printed"


def all_of(cases):
    """Most of the time of each is spent waiting for a second to pass."""
    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(case) for case in cases]:
            done.result()


def serve(name, *words, **circumstances):
    return lambda: SERVERS[name](*words, **circumstances)


def alien(name):
    return [] if name.startswith("apache") else [HTACCESS_SERVED]


def good(site, links, rules):
    for name in SERVERS:
        for zone in (None, TOKYO, NEW_YORK) if name != "caddy" else (None,):
            yield case(serve(name, site.output, rules[name], zone=zone), f"{name} {zone or 'here'}", 0, alien(name))
        for share in ("later", "open", "ended"):
            path = f"/{links[share]}/"
            yield case(serve(name, site.output, rules[name]), f"{name}, the link `{share}`", 0, alien(name), path=path)


def without_rules(site, links):
    for name in SERVERS:
        # As Debian has it, Apache lists folders.
        faults = [*BARE, "listing fail"] if name.startswith("apache") else [*BARE[:-1], "htaccess fail"]
        start, path = serve(name, site.output, None), f"/{links['ended']}/"
        advice = ["extrait host show " + name.removesuffix("-htaccess")]
        yield case(start, f"{name} without rules", 4, faults, says=["no rules are in effect"], fix=advice)
        ended = [*faults, "link fail", "link-headers fail"]
        yield case(start, f"{name} without rules, an ended link", 4, ended, path=path, says=["has ended and is served"])
    ignored = serve("apache-htaccess", site.output, None)
    yield case(ignored, "AllowOverride None", 4, [*BARE, "listing fail"], says=["AllowOverride None"], fix=["AllowOverride FileInfo"])


def clocks(site, rules):
    moves = {
        "-2h": "2 hours behind", "+3h": "3 hours ahead", "-90d": "90 days behind", "+200d": "200 days ahead", "+5m": "minutes ahead",
    }
    for name in ("nginx", "apache"):
        for offset, words in moves.items():
            start = serve(name, site.output, rules[name], offset=offset)
            yield case(start, f"{name}, its clock {offset}", 4, ["clock fail", *alien(name)], says=[words])
        start = serve(name, site.output, rules[name], offset="-30")
        yield case(start, f"{name}, half a minute late", 0, ["clock warn", *alien(name)], says=["seconds behind"])
    for zone, hours, word in ((TOKYO, 9, "ahead"), (NEW_YORK, -5, "behind")):
        start = lambda hours=hours: home_made(site.output, clock=lambda: time.time() + hours * 3600)
        says = [f"{word} by 1 hour to 14 hours", "a time zone"]
        yield case(start, f"rules that take the time of {zone} for UTC", 4, ["clock fail", HTACCESS_SERVED], says=says)


def broken(site, rules):
    copy = PLACE / "doctor"
    shutil.rmtree(copy, ignore_errors=True)
    names = ("X-Robots-Tag", "Referrer-Policy", "Cache-Control", "X-Content-Type-Options", "Content-Security-Policy")
    for header in names:
        folder = copy / header
        shutil.copytree(rules["nginx"], folder)
        lines = (rules["nginx"] / "server.conf").read_text().splitlines(keepends=True)
        (folder / "server.conf").write_text("".join(line for line in lines if f"add_header {header}" not in line))
        cache = ["cache warn"] if header == "Cache-Control" else []
        faults = ["headers fail", "closed-headers warn", HTACCESS_SERVED, *cache]
        yield case(serve("nginx", site.output, folder), f"without {header}", 4, faults, says=[header])
    bare = [*BARE[:-1], "htaccess fail"]
    open_to_all = lambda before: serve("nginx", site.output, None, before=before)
    yield case(open_to_all("autoindex on; index none.html;"), "listing on", 4, [*bare, "listing fail"], fix=["autoindex"])
    everything = [*(fault for fault in bare if "closed" not in fault), "not-found fail"]
    start = open_to_all("location / { try_files $uri $uri/index.html /index.html; }")
    yield case(start, "200 for everything", 4, everything, says=["200 for everything"], fix=["try_files"])
    start = open_to_all("return 302 https://elsewhere.example$request_uri;")
    yield case(start, "redirect to another host", 4, ["redirect fail"], says=["https://elsewhere.example"])
    front = serve("nginx", site.output, rules["nginx"], before="location = / { return 302 https://elsewhere.example/; }")
    yield case(front, "the front page elsewhere", 0, ["redirect warn", HTACCESS_SERVED])
    text = (rules["nginx"] / "server.conf").read_text()
    canary = next(site.output.glob("s/1000000000-*")).name
    start = serve("nginx", site.output, rules["nginx"], before=f"location = /s/{canary}/extract.json {{ }}")
    yield case(start, "files before the rules", 4, ["expiry fail", HTACCESS_SERVED], says=["those are not judged"], fix=["static files"])
    anyone = copy / "anyone"
    shutil.copytree(rules["nginx"], anyone)
    (anyone / "server.conf").write_text(text.replace("add_header Vary Origin;", "add_header Access-Control-Allow-Origin *;"))
    yield case(serve("nginx", site.output, anyone), "read by any site", 0, ["origins warn", HTACCESS_SERVED], fix=["below s/"])
    partly, careless = copy / "partly", copy / "careless"
    for folder in (partly, careless):
        shutil.copytree(site.output, folder)
    shutil.rmtree(next(partly.glob("s/1000000000-*")))
    missing = ["canary fail", *bare[1:]]
    yield case(serve("nginx", partly, None), "canary missing", 4, missing, fix=["publish the whole"])
    shutil.copy(site.root / "site.yaml", careless)
    (careless / ".git").mkdir()
    (careless / ".git/HEAD").write_text("ref: refs/heads/main\n")
    start, faults = serve("nginx", careless, rules["nginx"]), ["exposed fail", HTACCESS_SERVED]
    yield case(start, "the author's files", 4, faults, says=["`site.yaml`, `.git/HEAD`"])


def caches(site, rules):
    """nginx before nginx, told to keep everything, as a CDN may be."""
    front = """}}
    proxy_cache_path @HERE@/cache keys_zone=kept:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{origin};
            proxy_cache kept;
            proxy_cache_key {key};
            proxy_cache_valid any 10m;
            proxy_ignore_headers Cache-Control Expires;
            {says}
        }}
"""
    for says in ("add_header X-Cache-Status $upstream_cache_status always;", ""):
        port = free_port()
        with nginx(site.output, rules["nginx"]) as origin:
            with nginx(site.output, None, before=front.format(port=port, origin=origin.port, key="$uri", says=says)):
                if says:
                    expect("a cache that says so", at(port), 4, ["cache fail", HTACCESS_SERVED], says=["x-cache-status: HIT"], fix=["no cache"])
                else:
                    expect("a cache that does not", at(port), 4, ["cache fail", HTACCESS_SERVED], says=["does not say so"], fix=["no cache"])
    # The rules came after the cache had seen the share.
    port, origin_port = free_port(), free_port()
    before = front.format(port=port, origin=origin_port, key="$request_uri", says="")
    with contextlib.ExitStack() as stack:
        with nginx(site.output, None, before=f"listen 127.0.0.1:{origin_port};"):
            stack.enter_context(nginx(site.output, None, before=before))
            doctor(at(port))
        with nginx(site.output, rules["nginx"], before=f"listen 127.0.0.1:{origin_port};"):
            expect("an ended page from a cache", at(port), 4, ["cache fail", "expiry fail", "headers fail", HTACCESS_SERVED], says=["a cache serves a share that has ended"], fix=["empty it"])


def certificates():
    """An authority of our own; certificates for this host, for another, for the past, and one that vouches for itself."""
    folder = PLACE / "certificates"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    def make(name, *words, offset=None):
        env = {"PATH": os.environ["PATH"]} | ({"LD_PRELOAD": str(FAKETIME), "FAKETIME": offset} if offset else {})
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key"]
        subprocess.run(["openssl", "req", "-x509", *key, "-out", f"{name}.pem", "-days", "30", "-subj", f"/CN={name}", *words], cwd=folder, env=env, check=True, capture_output=True)

    by_ours = ["-CA", "ours.pem", "-CAkey", "ours.key", "-addext", "basicConstraints=critical,CA:FALSE", "-addext"]
    make("ours", "-addext", "keyUsage=keyCertSign")
    make("here", *by_ours, "subjectAltName=IP:127.0.0.1,DNS:localhost")
    make("other", *by_ours, "subjectAltName=DNS:other.example")
    make("past", *by_ours, "subjectAltName=IP:127.0.0.1", offset="-400d")
    make("itself", "-addext", "subjectAltName=IP:127.0.0.1")
    return folder


def tls(site, rules):
    folder = certificates()
    ours = ["--ca", str(folder / "ours.pem")]

    @contextlib.contextmanager
    def secured(name, extra=""):
        port = free_port()
        before = f"listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/{name}.pem; ssl_certificate_key {folder}/{name}.key; {extra}"
        with nginx(site.output, rules["nginx"], before=before) as server:
            yield at(port, scheme="https"), server.port

    with secured("here") as (url, plain):
        expect("https by an authority of our own", url, 0, [HTACCESS_SERVED], *ours, says=["https (Strict-Transport-Security would"])
        expect("the same, the authority not named", url, 3, ["tls fail"], says=["not vouched for"], fix=["--ca"])
        expect("https asked of plain http", at(plain, scheme="https"), 3, ["tls fail"], says=["no secure connection"])
        localhost = url.replace("127.0.0.1", "localhost")
        expect("the same by its name", localhost, 0, [HTACCESS_SERVED], *ours)
    for name, words in (("other", "made for another name"), ("past", "expired"), ("itself", "not vouched for")):
        with secured(name) as (url, _):
            expect(f"the certificate `{name}`", url, 3, ["tls fail"], *ours, says=[words])


def unreachable(site):
    expect("nothing listens", at(free_port()), 3, ["reach fail"], says=["refused"])
    expect("no such host", "http://nobody.invalid/", 3, ["reach fail"], says=["no such host"])
    with home_made(site.output, garbage=True) as port:
        expect("no HTTP", at(port), 3, ["reach fail"], says=["does not speak HTTP"])


def plain_http(site, rules):
    """Anywhere but on this machine itself plain http is a fault."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; RFC 5737
        address = probe.getsockname()[0]
        if not address.startswith("127."):
            port = free_port()
            with nginx(site.output, rules["nginx"], before=f"listen {address}:{port};"):
                return expect("plain http", f"http://{address}:{port}/", 4, ["https fail", HTACCESS_SERVED], says=["plain http"])
    print("  plain http: SKIPPED, this machine has no address but that of loopback")


@contextlib.contextmanager
def home_made(root, clock=time.time, garbage=False):
    """A server with rules of its own make."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *words):
            super().__init__(*words, directory=root)

        def do_GET(self):
            if garbage:
                self.wfile.write(b"220 mail.example ESMTP\r\n\r\n")
                self.close_connection = True
                return
            folder = self.path.split("/")[2] if self.path.startswith("/s/") else ""
            end, dash, token = folder.partition("-")
            if not dash and folder not in ("", "index.html") or dash and len(token) != 40:
                return self.send_error(404)
            if dash and end != "never" and int(end) <= clock():
                return self.send_error(410)
            super().do_GET()

        def list_directory(self, path):
            return self.send_error(404)

        def end_headers(self):
            self.send_header("X-Robots-Tag", "noindex")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cache-Control", "private, no-cache")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
            super().end_headers()

        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def main():
    now = int(time.time())
    shares = {"ended": now - 3600, "later": now + 30 * 86400, "open": None}
    site = Site("doctor", shares, hosts=("apache-htaccess",), now=now - 2 * 86400)
    links, rules = site.links(), {name: site.rules(name) for name in SERVERS}
    assert Path(site.output / ".htaccess").exists()
    all_of([*good(site, links, rules), *without_rules(site, links), *clocks(site, rules), *broken(site, rules)])
    caches(site, rules)
    tls(site, rules)
    unreachable(site)
    plain_http(site, rules)
    # The address is that of the site unless given.
    with nginx(site.output, rules["nginx"]) as server:
        site.write("site.yaml", (site.root / "site.yaml").read_text().replace("http://localhost/", at(server.port)))
        done = site.run("doctor")
        assert "this host closes shares on time" in done.stdout, done
        print("  the site's own address")


main()
