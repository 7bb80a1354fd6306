"""Servers on loopback, honest and other."""

import ssl
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from published import PLACE


class Handler(SimpleHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        self.server.asked.append(self.path)
        if not (self.server.odd and self.server.odd(self)):
            super().do_GET()

    def answer(self, status, body=b'', **headers):
        self.send_response(status)
        for name, value in {'Content_Length': len(body), **headers}.items():
            self.send_header(name.replace('_', '-'), str(value))
        self.end_headers()
        self.wfile.write(body)
        return True

    def log_message(self, *_):
        pass


class Host:
    """Serves a folder; `odd` may answer in its place. With `tls`, a certificate and its key, over https."""

    def __init__(self, folder, odd=None, tls=None):
        self.server = ThreadingHTTPServer(('127.0.0.1', 0), partial(Handler, directory=str(folder)))
        self.server.odd, self.server.asked, self.server.daemon_threads = odd, [], True
        # What a client breaks off is no fault here.
        self.server.handle_error = lambda *_: None
        self.scheme = 'http'
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = 'https'
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def asked(self):
        return self.server.asked

    def url(self, path):
        return f'{self.scheme}://127.0.0.1:{self.port}/{path}'

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def authority(name, host='IP:127.0.0.1'):
    """An authority of our own, and a certificate by it: its file, and those of the certificate and its key."""
    place = PLACE / name
    place.mkdir()

    def openssl(*words):
        subprocess.run(['openssl', *words], cwd=place, check=True, capture_output=True)

    new = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
    openssl('req', '-x509', *new, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', f'/CN={name}')
    openssl('req', *new[:-2], '-keyout', 'host.key', '-out', 'host.csr', '-subj', '/CN=host')
    (place / 'extensions').write_text(f'subjectAltName={host}\nbasicConstraints=CA:FALSE\n')
    signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'extensions']
    openssl('x509', '-req', '-in', 'host.csr', '-out', 'host.pem', *signing)
    return place / 'ca.pem', (place / 'host.pem', place / 'host.key')
