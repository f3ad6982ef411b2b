# SPDX-License-Identifier: Apache-2.0
"""An election with two registrars by commands, the service of the first of them, a provider of identities that
knows everybody, and browsers. Everything is on this machine, over TLS."""
import base64
import hashlib
import html
import http.client
import http.server
import json
import pathlib
import re
import secrets
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

from sealed_folder import PASSPHRASE, SealedFolder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class StubProvider:
    """An OpenID Connect provider that takes whoever a test names: as little of one as a client needs."""

    def __init__(self, folder):
        self.key = folder / "provider.pem"
        subprocess.run(["openssl", "genrsa", "-out", self.key, "2048"], check=True, capture_output=True)
        modulus = subprocess.run(["openssl", "rsa", "-in", self.key, "-noout", "-modulus"], check=True,
                                 capture_output=True, text=True).stdout.strip().split("=")[1]
        self.modulus = base64url(bytes.fromhex(modulus))
        self.codes = {}
        self.signed_in = None  # the person that real browsers are sent back as
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, value):
                body = json.dumps(value).encode()
                self.send_response(200 if value is not None else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                if self.path.startswith("/authorize?"):
                    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                    self.send_response(302)
                    self.send_header("Location", query["redirect_uri"] + "?" +
                                     provider.authorize(self.path, provider.signed_in))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    self.answer(provider.keys() if self.path == "/keys" else provider.description())

            def do_POST(self):
                size = int(self.headers["Content-Length"])
                form = dict(urllib.parse.parse_qsl(self.rfile.read(size).decode()))
                self.answer(provider.token(form))

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # a service that was killed says no goodbye

        self.server = Server(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def description(self):
        return {"issuer": self.issuer, "authorization_endpoint": self.issuer + "/authorize",
                "token_endpoint": self.issuer + "/token", "jwks_uri": self.issuer + "/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"]}

    def keys(self):
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": self.modulus, "e": "AQAB"}]}

    def authorize(self, url, person):
        """What the person's browser is sent back with: the query of the redirect."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        code = secrets.token_urlsafe(16)
        self.codes[code] = (query, person)
        return urllib.parse.urlencode({"code": code, "state": query["state"]})

    def token(self, form):
        query, person = self.codes.pop(form.get("code"), (None, None))
        challenge = base64url(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if query is None or challenge != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": query["client_id"], "iat": now, "exp": now + 300, "auth_time": now,
                  "nonce": query["nonce"], **person}
        signed = ".".join(base64url(json.dumps(part).encode())
                          for part in ({"alg": "RS256", "kid": "1", "typ": "JWT"}, claims))
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key], input=signed.encode(),
                                   check=True, capture_output=True).stdout
        return {"access_token": "x", "token_type": "Bearer", "id_token": f"{signed}.{base64url(signature)}"}


class RealProvider:
    """npm's oidc-provider (tests/identity/provider). Persons are accounts, which have claims."""
    FOLDER = pathlib.Path(__file__).resolve().parent.parent / "identity/provider"

    @classmethod
    def is_installed(cls):
        return (cls.FOLDER / "node_modules/oidc-provider").exists() and shutil.which("node") is not None

    def __init__(self, redirect, accounts):
        options = [word for account in accounts for word in ("--account", account)]
        self.process = subprocess.Popen(
            ["node", self.FOLDER / "provider.mjs", "--client", "voters", "--redirect", redirect, *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("ready "):
            raise RuntimeError("the provider does not begin to serve")
        self.issuer = line.split()[1]

    def authorize(self, url, account):
        """What the account's browser is sent back with, after its person has signed in."""
        cookies = {}
        while url.startswith(self.issuer):
            parts = urllib.parse.urlsplit(url)
            query = "name=" + account if parts.path.startswith("/interaction/") else parts.query
            connection = http.client.HTTPConnection(parts.netloc, timeout=30)
            connection.request("GET", f"{parts.path}?{query}",
                               headers={"Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())})
            answer = connection.getresponse()
            answer.read()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, value = cookie.split(";")[0].split("=", 1)
                cookies[name] = value
            url = urllib.parse.urljoin(url, answer.headers["Location"])
            connection.close()
        return urllib.parse.urlsplit(url).query

    def end(self):
        self.process.kill()
        self.process.wait()


class Page:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def code(self):
        """The code, or the ticket, that the page shows."""
        found = re.search(r'<div class="code">((?:<span>\w+</span>)+)</div>', self.body)
        return "-".join(re.findall(r"<span>(\w+)</span>", found.group(1))) if found else None

    @property
    def token(self):
        return re.search(r'name="token" value="([0-9a-f]{64})"', self.body).group(1)


class Browser:
    """Keeps the service's cookies; one connection for each request."""

    def __init__(self, scene):
        self.scene = scene
        self.cookies = {}

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection("localhost", self.scene.port, timeout=30,
                                                 context=self.scene.trust)
        fields = {"Accept-Language": "en", **(headers or {})}
        if self.cookies:
            fields["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, value = cookie.split(";")[0].split("=", 1)
                self.cookies[name] = value
            self.cookies = {name: value for name, value in self.cookies.items() if value}
            return Page(answer.status, answer.headers, text)
        finally:
            connection.close()

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, **fields):
        return self.request("POST", path, urllib.parse.urlencode({**fields, "lang": "en"}),
                            {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.scene.url})

    def sign_in(self, person, path="/login"):
        """What the service answers when the person comes back from the provider."""
        begun = self.get(path)
        assert begun.status == 303, begun.status
        return self.get("/callback?" + self.scene.provider.authorize(begun.headers["Location"], person))


class Scene(SealedFolder):
    """`voters` are names. Files are in `folder`; the commands are those of a build."""

    def __init__(self, build, folder, voters):
        super().__init__(build, folder)
        self.voters = voters
        self.make_election()
        self.make_certificate()
        self.provider = StubProvider(self.folder)
        self.port = free_port()
        self.url = f"https://localhost:{self.port}"

    def make_election(self):
        self.make_keys('"registrars":2,')
        (self.folder / "voters.csv").write_text("".join(f"{name},d\n" for name in self.voters))
        self.run("evote-credentials", "list", "record", "--voters", "voters.csv", "--out", "list.csv")
        keys = []
        for i in (1, 2):
            said = self.run("evote-credentials", "halves", "record", "--list", "list.csv", "--registrar", i,
                            "--name", f"Registrar {i}", "--secret", f"r{i}.age", *PASSPHRASE, "--codes",
                            f"codes-{i}.csv", "--plain", "--json")
            keys += ["--registrar", json.loads(said.stdout)["key"]]
        self.run("evote-credentials", "roll", "record")
        self.seal(*keys)
        rows = [line.split(",") for line in (self.folder / "codes-1.csv").read_text().splitlines()[1:]]
        self.codes = {name: code for _, name, code in rows}
        self.numbers = {name: int(number) for number, name, _ in rows}

    def configure(self, **changes):
        config = {"format": "evote-registrar-config-1", "record": "record", "fingerprint": self.fingerprint,
                  "list": "list.csv", "secret": "r1.age", "state": "state", "listen": f"127.0.0.1:{self.port}",
                  "certificate": "cert.pem", "key": "key.pem", "url": self.url,
                  "provider": {"issuer": self.provider.issuer, "client_id": "voters", "claim": "pin",
                               "role_claim": "roles", "clerk_role": "clerk"},
                  "second_showing": "shown", "refresh_seconds": 1,
                  "limits": {"showings_per_day": 1000000, "tickets_per_day": 1000000, "logins_per_minute": 60000,
                             "tickets_per_minute": 60000}}
        config.update(changes)
        (self.folder / "config.json").write_text(json.dumps(config))

    def begin(self):
        """Starts the service, and waits until it answers."""
        before = self.start("evote-registrar", "serve", "config.json", *PASSPHRASE)
        end = time.monotonic() + 60
        while '"event":"listening"' not in (self.folder / "log").read_text()[before:]:
            if self.service.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the service does not begin:\n" + (self.folder / "log").read_text()[-2000:])
            time.sleep(0.02)

    def log_of_identifications(self):
        """The rows, after the chain was checked."""
        csv = self.folder / "identifications.csv"
        csv.unlink(missing_ok=True)
        self.run("evote-registrar", "log", "state", "--out", csv)
        lines = [line.replace('"', "").split(",") for line in csv.read_text().splitlines()]
        return [dict(zip(lines[0], line)) for line in lines[1:]]

    def voter(self, name, subject=None):
        """A person as the provider knows one."""
        return {"sub": subject or hashlib.sha256(name.encode()).hexdigest()[:16], "pin": name}

    def clerk(self):
        """A browser of a clerk who is signed in, and the token of its forms."""
        browser = Browser(self)
        page = browser.sign_in({"sub": "clerk-7", "roles": ["clerk"]}, "/clerk/login")
        assert page.status == 200, page.body
        return browser, browser.get("/clerk").token

    def close(self):
        super().close()
        self.provider.server.shutdown()


def text_of(page):
    return html.unescape(re.sub(r"<[^>]*>", " ", page.body))
