# SPDX-License-Identifier: Apache-2.0
"""A sealed election by commands, its board as a service, and ballots that are prepared beforehand."""
import base64
import hashlib
import http.client
import json
import time

from sealed_folder import SealedFolder


class Connection:
    """To the board, kept from request to request."""

    def __init__(self, scene):
        self.scene = scene
        self.kept = None

    def request(self, method, path, body=None, headers=None):
        if self.kept is None:
            self.kept = http.client.HTTPSConnection("localhost", self.scene.port, timeout=30,
                                                    context=self.scene.trust)
        try:
            self.kept.request(method, path, body, headers or {})
            answer = self.kept.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def get(self, path, headers=None):
        return self.request("GET", path, None, headers)

    def vote(self, ballot):
        return self.request("POST", "/ballots", ballot)

    def close(self):
        if self.kept is not None:
            self.kept.close()
            self.kept = None


class BoardScene(SealedFolder):
    """`voters` is their number. Files are in `folder`; the commands are those of a build."""

    seconds_to_end = 60

    def __init__(self, build, folder, voters, hours=""):
        super().__init__(build, folder)
        self.make_election(voters, hours)
        self.make_certificate()
        self.port = None

    def make_election(self, voters, hours):
        self.make_keys(hours)
        names = [f"v{i:05}" for i in range(voters)]
        (self.folder / "voters.csv").write_text("voter,district\n" + "".join(f"{name},d\n" for name in names))
        self.run("evote-credentials", "issue", "record", "--voters", "voters.csv", "--codes", "codes.csv", "--plain")
        self.seal()
        rows = [line.split(",") for line in (self.folder / "codes.csv").read_text().splitlines()[1:]]
        self.codes = [code for _, code in rows]
        (self.folder / "choices").write_text("c: a\n")

    def ballot(self, voter, counter):
        """The bytes of a ballot that is not sent yet."""
        out = self.folder / f"{voter}-{counter}.ballot"
        if not out.exists():
            (self.folder / "code").write_text(self.codes[voter] + "\n")
            (self.folder / "code").chmod(0o600)
            self.run("evote-cast", "vote", "record", "--code-file", "code", "--choices", "choices", "--counter",
                     counter, "--out", out)
        return out.read_bytes()

    def begin(self, *more, port=0):
        """The service, on a port of its own choice; waits until it answers."""
        before = self.start("evote-board", "serve", "record", "--key", "board.key", "--listen", f"localhost:{port}",
                            "--tls-cert", "cert.pem", "--tls-key", "key.pem", "--fingerprint", self.fingerprint,
                            "--per-minute", "60000", *more)
        end = time.monotonic() + 60
        while True:
            lines = self.log_lines(before)
            for line in lines:
                if line.get("event") == "listening":
                    self.port = line["port"]
                    self.metrics_port = next((one["port"] for one in lines if one.get("event") == "metrics"), None)
                    return
            if self.service.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the service does not begin:\n" + (self.folder / "log").read_text()[-2000:])
            time.sleep(0.02)

    def log_lines(self, begin=0):
        """What the service has said in its log, without its talk."""
        out = []
        for line in (self.folder / "log").read_bytes()[begin:].decode().splitlines():
            if line.startswith("{"):
                try:
                    out.append(json.loads(line))
                except ValueError:
                    pass  # not yet written whole
        return out

    def entries(self):
        """The entries of the log, from its files."""
        checkpoint = (self.folder / "record/board/checkpoint").read_text().split("\n")
        size = int(checkpoint[1])
        out = []
        for bundle in range((size + 255) // 256):
            width = min(256, size - 256 * bundle)
            assert bundle < 1000
            name = self.folder / f"record/board/tile/entries/{bundle:03}"
            data = (name if width == 256 else name.with_name(f"{bundle:03}.p") / str(width)).read_bytes()
            for _ in range(width):
                length = int.from_bytes(data[:2], "big")
                out.append(data[2:2 + length])
                data = data[2 + length:]
        return out


def roots(entries):
    """The root of the log after each number of entries (RFC 6962), in base64."""
    out = [base64.b64encode(hashlib.sha256().digest()).decode()]
    stack = []  # hashes of perfect trees, and how many entries each has
    for entry in entries:
        stack.append((hashlib.sha256(b"\0" + entry).digest(), 1))
        while len(stack) > 1 and stack[-1][1] == stack[-2][1]:
            right, left = stack.pop(), stack.pop()
            stack.append((hashlib.sha256(b"\1" + left[0] + right[0]).digest(), 2 * left[1]))
        root = stack[-1][0]
        for left, _ in reversed(stack[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        out.append(base64.b64encode(root).decode())
    return out


def receipt_facts(receipt):
    """Index of the entry, and size and root of the checkpoint."""
    head, checkpoint = receipt.decode().split("\n\n", 1)
    index = next(int(line[6:]) for line in head.split("\n") if line.startswith("index "))
    lines = checkpoint.split("\n")
    return index, int(lines[1]), lines[2]
