"""Requests a second that nginx serves with the rules and without, in turns on the same machine, from 10,000 shares. Told;
with EXTRAIT_LOAD=1 held to what was promised, which asks for a machine that does nothing else.

EXTRAIT_ROUNDS says how many times each is asked."""

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

SHARES, SECONDS, CONNECTIONS, PROMISED = 10_000, 1, 32, 0.9

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


def rate(port, script):
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), f"http://127.0.0.1:{port}/"],
        capture_output=True, text=True, check=True,
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))


def main():
    site = Site("load", {"later": int(time.time()) + 86400 * 300})
    paths = folders(site)
    (PLACE / "paths.txt").write_text("\n".join(paths))
    script = PLACE / "load.lua"
    script.write_text(SCRIPT.format(paths=PLACE / "paths.txt"))
    rounds = int(os.environ.get("EXTRAIT_ROUNDS", "15" if os.environ.get("EXTRAIT_LOAD") else "5"))
    found = {"with": [], "without": []}
    with nginx(site.output, site.rules("nginx"), logging=False) as ruled, nginx(site.output, None, logging=False) as bare:
        assert ask(ruled.port, paths[0]).header("x-robots-tag") and not ask(bare.port, paths[0]).header("x-robots-tag")
        for server in (ruled, bare):
            rate(server.port, script)
        for turn in range(rounds):
            order = [("with", ruled), ("without", bare)]
            for name, server in order if turn % 2 else reversed(order):
                found[name].append(rate(server.port, script))
    middle = {name: statistics.median(rates) for name, rates in found.items()}
    ratio = middle["with"] / middle["without"]
    print(f"  {SHARES} shares, {rounds} rounds of {SECONDS} s, {CONNECTIONS} connections; medians: "
          f"{middle['with']:.0f} requests/s with the rules, {middle['without']:.0f} without: {ratio:.2f} (promised: {PROMISED})")
    shutil.rmtree(site.root)
    assert not os.environ.get("EXTRAIT_LOAD") or ratio >= PROMISED, f"{ratio:.2f} is less than {PROMISED}"


main()
