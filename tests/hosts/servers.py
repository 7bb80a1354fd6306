"""Each server starts, serves a site that was built, and ends."""

import time

from support.request import ask
from support.servers import apache, apache_htaccess, caddy, nginx
from support.site import MARK, Site

now = int(time.time())
site = Site("servers", {"later": now + 86400, "open": None}, hosts=("apache-htaccess",))
for name, start in (("nginx", nginx), ("apache", apache), ("apache-htaccess", apache_htaccess), ("caddy", caddy)):
    for rules in (None, site.rules(name)):
        with start(site.output, rules) as server:
            answer = ask(server.port, f"/{site.links()['later']}/")
            assert (answer.status, MARK.encode() in answer.body) == (200, True), (name, rules, answer)
    assert server.log.read_text(), f"{name} wrote no access log"
print("nginx, Apache (twice) and Caddy serve, with rules and without")
