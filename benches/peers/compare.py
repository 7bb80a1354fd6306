"""Builds the same records by each generator in turn, and tells what it cost: `compare.py WORK RECORDS ROUNDS EXTRAIT HUGO
BLADES`. `run` prepares all of it.

Linux tells the peak memory of a process of its later children too, which start as copies of it: this one stays small, so it
imports little and holds one page at a time."""

import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

# Those of tests and other benchmarks: before the end of the corpus's shares, whatever the machine's clock says.
SECRET = "extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTM_a161e688"
NOW = "2098-06-01T12:00:00Z"
BARE = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
HEADING = re.compile(r"<h1[^>]*>[^<]*, dossier (\d+)</h1>")


class Generator:
    """A program, its site, and how it is asked to build it."""

    def __init__(self, name, site, version, command, made, environment=None):
        self.name, self.site, self.command, self.made = name, site, command, made
        said = subprocess.run(version, capture_output=True, text=True, check=True).stdout
        self.version = re.search(r"\d+\.\d+\.\d+", said)[0]
        self.environment = BARE | (environment or {})
        self.wall, self.cpu, self.memory, self.bytes, self.forms = [], [], [], 0, []

    def build(self, number):
        """Builds from nothing, measures, and puts what was made aside: a deletion would burden the next build."""
        # What others wrote reaches the disk first; and a tick of the file system's clock passes, so that no file is so
        # young that a build would have to look at it again. There is no event for that, so it sleeps.
        os.sync()
        time.sleep(0.1)
        log = self.site.parent / f"{self.name}.log"
        with log.open("w") as heard:
            begun = time.perf_counter()
            child = subprocess.Popen(self.command, cwd=self.site, env=self.environment, stdout=heard, stderr=heard)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{self.name} failed:\n{log.read_text()}")
        self.wall.append(wall)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.memory.append(usage.ru_maxrss * 1024)
        aside = self.site.parent / "aside" / f"{self.name}-{number}"
        aside.mkdir(parents=True)
        for made in self.made:
            if (self.site / made).exists():
                (self.site / made).rename(aside / made.lstrip("."))
        return aside

    def check(self, built, wanted):
        """Every record has a page of its own, with its fields and its text."""
        found, total = set(), 0
        for path in built.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            total += len(text.encode())
            if heading := HEADING.search(text):
                number = int(heading[1])
                assert f"T-{number:05}" in text and "<table" in text and "</h2>" in text, f"{self.name}: {path} is not whole"
                found.add(number)
        missing = set(range(1, wanted + 1)) - found
        if missing or len(found) != wanted:
            sys.exit(f"{self.name} built {len(found)} pages of {wanted}; missing: {sorted(missing)[:5]}")
        self.bytes = total / wanted
        self.forms = sorted({path.suffix for path in built.rglob("*") if path.suffix} - {".html"})


def generators(work, extrait, hugo, blades):
    """Each with its site. What extrait alone would write beyond pages and data is left out where the site can say so."""
    site = work / "extrait"
    share = next((site / "content/shares").glob("*.yaml"))
    plain = share.read_text(encoding="utf-8")
    share.write_text(plain + "formats: [json]\n", encoding="utf-8")
    words = ["--site", str(site), "--now", NOW]
    environment = {"EXTRAIT_SECRET": SECRET}
    if subprocess.run([extrait, "check", *words], env=BARE | environment, capture_output=True).returncode != 0:
        # A version that has no other form than that.
        share.write_text(plain, encoding="utf-8")
    hugo_site, blades_site = work / "hugo", work / "blades"
    return [
        Generator("extrait", site, [extrait, "--version"], [extrait, "build", *words], ["output", ".extrait"], environment),
        Generator("blades", blades_site, [blades, "version"], [blades, "all"], ["public", ".blades"]),
        Generator("Hugo", hugo_site, [hugo, "version"], [hugo, "--quiet"], ["public", "resources", ".hugo_build.lock"]),
    ]


def table(all_of, wanted):
    own = statistics.median(all_of[0].wall)
    lines = [
        "| program | pages/s | median | least | extrait's pages/s are | CPU | peak memory | kB of HTML a record |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for one in all_of:
        median = statistics.median(one.wall)
        lines.append(
            f"| {one.name} {one.version} | {wanted / median:,.0f} | {median:.2f} s | {min(one.wall):.2f} s | "
            f"{median / own:.2f} × | {statistics.median(one.cpu):.2f} s | {max(one.memory) / 1e6:.0f} MB | {one.bytes / 1e3:.1f} |"
        )
    return "\n".join(lines)


def main():
    work, wanted, rounds = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]), int(sys.argv[3])
    programs = [str(pathlib.Path(path).absolute()) for path in sys.argv[4:7]]
    all_of = generators(work, *programs)
    for number in range(rounds):
        for one in all_of:
            built = one.build(number)
            if number == 0:
                one.check(built, wanted)
    print(f"{wanted:,} records, {rounds} rounds, interleaved; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print(table(all_of, wanted))
    print("\nbeside pages: " + "; ".join(f"{one.name} {' '.join(one.forms)}" for one in all_of))
    print("\nGoals: at 10,000 records at least 1.2 × blades' pages a second, at most 74 MB. Zola is in neither registry.")


main()
