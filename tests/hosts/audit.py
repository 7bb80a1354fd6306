"""What `extrait audit` tells of logs that real servers wrote: an ended link refused and, on a server without rules, still
served; a token that never was; a crawler, a link preview, a link that was posted; a path in other clothes, or deeper than
any page; headers that make a line longer than is read; a service that watches; whom a proxy passed on."""

import gzip
import json
import re
import time

from support.request import ask, send
from support.servers import apache, apache_htaccess, caddy, nginx
from support.site import Site

BROWSER = ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
QUOTES = ("User-Agent", 'Mozilla/5.0 (say "hi" \\ \xe9)')
ROBOT = ("User-Agent", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")
SLACK = ("User-Agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")
WATCH = ("User-Agent", "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)")
PASSED = ("X-Forwarded-For", "203.0.113.5, 10.0.0.1")
POSTED = ("Referer", "https://forum.example.net/a/thread?x=1")
SERVERS = (("nginx", nginx), ("apache", apache), ("apache-htaccess", apache_htaccess), ("caddy", caddy))
TOKEN = re.compile(r"[0-9a-f]{40}")

now = int(time.time())
# What has ended lies in the output all the same, as on a host where nobody has built since.
site = Site("audit", {"later": now + 86400, "ended": now - 86400}, hosts=("apache-htaccess",), now=now - 2 * 86400)
links = json.loads(
    site.run("links", "--reveal", "--format", "json", "--now", f"{time.strftime('%FT%TZ', time.gmtime(now - 172800))}").stdout
)
path = {link["share"]: "/" + link["url"].removeprefix(site.base_url) for link in links}


def visit(port):
    """The same day on every server."""
    later, ended = path["later"], path["ended"]
    ask(port, later, headers=[BROWSER])
    ask(port, later + "work/thing.html", headers=[QUOTES])
    ask(port, later.replace("/s/", "//s//").replace("-", "%2d"), headers=[BROWSER, POSTED])
    ask(port, later + "extract.json", headers=[BROWSER])
    deep = ask(port, "/a" * 40 + "/%2e%2e" * 40 + later, headers=[BROWSER, PASSED])
    assert deep.status == 200, deep
    ask(port, later, headers=[WATCH])
    ask(port, later, headers=[ROBOT])
    ask(port, later, headers=[SLACK])
    ask(port, ended, headers=[BROWSER])
    ask(port, ended, method="HEAD", headers=[BROWSER])
    ask(port, f"/s/{now + 999}-{'0123456789' * 4}/", headers=[BROWSER])
    ask(port, "/s/.env", headers=[BROWSER])
    ask(port, "/", headers=[BROWSER])
    send(port, b"\x16\x03\x01\x00\xee\x01\x00\x00\xea\x03\x03\r\n\r\n")


def audit(*logs, form="json"):
    done = site.run("audit", *map(str, logs), "--format", form)
    said = done.stdout + done.stderr
    assert not TOKEN.search(said) and "127.0.0.1" not in said, said
    return json.loads(done.stdout) if form == "json" else said


def judge(name, log, closes):
    told = audit(log)
    long = 1 if name == "caddy" else 0
    use = {link["share"]: link for link in told["links"]}
    later, ended, unknown = use["later"], use["ended"], told["unknown"]
    codes = lambda of: [finding["code"] for finding in of["findings"]]
    where = (name, closes, told)
    assert (later["requests"], later["views"], later["clients"]) == (8 + long, 4 + long, 1), where
    assert later["checks"] == {"UptimeRobot": 1} and codes(told) == ["proxy"], where
    assert later["robots"] == {"bingbot": 1} and later["previews"] == {"Slack": 1}, where
    assert later["referers"] == {"forum.example.net": 1}, where
    assert codes(later) == ["posted", "robots", "preview"], where
    assert (ended["served_late"], ended["refused_late"]) == ((0, 2) if closes else (2, 0)), where
    assert codes(ended) == (["refused"] if closes else ["served-after-end"]), where
    assert (unknown["tokens"], unknown["requests"], unknown["shapeless"]) == (1, 1, 1), where
    assert codes(unknown) == ["guessing"] and told["broken"] == {}, where
    assert told["understood"] == told["lines"] >= 11, where
    return told["lines"]


logs, lines = [], 0
for name, start in SERVERS:
    for rules in (None, site.rules(name)):
        with start(site.output, rules) as server:
            visit(server.port)
            if name == "caddy":
                # Others take no such headers.
                assert ask(server.port, path["later"], headers=[("X-Long", "x" * 200_000), BROWSER]).status == 200
        lines += judge(name, server.log, closes=rules is not None)
        logs.append(server.log)
packed = logs[0].with_name("access.log.gz")
packed.write_bytes(gzip.compress(logs[0].read_bytes()))
assert audit(packed)["links"] == audit(logs[0])["links"]
together = audit(*logs)
assert together["lines"] == lines
assert sum(link["requests"] for link in together["links"]) == 10 * len(logs) + 2
# Caddy alone writes down, unasked, whom a proxy passed on.
forwarded = json.loads(site.run("audit", str(logs[-1]), "--format", "json", "--client", "forwarded").stdout)
assert [link["clients"] for link in forwarded["links"] if link["share"] == "later"] == [2], forwarded
assert "ALARM  ended: was still served" in audit(*logs, form="table")
print(f"{lines} lines of nginx, Apache (twice) and Caddy: what was served too late is told, and nobody named")
