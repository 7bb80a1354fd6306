"""minisign and sha256sum accept what we publish and refuse what was tampered with; `verify` agrees."""

import shutil
import unittest

from published import OTHER_SECRET, PLACE, PROJECT, SECRET, Answer, Site, minisign, sha256sum

SUMS, SIGNATURE = 'SHA256SUMS', 'SHA256SUMS.minisig'


def edit(path, old, new):
    text = path.read_text()
    assert old in text, f'nothing to change in {path.name}'
    path.write_text(text.replace(old, new, 1))


class Tools(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site('tools')
        cls.older = PLACE / 'older'
        shutil.copytree(cls.site.build(7), cls.older)
        # Another state of the content, so that the older publication has other pages too.
        item = cls.site.folder / 'content/registers/processing/seconded-experts.yaml'
        edit(item, 'P10Y', 'P11Y')
        cls.output = cls.site.build(8)
        cls.name = cls.site.link('whole-register')
        cls.other = cls.site.link('one-draft')
        stranger = Site('stranger', OTHER_SECRET)
        cls.stranger = stranger.build(8) / 's' / stranger.link('whole-register')
        cls.state = PLACE / 'tools.json'
        assert Answer(cls.output / 's' / cls.name, '--key', cls.site.key, '--state', cls.state).exit == 0

    def copy(self, folder=None):
        """A copy under the name of the link."""
        place = PLACE / 'copies' / self.id() / self.name
        shutil.rmtree(place.parent, ignore_errors=True)
        shutil.copytree(folder or self.output / 's' / self.name, place)
        return place

    def check(self, spoil, tools, codes, folder=None, key=None):
        """`tools` is what minisign and sha256sum are to say of the spoilt copy."""
        copy, key = self.copy(folder), key or self.site.key
        spoil(copy)
        found = (minisign(copy, key), sha256sum(copy))
        self.assertEqual(found, tools, 'minisign and sha256sum')
        answer = Answer(copy, '--key', key, '--state', self.state)
        self.assertEqual(answer.codes, codes)
        self.assertEqual((answer.exit, answer.proven), (5, False) if codes else (0, True))
        self.assertTrue(not answer.proven or all(found), 'verify is never laxer than the tools')
        self.assertNotIn(self.name.split('-')[1], answer.text, 'the token is told')

    def test_every_share_as_it_was_published(self):
        folders = [folder for folder in (self.output / 's').iterdir() if (folder / SUMS).exists()]
        self.assertGreater(len(folders), 10)
        for folder in folders:
            self.assertTrue(minisign(folder, self.site.key) and sha256sum(folder), folder.name)
            self.assertEqual(Answer(folder, '--key', self.site.key).exit, 0, folder.name)

    def test_untouched(self):
        self.check(lambda copy: None, (True, True), [])

    def test_a_byte_in_a_page(self):
        self.check(lambda copy: edit(copy / 'index.html', '<h1>', '<h2>'), (True, False), ['changed'])

    def test_a_byte_in_the_sums(self):
        digits = (self.output / 's' / self.name / SUMS).read_text()[:64]
        other = digits[:-1] + ('0' if digits[-1] != '0' else '1')
        # A list that nobody signed is not followed.
        self.check(lambda copy: edit(copy / SUMS, digits, other), (False, False), ['signature'])

    def test_a_byte_in_the_signature(self):
        def spoil(copy):
            lines = (copy / SIGNATURE).read_text().splitlines()
            lines[1] = lines[1][:40] + ('A' if lines[1][40] != 'A' else 'B') + lines[1][41:]
            (copy / SIGNATURE).write_text('\n'.join(lines) + '\n')

        self.check(spoil, (False, True), ['signature'])

    def test_a_byte_in_the_trusted_comment(self):
        self.check(lambda copy: edit(copy / SIGNATURE, 'serial:8', 'serial:9'), (False, True), ['signature'])

    def test_a_byte_in_the_global_signature(self):
        def spoil(copy):
            lines = (copy / SIGNATURE).read_text().splitlines()
            lines[3] = ('A' if lines[3][0] != 'A' else 'B') + lines[3][1:]
            (copy / SIGNATURE).write_text('\n'.join(lines) + '\n')

        self.check(spoil, (False, True), ['signature'])

    def test_the_untrusted_comment_is_nobodys_business(self):
        self.check(lambda copy: edit(copy / SIGNATURE, 'by extrait', 'by nobody'), (True, True), [])

    def test_a_file_removed(self):
        self.check(lambda copy: (copy / 'extract.json').unlink(), (True, False), ['missing'])

    def test_a_file_added(self):
        # The tools look at what is listed and at nothing else.
        self.check(lambda copy: (copy / 'more.html').write_text('more'), (True, True), ['added'])

    def test_a_file_added_and_listed(self):
        empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

        def spoil(copy):
            (copy / 'zzz.html').touch()
            (copy / SUMS).write_text(f'{(copy / SUMS).read_text()}{empty}  zzz.html\n')

        self.check(spoil, (False, True), ['signature'])

    def test_no_signature(self):
        self.check(lambda copy: (copy / SIGNATURE).unlink(), (False, True), ['unsigned'])

    def test_another_key(self):
        # As it is: a stranger's site, whole in itself.
        self.check(lambda copy: None, (False, True), ['signature'], folder=self.stranger)

    def test_an_older_publication(self):
        # Everything in it is true; only who has seen a newer one knows.
        older = self.older / 's' / self.name
        self.check(lambda copy: None, (True, True), ['replayed'], folder=older)

    def test_another_publication_of_the_same_number(self):
        site = Site(f'fork-{self.id()}')
        output = site.build(8)
        self.check(lambda copy: None, (True, True), ['forked'], folder=output / 's' / self.name)

    def test_another_share_under_this_link(self):
        self.check(lambda copy: None, (True, True), ['other-link'], folder=self.output / 's' / self.other)

    def test_the_signature_of_another_share(self):
        other = self.output / 's' / self.other / SIGNATURE
        self.check(lambda copy: shutil.copy(other, copy / SIGNATURE), (False, True), ['signature'])

    def test_minisign_reads_the_pinned_signature(self):
        vectors = PROJECT / 'tests/vectors/minisign'
        place = PLACE / 'pinned'
        place.mkdir()
        shutil.copy(vectors / 'message.txt', place / SUMS)
        key = (vectors / 'by-extrait.pub').read_text().splitlines()[1]
        shutil.copy(vectors / 'by-extrait.minisig', place / SIGNATURE)
        self.assertTrue(minisign(place, key))
        (place / SUMS).write_text('An extract, certified!\n')
        self.assertFalse(minisign(place, key))

    def test_the_key_that_is_shown_is_the_one_that_signs(self):
        self.assertEqual(self.site.secret, SECRET)
        self.assertIn(f'public_key: {self.site.key}\n', self.site.run('key', 'show'))
        self.assertIn(self.site.key, (self.output / 'check.html').read_text())


if __name__ == '__main__':
    unittest.main()
