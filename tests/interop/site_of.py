"""A site whose texts hold every sign that a table could trip over, and what a build makes of it."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NOW = "2098-06-01T12:00:00Z"
SECRET = "extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTM_a161e688"

# What spreadsheets run, what parts cells, lines and lists, and what XML cannot hold.
AWKWARD = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "a;b", 'a"b', '"', "a\nb", "a\r\nb", " | ", "a|b", "a\\", "\\|", "a,=1",
    "＝1", " a ", "<b>&amp;</b>", "é — 漢字 😀", "_x0041_", "none", "TRUE", "00012", "1e5", "2024-01-01",
]

SITE = {
    "id": "test", "title": "Site", "organisation": "Organisation", "contact": {"name": "Office"},
    "base_url": "https://example.org/", "languages": ["en", "fr"],
}

RECORD = {
    "status": "published", "created": "2097-01-01", "updated": "2098-01-02", "automated_decision": True,
    "data_subjects": ["employees"], "data": ["identity"], "recipients": "none", "transfers": "none",
    "retention": [{"active": {"duration": "P5Y", "criterion": "from the last contact"}}, {"active": "P1Y", "fate": "destroy"}],
    "security": ["backup"],
}


def write(root, path, value):
    path = Path(root) / path
    path.parent.mkdir(parents=True, exist_ok=True)
    # JSON is YAML.
    path.write_text(json.dumps(value), encoding="utf-8")


class Site:
    def __init__(self):
        self.root = tempfile.mkdtemp(dir=os.environ["PLACE"])
        write(self.root, "site.yaml", SITE)
        register = {"kind": "controller", "title": "Register", "controller": {"name": "=Town", "address": "1; Street"}}
        write(self.root, "content/registers/staff/register.yaml", register)
        for number, text in enumerate(AWKWARD):
            record = dict(RECORD, title=f"Record {number}", reference=text)
            record["purposes"] = [{"label": text, "legal_basis": "contract"}, {"label": "second"}]
            write(self.root, f"content/registers/staff/item-{number:02}.yaml", record)
        self.share("all", ["staff"])

    def share(self, name, include, **more):
        share = {"title": "Share", "include": include, "created": "2098-01-01T00:00:00Z", "expires": "2099-01-01T00:00:00Z",
                 "audience": "link", "profile": "full"}
        write(self.root, f"content/shares/{name}.yaml", {**share, **more})

    def run(self, *words):
        environment = {"EXTRAIT_SECRET": SECRET, "PATH": os.environ["PATH"]}
        return subprocess.run([os.environ["EXTRAIT"], *words, "--site", self.root, "--now", NOW], env=environment,
                              capture_output=True, text=True, check=False)

    def build(self, *words):
        done = self.run("build", *words)
        assert done.returncode == 0, done.stderr
        return done

    def folder(self, name, output="output"):
        links = json.loads(self.run("links", "--reveal", "--format", "json").stdout)
        url = next(link["url"] for link in links if link["share"] == name)
        return Path(self.root) / output / "s" / url.rstrip("/").rsplit("/", 1)[1]

    def remove(self):
        shutil.rmtree(self.root)
