"""The rules of nginx, Apache (twice) and Caddy close what has ended: in real time, with the clock moved by months, at the
very second, in any time zone, with no way around, and with the same bytes whatever shares there are."""

import contextlib
import shutil
import time
from datetime import datetime, timezone

from support.judges import ALLOWING, COUNT, alike, allows, around, closed, ends, kept, opens, told, unknown
from support.request import ask
from support.servers import apache, apache_htaccess, caddy, nginx
from support.site import Site, wait_until

SERVERS = {"nginx": nginx, "apache": apache, "apache-htaccess": apache_htaccess, "caddy": caddy}
MOVABLE = ["nginx", "apache", "apache-htaccess"]
DAY = 86400
FAR, TOKYO, NEW_YORK = 30 * DAY, "Asia/Tokyo", "America/New_York"


def passes(what, *judgements):
    complaints = [complaint for judgement in judgements for complaint in judgement]
    assert not complaints, f"{what}:\n  " + "\n  ".join(complaints)
    print(f"  {what}")


def fails(what, judgement):
    assert list(judgement), f"{what}: a judge saw nothing wrong"


def main():
    now = int(time.time())
    shares = {"ended": now - 3600, "later": now + FAR, "open": None, "soon": now + 25}
    site = Site("rules", shares, hosts=("apache-htaccess",), now=now - 2 * DAY)
    links, rules = site.links(), {name: site.rules(name) for name in SERVERS}
    with contextlib.ExitStack() as stack:
        running = {}
        for name, start in SERVERS.items():
            for zone in (None, TOKYO, NEW_YORK) if name != "caddy" else (None,):
                running[f"{name} {zone or 'here'}"] = stack.enter_context(start(site.output, rules[name], zone=zone))
        assert time.time() < shares["soon"] - 5, "the machine is too slow for this test"
        for what, server in running.items():
            passes(f"{what}: open before its second", opens(server.port, links["soon"]))
        wait_until(shares["soon"])
        for what, server in running.items():
            passes(f"{what}: closed from its second on", ends(server.port, links["soon"]))
        for what, server in running.items():
            port = server.port
            passes(f"{what}: others are open", opens(port, links["later"]), opens(port, links["open"]))
            passes(f"{what}: ended and unknown", ends(port, links["ended"]), unknown(port, links["ended"]), kept(port, site))
        for name in SERVERS:
            port = running[f"{name} here"].port
            passes(f"{name}: what ended is told from nothing that never was", alike(port, links["ended"]))
            passes(f"{name}: {COUNT} ways around, none works", around(port, links["ended"], links["open"]))
    beside(site, links, rules)
    aliased(site, links, rules)
    misplaced()
    moved(site, links, rules)
    exact(rules)
    below()
    allowed()
    constant(site, rules)
    judges_judge(site, links, rules)


def misplaced():
    """A site that lies elsewhere than its address says is closed, not open without end."""
    now = int(time.time())
    for name, start in SERVERS.items():
        if name == "apache-htaccess":  # Its rules lie in the site, wherever that is.
            continue
        for prefix, root in (("/registers", "output"), ("", ".")):
            site = Site("misplaced", {"ended": now - 3600, "open": None}, base_url=f"http://localhost{prefix}/", now=now - 2 * DAY)
            above = "" if root == "output" else "/output"
            with start(site.root / root, site.rules(name)) as server:
                for link in site.links().values():
                    answer = ask(server.port, f"{above}/{link}/extract.json")
                    assert answer.status == 404 and not told(answer), (name, prefix, answer)
        print(f"  {name}: a site that lies elsewhere than its address says is closed")


# What administrators of nginx have in the same block.
THEIRS = ["merge_slashes off;", "open_file_cache max=1000; open_file_cache_errors on;", "location ~ [.]json$ { add_header X-Theirs 1; }",
          "gzip on; gzip_vary on; gzip_types application/json;", "try_files $uri $uri/ =404;"]


