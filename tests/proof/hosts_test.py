"""`verify URL` against real servers over real sockets."""

import subprocess
import unittest

from hosts import Host, authority
from published import EXTRAIT, PLACE, Answer, Site

ENDLESS = 20 << 30


def run(*words):
    return subprocess.run([EXTRAIT, *words], capture_output=True, text=True)


class Hosts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site('hosts')
        cls.output = cls.site.build(7)
        cls.name = cls.site.link('whole-register')
        cls.path = f's/{cls.name}/'

    def host(self, odd=None, tls=None):
        host = Host(self.output, odd, tls)
        self.addCleanup(host.stop)
        return host

    def verify(self, host, *words, path=None):
        answer = Answer(host.url(path or self.path), '--key', self.site.key, *words)
        self.assertNotIn(self.name.split('-')[1], answer.text, 'the token is told')
        return answer

    def check(self, odd, exit, codes, *words):
        answer = self.verify(self.host(odd), *words)
        self.assertEqual((answer.exit, answer.codes), (exit, codes), answer.text)
        return answer

    def at(self, name, act):
        """Answers oddly for one file."""
        return lambda request: request.path == f'/{self.path}{name}' and act(request)

    def test_as_published(self):
        answer = self.check(None, 0, [])
        self.assertTrue(answer.proven)
        self.assertIn('plain http', answer.remarks)
        self.assertIn('cannot be asked what else it holds', answer.remarks)

    def test_every_way_to_write_the_link(self):
        pages = ['/processing/payroll.html', '/processing/', '/extract.json', '/processing/payroll.html?utm=1#part']
        for end in ['', '/', '/index.html', '/#part', '?utm=1', *pages]:
            self.assertEqual(self.verify(self.host(), path=f's/{self.name}{end}').exit, 0, end)

    def test_what_is_no_address(self):
        host = self.host()
        url = host.url(self.path)
        self.assertEqual(Answer(url.replace('http', 'HTTP', 1), '--key', self.site.key).exit, 0)
        for address, says in [
            (url.replace('://', '://me:zqsecretq@'), 'would end in logs'),
            (url.replace(self.name.split('-')[1], '…'), 'its token is hidden'),
            (url.replace('http', 'ftp', 1), 'https:// or http://'),
        ]:
            for command in ['verify', 'doctor']:
                done = run(command, address)
                self.assertEqual(done.returncode, 2, address)
                self.assertIn(says, done.stderr)
                self.assertNotIn('zqsecretq', done.stderr + done.stdout)
        self.assertIn('an address begins with https://', run('verify', url.removeprefix('http://')).stderr)

    def test_without_a_key(self):
        answer = Answer(self.host().url(self.path))
        self.assertEqual(answer.exit, 0)
        self.assertIn('not checked against a key you trust', answer.remarks)

    def test_each_file_is_asked_for_once_and_nothing_else(self):
        host = self.host()
        self.verify(host)
        listed = (self.output / self.path / 'SHA256SUMS').read_text().splitlines()
        expected = [f'/{self.path}{path}' for path in ['SHA256SUMS', 'SHA256SUMS.minisig', *(line[66:] for line in listed)]]
        self.assertEqual(sorted(host.asked), sorted(expected))

    def test_ended_or_unknown(self):
        for status in [404, 410]:
            answer = self.check(lambda request: request.answer(status, b'closed'), 5, ['gone'])
            self.assertIn('ended or never existed', answer.text)

    def test_a_share_from_before_signatures(self):
        odd = self.at('SHA256SUMS.minisig', lambda request: request.answer(404))
        self.check(odd, 5, ['unsigned'])

    def test_a_byte_changed_on_the_way(self):
        page = (self.output / self.path / 'index.html').read_bytes()
        spoilt = page.replace(b'<h1>', b'<h2>', 1)
        self.check(self.at('index.html', lambda request: request.answer(200, spoilt)), 5, ['changed'])

    def test_a_file_gone(self):
        self.check(self.at('extract.json', lambda request: request.answer(404)), 5, ['missing'])

    def test_an_error_of_the_host(self):
        self.check(self.at('extract.json', lambda request: request.answer(403)), 5, ['status'])
        # A host that is not well says nothing of the copy.
        for status in [429, 500, 503]:
            answer = self.check(self.at('extract.json', lambda request: request.answer(status)), 3, [])
            self.assertIn(f'answers {status}; ask again later', answer.text)
            self.assertFalse(answer.proven)

    def test_one_page_for_everything(self):
        answer = self.check(lambda request: request.answer(200, b'<!doctype html>\n<p>Welcome\n'), 5,
                            ['signature', 'bad-sums'])
        self.assertFalse(answer.proven)
        self.assertIn('a web page', answer.text)

    def test_another_share_behind_the_link(self):
        other = self.site.link('one-draft')

        def odd(request):
            request.path = request.path.replace(self.name, other)

        self.check(odd, 5, ['other-link'])

    def test_a_redirect_to_another_host_is_told_and_not_followed(self):
        elsewhere = self.host()
        odd = lambda request: request.answer(302, Location=elsewhere.url(request.path[1:]))
        answer = self.check(odd, 5, ['elsewhere', 'elsewhere'])
        self.assertIn(f'127.0.0.1:{elsewhere.port}', answer.text)
        self.assertEqual(elsewhere.asked, [], 'the other host was asked')
        page = self.at('index.html', lambda request: request.answer(302, Location=elsewhere.url(request.path[1:])))
        self.check(page, 5, ['elsewhere'])
        self.assertEqual(elsewhere.asked, [])

    def test_a_redirect_on_the_same_host_is_followed(self):
        folder = self.at('index.html', lambda request: request.answer(308, Location='./'))
        self.check(folder, 0, [])
        circle = self.at('index.html', lambda request: request.answer(302, Location='index.html'))
        self.check(circle, 5, ['elsewhere'])

    def test_20_gb_where_a_page_should_be(self):
        announced = self.at('index.html', lambda request: request.answer(200, b'x', Content_Length=ENDLESS))
        self.check(announced, 5, ['too-large'])
        sent = []

        def endless(request):
            request.send_response(200)
            request.send_header('Connection', 'close')
            request.end_headers()
            try:
                while sum(sent) < ENDLESS:
                    sent.append(request.wfile.write(bytes(1 << 16)))
            except OSError:
                pass
            request.close_connection = True
            return True

        self.check(self.at('index.html', endless), 5, ['too-large'], '--max-size', '1000000')
        self.assertLess(sum(sent), 64 << 20, 'more was taken than a socket holds')
        # The list itself is bounded as well, whatever --max-size says.
        sent.clear()
        answer = self.verify(self.host(self.at('SHA256SUMS', endless)))
        self.assertEqual((answer.exit, answer.codes), (5, ['too-large']))
        self.assertLess(sum(sent), 256 << 20)

    def test_a_list_that_nobody_signed_is_not_followed(self):
        sums = (self.output / self.path / 'SHA256SUMS').read_bytes()
        out = b''.join(b'0' * 64 + b'  ' + path + b'\n' for path in [b'../../extrait.pub', b'/etc/passwd', b'//elsewhere/x'])
        host = self.host(self.at('SHA256SUMS', lambda request: request.answer(200, sums + out)))
        answer = self.verify(host)
        self.assertEqual((answer.exit, answer.codes), (5, ['signature']))
        self.assertEqual(host.asked, [f'/{self.path}SHA256SUMS', f'/{self.path}SHA256SUMS.minisig'])

    def test_an_answer_cut_short(self):
        def cut(request):
            request.answer(200, b'half', Content_Length=4096)
            request.close_connection = True
            return True

        self.check(self.at('index.html', cut), 3, [])

    def test_nothing_listens(self):
        host = Host(self.output)
        host.stop()
        answer = self.verify(host)
        self.assertEqual((answer.exit, answer.codes, answer.proven), (3, [], False))
        self.assertIn('refused', answer.refused)

    def test_tls(self):
        ca, certificate = authority('own')
        host = self.host(tls=certificate)
        answer = self.verify(host)
        self.assertEqual((answer.exit, answer.codes), (3, []))
        self.assertIn('certificate', answer.refused)
        self.assertIn('--ca', answer.refused)
        answer = self.verify(host, '--ca', ca)
        self.assertEqual((answer.exit, answer.codes), (0, []), answer.text)
        self.assertNotIn('plain http', answer.remarks)
        _, stranger = authority('stranger-ca')
        self.assertEqual(self.verify(self.host(tls=stranger), '--ca', ca).exit, 3)
        ca, misnamed = authority('misnamed', 'DNS:elsewhere.example')
        answer = self.verify(self.host(tls=misnamed), '--ca', ca)
        self.assertEqual(answer.exit, 3)
        self.assertIn('another name', answer.refused)

    def test_an_older_publication_served_again(self):
        state, site = PLACE / 'hosts.json', Site('served')
        host = Host(site.build(8))
        self.addCleanup(host.stop)
        url, key = host.url(f's/{site.link("whole-register")}/'), site.key
        self.assertEqual(Answer(url, '--key', key, '--state', state).exit, 0)
        site.build(7)
        answer = Answer(url, '--key', key, '--state', state)
        self.assertEqual((answer.exit, answer.codes), (5, ['replayed']))


if __name__ == '__main__':
    unittest.main()
