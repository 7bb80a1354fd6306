"""The worker of Cloudflare Pages: its logic in Node.js, by the clock of the machine and by others; with EXTRAIT_WORKERD=1
also in real workerd, as `wrangler pages dev` runs it."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

from support import judges
from support.judges import ALLOWING, COUNT, alike, allows, around, closed, ends, kept, opens, unknown
from support.request import ask
from support.servers import free_port
from support.site import EXTRAIT, PLACE, Site, wait_until

DAY = 86400
# Pinned: a new release is met by a commit, not on a Monday morning.
WRANGLER = "wrangler@4.80.0"


@contextlib.contextmanager
def node(output, now=None):
    """The worker in Node.js; its clock stands at the second `now`."""
    place = PLACE / "servers" / "node"
    place.mkdir(parents=True, exist_ok=True)
    env = {"PATH": os.environ["PATH"]} | ({"EXTRAIT_NOW": str(now * 1000)} if now else {})
    command = ["node", "tests/hosts/support/worker.mjs", str(output), str(place)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def workerd(output):
    """The output in real workerd. No network is asked: types and metrics are off."""
    place = PLACE / "npm"
    place.mkdir(parents=True, exist_ok=True)
    binary = (place / "node_modules/.bin/wrangler").absolute()
    if not binary.exists():
        (place / "package.json").write_text('{"private": true}')
        subprocess.run(["npm", "install", "--prefix", str(place), "--no-save", "--ignore-scripts", "--no-audit", "--no-fund",
                        "--loglevel=error", WRANGLER], check=True)
    port, env = free_port(), os.environ | {"WRANGLER_SEND_METRICS": "false", "CLOUDFLARE_CF_FETCH_ENABLED": "false", "CI": "true", "HOME": str(place), "NO_COLOR": "1"}
    command = [str(binary), "pages", "dev", str(output), "--ip", "127.0.0.1", "--port", str(port), "--compatibility-date", "2026-04-01"]
    with open(PLACE / "workerd.log", "wb") as log:
        process = subprocess.Popen(command, env=env, cwd=place, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                if ask(port, "/").status:
                    break
            time.sleep(0.2)
        else:
            raise AssertionError("workerd does not answer: " + Path(PLACE / "workerd.log").read_text(errors="replace"))
        yield port
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def passes(what, *judgements):
    complaints = [complaint for judgement in judgements for complaint in judgement]
    assert not complaints, f"{what}:\n  " + "\n  ".join(complaints)
    print(f"  {what}")


def sunset(port, link, end):
    """RFC 8594: the answer says until when it holds."""
    answer = ask(port, f"/{link}/")
    wanted = datetime.fromtimestamp(end, timezone.utc).strftime("%a, %d %b %Y %H:%M:%S GMT")
    for name in ("sunset", "expires"):
        if answer.header(name) != wanted:
            yield f"{name}: {answer.header(name)}, not {wanted}"


def examined(port, link):
    """What `extrait doctor` finds; that loopback is plain http counts for nothing."""
    command = [EXTRAIT, "doctor", f"http://127.0.0.1:{port}/{link}/", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["enforced"] and {one["code"] for one in report["findings"]} > {"expiry", "clock", "headers", "link-headers"}, done
    return [one["seen"] for one in report["findings"] if one["verdict"] != "ok" and one["code"] != "https"]


def linear(worker):
    """However a path is written, the worker's work grows as its length, and what it decodes in one walk is what is decoded
    again and again."""
    done = subprocess.run(["node", "tests/hosts/support/steps.mjs", str(worker)], capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    for path, (once, twice) in report["told"].items():
        if not 1000 < once < 200_000 or twice > 2.1 * once:
            yield f"{path}: {once} steps, {twice} for twice its length"
    if report["differ"] or report["compared"] < 20_000:
        yield f"{report['compared']} paths were compared: {report['differ']}"


def main():
    # Pages gives folders and files without `.html`; the rest is asked as of any host.
    judges.TYPES = {"": "text/html", "work/": "text/html", "work/thing": "text/html", "extract.json": "application/json", "SHA256SUMS": "text/plain"}
    now = int(time.time())
    real = os.environ.get("EXTRAIT_WORKERD") == "1"
    shares = {"ended": now - 3600, "later": now + 30 * DAY, "open": None, "soon": now + (40 if real else 12)}
    site = Site("worker", shares, hosts=("cloudflare-pages",), now=now - 2 * DAY)
    links, output = site.links(), site.output
    assert {"_worker.js", "_headers"} <= {path.name for path in output.iterdir()}
    passes("Node.js: work grows as the path, and nothing is decoded otherwise", linear(output / "_worker.js"))
    with contextlib.ExitStack() as stack:
        running = {"Node.js": stack.enter_context(node(output))}
        if real:
            running["workerd"] = stack.enter_context(workerd(output))
        for what, port in running.items():
            passes(f"{what}: open before its second", opens(port, links["soon"]), sunset(port, links["soon"], shares["soon"]))
        assert time.time() < shares["soon"], "the machine is too slow for this test"
        wait_until(shares["soon"])
        for what, port in running.items():
            passes(f"{what}: closed from its second on", ends(port, links["soon"]))
            passes(f"{what}: others are open", opens(port, links["later"]), opens(port, links["open"]))
            passes(f"{what}: ended and unknown", ends(port, links["ended"]), unknown(port, links["ended"]), kept(port, site), alike(port, links["ended"]))
            passes(f"{what}: {COUNT} ways around, none works", around(port, links["ended"], links["open"]))
    later = shares["later"]
    for second, judge in ((later - 1, opens), (later, ends), (later + 400 * DAY, ends)):
        with node(output, second) as port:
            passes(f"Node.js at {second - later:+} seconds", judge(port, links["later"]))
    more = {name: lines for name, (lines, _, _) in ALLOWING.items()}
    allowing = Site("allowing", {name: now + 30 * DAY for name in ALLOWING}, hosts=("cloudflare-pages",), more=more)
    with node(allowing.output) as port:
        passes("Node.js: framed and read as shares say", allows(port, allowing.links()))
    if real:
        with workerd(allowing.output) as port:
            passes("workerd: framed and read as shares say", allows(port, allowing.links()))
            passes("workerd: doctor has nothing to mend", examined(port, allowing.links()["neither"]))
    # A worker that lets all pass is seen.
    shutil.copytree(output, site.root / "open")
    worker = (site.root / "open/_worker.js").read_text()
    (site.root / "open/_worker.js").write_text(worker.replace("if (!(Date.now() < end))", "if (false)"))
    with node(site.root / "open") as port:
        assert list(ends(port, links["ended"])) and list(around(port, links["ended"], links["open"])), "a judge saw nothing"
    before = (output / "_worker.js").read_bytes()
    site.share("new", now + 99)
    site.build()
    assert before == (output / "_worker.js").read_bytes()
    print("  the worker is constant")
    if not real:
        print("  workerd: not asked; EXTRAIT_WORKERD=1 asks it")


main()
