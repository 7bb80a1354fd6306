"""Real servers on free ports of the loopback device. Each is given a folder to serve and, or not, the rules.

    with nginx(root, rules) as server:
        ask(server.port, "/")

`rules` is a folder that `extrait host write` wrote, or None. Access logs are at `server.log`: nginx and Apache write the
combined format, Caddy JSON. `offset` moves the clock, as `+90d`, and `zone` sets the time zone."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from support.site import PLACE

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
MODULES = Path("/usr/lib/apache2/modules")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server that runs until its block ends."""

    count = 0

    def __init__(self, kind, offset=None, zone=None):
        Server.count += 1
        self.kind, self.port = kind, free_port()
        self.folder = PLACE / "servers" / f"{kind}-{os.getpid()}-{Server.count}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.log, self.errors = self.folder / "access.log", self.folder / "error.log"
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        if zone:
            self.env["TZ"] = zone
        if offset:
            assert FAKETIME, "libfaketime is missing"
            self.env |= {"LD_PRELOAD": str(FAKETIME), "FAKETIME": offset}

    def config(self, name, text):
        path = self.folder / name
        path.write_text(text.replace("@HERE@", str(self.folder)).replace("@PORT@", str(self.port)))
        return str(path)

    @contextlib.contextmanager
    def running(self, command):
        with open(self.folder / "output.log", "wb") as output:
            process = subprocess.Popen(command, env=self.env, cwd=self.folder, stdout=output, stderr=output)
        try:
            self.wait(process)
            yield self
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait(self, process):
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.02)
        said = "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))
        raise AssertionError(f"{self.kind} does not answer: {said}")


def nginx(root, rules, offset=None, zone=None, before="", headers="", logging=True, top=""):
    """`headers` is what an administrator adds to every page, below s/ too; `top` stands outside all blocks."""
    server = Server("nginx", offset, zone)
    (server.folder / "extrait/headers").mkdir(parents=True)
    server.config("extrait/headers/own.conf", headers)
    http, block = (f"include {rules}/http.conf;", f"include {rules}/server.conf;") if rules else ("", "")
    log = "@HERE@/access.log combined" if logging else "off"
    config = server.config("nginx.conf", f"""daemon off;
pcre_jit on;
worker_processes 1;
{top}
pid @HERE@/nginx.pid;
error_log @HERE@/error.log;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    access_log {log};
    client_body_temp_path @HERE@/body;
    proxy_temp_path @HERE@/proxy;
    fastcgi_temp_path @HERE@/fastcgi;
    uwsgi_temp_path @HERE@/uwsgi;
    scgi_temp_path @HERE@/scgi;
    {http}
    server {{
        listen 127.0.0.1:@PORT@;
        root {root};
        {before}
        {block}
    }}
}}
""")
    return server.running(["nginx", "-c", config, "-e", str(server.errors)])


def apache(root, rules, offset=None, zone=None, override="None", before=""):
    """With `rules` None and `override` `FileInfo`, the `.htaccess` of the output is what counts."""
    server = Server("apache", offset, zone)
    modules = ["mpm_event", "authn_core", "authz_core", "dir", "mime", "alias", "env", "setenvif", "headers", "rewrite", "autoindex", "negotiation"]
    load = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
    include = f"Include {rules}/extrait.conf" if rules else ""
    config = server.config("apache.conf", f"""ServerRoot @HERE@
DefaultRuntimeDir @HERE@
PidFile @HERE@/apache.pid
Mutex file:@HERE@ default
Listen 127.0.0.1:@PORT@
ServerName localhost
{load}
{"User www-data" if os.geteuid() == 0 else ""}
{"Group www-data" if os.geteuid() == 0 else ""}
TypesConfig /etc/mime.types
ErrorLog @HERE@/error.log
LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" combined
CustomLog @HERE@/access.log combined
<Directory />
    Require all denied
    AllowOverride None
</Directory>
<VirtualHost 127.0.0.1:@PORT@>
    DocumentRoot {root}
    DirectoryIndex index.html
    <Directory {root}>
        Require all granted
        Options Indexes FollowSymLinks
        AllowOverride {override}
    </Directory>
    <FilesMatch "^[.]ht">
        Require all denied
    </FilesMatch>
    {before}
    {include}
</VirtualHost>
""")
    return server.running(["apache2", "-DFOREGROUND", "-f", config])


def apache_htaccess(root, rules, offset=None, zone=None, before=""):
    """Shared hosting: nothing but the `.htaccess` of the output. `rules` None: it may not say anything."""
    return apache(root, None, offset, zone, override="FileInfo" if rules else "None", before=before)


def caddy(root, rules, zone=None):
    """Caddy is linked statically and asks the kernel for the time: its clock cannot be moved."""
    server = Server("caddy", None, zone)
    body = f"import {rules}/extrait.caddyfile" if rules else "file_server browse"
    config = server.config("Caddyfile", f"""{{
    admin off
    auto_https off
    storage file_system @HERE@/data
}}
http://:@PORT@ {{
    bind 127.0.0.1
    root * {root}
    log {{
        output file @HERE@/access.log
    }}
    {body}
}}
""")
    return server.running(["caddy", "run", "--config", config, "--adapter", "caddyfile"])
