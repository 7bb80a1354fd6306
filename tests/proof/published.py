"""What was built, and what the tools say of a copy of it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

PLACE = Path(os.environ['PLACE'])
EXTRAIT = os.environ['EXTRAIT']
PROJECT = Path.cwd()
# A secret that only tests use, and another one that differs in one bit.
SECRET = 'extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTM_a161e688'
OTHER_SECRET = 'extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTI_817fdd2d'


class Site:
    """The example site, built under a secret."""

    def __init__(self, name, secret=SECRET):
        self.folder = PLACE / name
        self.secret = secret
        self.folder.mkdir(parents=True)
        shutil.copy(PROJECT / 'site.yaml', self.folder)
        shutil.copytree(PROJECT / 'content', self.folder / 'content')

    def run(self, *words):
        environment = {**os.environ, 'EXTRAIT_SECRET': self.secret}
        words = [EXTRAIT, *words, '--site', str(self.folder)]
        return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout

    def build(self, serial):
        self.run('build', '--serial', str(serial))
        return self.folder / 'output'

    def link(self, share):
        links = json.loads(self.run('links', '--reveal', '--format', 'json'))
        return next(link for link in links if link['share'] == share)['url'].rstrip('/').rsplit('/', 1)[1]

    @property
    def key(self):
        return (self.folder / 'output/extrait.pub').read_text().splitlines()[1]


def minisign(folder, key):
    """Whether real minisign accepts the signature of the sums."""
    words = ['minisign', '-Vm', 'SHA256SUMS', '-P', key]
    return subprocess.run(words, cwd=folder, capture_output=True).returncode == 0


def sha256sum(folder):
    """Whether the real sha256sum finds every file as it is listed."""
    words = ['sha256sum', '--strict', '-c', 'SHA256SUMS']
    return subprocess.run(words, cwd=folder, capture_output=True).returncode == 0


class Answer:
    """What `verify` says."""

    def __init__(self, copy, *words):
        words = [EXTRAIT, 'verify', str(copy), '--format', 'json', *words]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        self.exit, self.text = done.returncode, done.stdout + done.stderr
        report = json.loads(done.stdout) if done.stdout else {}
        self.codes = [problem['code'] for problem in report.get('problems', [])]
        self.proven, self.refused = report.get('proven'), report.get('refused') or done.stderr
        self.remarks = ' '.join(report.get('remarks', []))