def beside(site, links, rules):
    """The rules hold beside other lines of the same block."""
    for line in THEIRS:
        with nginx(site.output, rules["nginx"], before=line) as server:
            port = server.port
            passes(f"nginx beside {line.split(';')[0]}", opens(port, links["later"]), ends(port, links["ended"]),
                   unknown(port, links["ended"]), around(port, links["ended"], links["open"]))
    # Later than the folder's own section, which also says what its .htaccess may.
    looser = f"<Directory {site.output}>\n    Options +MultiViews\n    AcceptPathInfo On\n</Directory>"
    for name in ("apache", "apache-htaccess"):
        with SERVERS[name](site.output, rules[name], before=looser) as server:
            port = server.port
            for path in ("extract.json/x", "extract.json/x.html", "extract.json/x/", "work/thing.html/x"):
                answer = ask(port, f"/{links['later']}/{path}")
                assert answer.status == 404 or (answer.header("location") or "").endswith("/"), (name, path, answer.status)
            passes(f"{name} beside MultiViews and AcceptPathInfo", opens(port, links["later"]), ends(port, links["ended"]), unknown(port, links["ended"]))
            # Without its end a name names nothing; a .htaccess cannot say so, but what has ended is closed by it too.
            for link in ("later", "ended") if name == "apache" else ("ended",):
                for path in ("work/thing", "extract", "work/index"):
                    answer = ask(port, f"/{links[link]}/{path}")
                    assert answer.status != 200 and not told(answer), (name, link, path, answer.status)
    own = 'add_header Strict-Transport-Security "max-age=63072000" always;'
    with nginx(site.output, rules["nginx"], headers=own) as server:
        assert ask(server.port, f"/{links['later']}/extract.json").header("strict-transport-security"), "not below s/"
        passes("nginx with headers of one's own", opens(server.port, links["later"]), ends(server.port, links["ended"]))


def aliased(site, links, rules):
    """A link elsewhere is closed below the same root and where an administrator's own location leaves it to an expression of
    the rules; not where that location keeps it for itself, which the rules say."""
    own = f"""location /plain/ {{ alias {site.output}/; }}
        location ^~ /kept/ {{ alias {site.output}/; }}"""
    said = site.run("host", "show", "nginx").stdout
    assert "`^~`" in said and "alias" in said, said
    with nginx(site.output, rules["nginx"], before=own) as server:
        for place, status in (("/plain", 404), ("/kept", 200)):
            for share in ("ended", "later"):
                answer = ask(server.port, f"{place}/{links[share]}/extract.json")
                assert (answer.status, told(answer)) == (status, status == 200), (place, share, answer.status)
        passes("nginx beside locations of one's own", opens(server.port, links["later"]), ends(server.port, links["ended"]))


def moved(site, links, rules):
    """Months later, months earlier: the files are the same, and nothing was loaded again."""
    for name in MOVABLE:
        for zone in (TOKYO, NEW_YORK):
            with SERVERS[name](site.output, rules[name], offset="+40d", zone=zone) as server:
                passes(f"{name} {zone}: 40 days later", ends(server.port, links["later"]), opens(server.port, links["open"]))
            with SERVERS[name](site.output, rules[name], offset="-90d", zone=zone) as server:
                passes(f"{name} {zone}: 90 days earlier", opens(server.port, links["ended"]))


