"""Requests a second that nginx serves with the rules and without, in turns on the same machine, from 10,000 shares. Told;
with EXTRAIT_LOAD=1 held to what was promised, which asks for a machine that does nothing else.

EXTRAIT_SITTINGS says how many times both are started."""

import os
import random
import re
import shutil
import statistics
import subprocess
import time

from support.request import ask
from support.servers import nginx
from support.site import PLACE, Site

SHARES, ROUNDS, SECONDS, CONNECTIONS, PROMISED = 10_000, 4, 1, 32, 0.9

SCRIPT = """local at = 0
local paths = {{}}
for path in io.lines("{paths}") do paths[#paths + 1] = path end
request = function() at = at % #paths + 1 return wrk.format("GET", paths[at]) end
"""


def folders(site):
    """Copies of one share under other names: what they hold does not matter here."""
    chance, now = random.Random(1), int(time.time())
    link = site.output / site.links()["later"]
    names = [f"{now + chance.randrange(86400, 10**8):010d}-{chance.randrange(16**40):040x}" for _ in range(SHARES)]
    for name in names:
        place = site.output / "s" / name
        place.mkdir()
        for file in ("index.html", "extract.json"):
            os.link(link / file, place / file)
    chance.shuffle(names)
    return [f"/s/{name}/{file}" for name in names for file in ("", "extract.json")]


# Server and client on a core each, where there are two: neither waits for the other's.
APART = len(os.sched_getaffinity(0)) > 1
TOP = "worker_cpu_affinity 01;" if APART else ""


def rate(port, script):
    done = subprocess.run(
        [*(["taskset", "-c", "1"] if APART else []), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), f"http://127.0.0.1:{port}/"],
        capture_output=True, text=True, check=True,
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))


def sitting(site, path, script):
    """Requests a second with the rules and without, of each round. A process keeps the luck that it was started with."""
    start = lambda rules: nginx(site.output, rules, logging=False, top=TOP)
    with start(site.rules("nginx")) as ruled, start(None) as bare:
        assert ask(ruled.port, path).header("x-robots-tag") and not ask(bare.port, path).header("x-robots-tag")
        for server in (ruled, bare):
            rate(server.port, script)
        for turn in range(ROUNDS):
            order = (ruled, bare) if turn % 2 else (bare, ruled)
            rates = {server: rate(server.port, script) for server in order}
            yield rates[ruled], rates[bare]


def main():
    site = Site("load", {"later": int(time.time()) + 86400 * 300})
    paths = folders(site)
    (PLACE / "paths.txt").write_text("\n".join(paths))
    script = PLACE / "load.lua"
    script.write_text(SCRIPT.format(paths=PLACE / "paths.txt"))
    sittings = int(os.environ.get("EXTRAIT_SITTINGS", "7" if os.environ.get("EXTRAIT_LOAD") else "2"))
    found = [pair for _ in range(sittings) for pair in sitting(site, paths[0], script)]
    ruled, bare = (statistics.median(rates) for rates in zip(*found))
    # Of each round by itself: the machine is not the same from one to the next.
    ratio = statistics.median(ruled / bare for ruled, bare in found)
    print(f"  {SHARES} shares, {sittings} sittings of {ROUNDS} rounds of {SECONDS} s, {CONNECTIONS} connections; medians: {ruled:.0f} "
          f"requests/s with the rules, {bare:.0f} without; of a round: {ratio:.2f} (promised: {PROMISED})")
    shutil.rmtree(site.root)
    assert not os.environ.get("EXTRAIT_LOAD") or ratio >= PROMISED, f"{ratio:.2f} is less than {PROMISED}"


main()
