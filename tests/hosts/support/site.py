"""Sites as an author writes them, built by the program, with shares that end when a test wants them to."""

import json
import os
import shutil
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

PLACE = Path("target/hosts").absolute()
EXTRAIT = os.environ.get("EXTRAIT", "target/debug/extrait")
# Stands in every record: an answer that holds it gave something away.
MARK = "zqrecordq"


def instant(second):
    return datetime.fromtimestamp(second, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Site:
    """A site whose shares end at the seconds of `ends`: {name: second, or None for never}; `more` has further lines of some
    of them. There is one application, `app`."""

    def __init__(self, name, ends, base_url="http://localhost/", hosts=("plain",), now=None, more=None):
        self.root = PLACE / "sites" / name
        self.base_url, self.ends = base_url, ends
        shutil.rmtree(self.root, ignore_errors=True)
        self.write(
            "site.yaml",
            f"id: zq\ntitle: Title\norganisation: The office\ncontact: {{name: The desk, email: desk@example.org}}\n"
            f"base_url: {base_url}\nlanguages: [en, fr]\nhosts: [{', '.join(hosts)}]\n",
        )
        self.write("content/registers/work/register.yaml", "kind: workspace\ntitle: Work\n")
        self.write("content/registers/work/files/note.txt", MARK)
        self.write(
            "content/registers/work/thing.yaml",
            f"kind: service\ntitle: {MARK}\nstatus: published\ncreated: 2020-01-01\n",
        )
        self.write("content/applications.yaml", "applications:\n  - {id: app, title: App}\n")
        for share, end in ends.items():
            self.share(share, end, (more or {}).get(share, ""))
        self.build(now)

    def write(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def share(self, name, end, more=""):
        expires = "never" if end is None else instant(end)
        self.write(
            f"content/shares/{name}.yaml",
            f"title: Share\ncreated: 2001-01-01T00:00:00Z\nexpires: {expires}\ninclude: [work]\nprofile: full\n{more}",
        )

    def run(self, *words, check=True):
        command = [EXTRAIT, *words, "--site", str(self.root)]
        done = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}, check=False)
        assert not check or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done

    def build(self, now=None):
        """Builds, by a clock of the past where shares are wanted that have ended since."""
        return self.run("build", *(["--now", instant(now)] if now else []))

    @property
    def output(self):
        return self.root / "output"

    def links(self):
        """The folder of each share's link, below the output."""
        listed = json.loads(self.run("links", "--reveal", "--format", "json").stdout)
        return {link["share"]: link["url"].removeprefix(self.base_url).strip("/") for link in listed}

    def rules(self, host):
        """Writes the rules of a host and returns their folder."""
        folder = self.root / "rules" / host
        self.run("host", "write", host, str(folder))
        return folder


def wait_until(second):
    while time.time() < second:
        time.sleep(min(0.05, max(0.001, second - time.time())))