def exact(rules):
    """The clock stands still at the second before, at the second itself, and after; the digits turn over between."""
    for end in (1999999999, 2000000000, 1800000010):
        site = Site("exact", {"at": end}, hosts=("apache-htaccess",))
        link = site.links()["at"]
        for name in MOVABLE:
            for second, judge in ((end - 1, opens), (end, ends), (end + 1, ends)):
                still = datetime.fromtimestamp(second, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
                with SERVERS[name](site.output, rules[name], offset=still, zone="UTC") as server:
                    answer = ask(server.port, f"/{link}/extract.json")
                    wanted = 200 if judge is opens else 410
                    assert (answer.status, told(answer)) == (wanted, wanted == 200), (name, end, second, answer)
        print(f"  {', '.join(MOVABLE)}: exact at {end}")


def below():
    """A site that is found below another path."""
    now, prefix = int(time.time()), "/registers/a.b"
    shares = {"ended": now - 3600, "later": now + FAR}
    site = Site("below", shares, base_url=f"http://localhost{prefix}/", hosts=("apache-htaccess",), now=now - 2 * DAY)
    root = site.root / "served"
    shutil.copytree(site.output, root / prefix.strip("/"))
    links = site.links()
    for name, start in SERVERS.items():
        with start(root, site.rules(name)) as server:
            passes(
                f"{name}: below {prefix}", opens(server.port, links["later"], prefix), ends(server.port, links["ended"], prefix), alike(server.port, links["ended"], prefix),
                unknown(server.port, links["ended"], prefix), kept(server.port, site, prefix),
                closed(ask(server.port, f"{prefix}/none"), "none", (404,)),
            )


def allowed():
    """Framed and read where the share says so, also below another path; an ended share allows nothing."""
    now = int(time.time())
    shares = {name: now + FAR for name in ALLOWING} | {"ended": now - 3600}
    more = {name: lines for name, (lines, _, _) in ALLOWING.items()} | {"ended": ALLOWING["both"][0]}
    for prefix in ("", "/registers/a.b"):
        site = Site("allowed", shares, base_url=f"http://localhost{prefix}/", hosts=("apache-htaccess",), now=now - 2 * DAY, more=more)
        root = site.root / "served"
        shutil.copytree(site.output, root / prefix.strip("/"))
        links = site.links()
        for name, start in SERVERS.items():
            with start(root, site.rules(name)) as server:
                passes(f"{name}: framed and read as shares say{prefix and ', below '}{prefix}",
                       allows(server.port, links, prefix), ends(server.port, links["ended"], prefix))
                if not prefix:
                    fails(f"{name}: other shares", allows(server.port, links | {"framed": links["read"], "read": links["framed"]}))


def constant(site, rules):
    """Shares come, change and go: not a byte of any rule follows."""
    files = lambda: {path.name: path.read_bytes() for folder in rules.values() for path in folder.iterdir()}
    before = files() | {"output": (site.output / ".htaccess").read_bytes()}
    site.share("new", int(time.time()) + 77)
    site.share("later", int(time.time()) + 99 * DAY, ALLOWING["both"][0])
    (site.root / "content/shares/open.yaml").unlink()
    site.build()
    for name in SERVERS:
        site.rules(name)
    assert before == files() | {"output": (site.output / ".htaccess").read_bytes()}
    assert not any(link[2:].encode() in text or link[2:12].encode() in text for link in site.links().values() for text in before.values() if "never" not in link)
    site.run("host", "write", "nginx", str(rules["nginx"]))
    print("  the rules are constant")


def judges_judge(site, links, rules):
    """Without rules, or with broken ones, every judge complains."""
    now = int(time.time())
    site = Site("broken", {"ended": now - 3600, "open": None}, hosts=("apache-htaccess",), now=now - 2 * DAY)
    links = site.links()
    for name, start in SERVERS.items():
        with start(site.output, None) as server:
            port = server.port
            fails(f"{name} without rules: ends", ends(port, links["ended"]))
            fails(f"{name} without rules: alike", alike(port, links["ended"]))
            fails(f"{name} without rules: around", around(port, links["ended"], links["open"]))
            fails(f"{name} without rules: headers", opens(port, links["open"]))
            fails(f"{name} without rules: unknown", unknown(port, links["ended"]))
            fails(f"{name} without rules: kept", kept(port, site))
    broken = site.root / "rules" / "broken"
    shutil.copytree(site.rules("nginx"), broken)
    text = (broken / "http.conf").read_text()
    (broken / "http.conf").write_text(text.replace("gone;", "live;"))
    with nginx(site.output, broken) as server:
        fails("rules that let all pass", ends(server.port, links["ended"]))
    print("  each judge refuses a server without rules")


main()
