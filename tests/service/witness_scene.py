# SPDX-License-Identifier: Apache-2.0
"""A board whose election names seven witnesses, four of whom must sign: two are evote-board witness, two another
implementation (go/witness.go), one is dead, one takes connections and says nothing, one lies."""
import http.server
import json
import os
import pathlib
import socket
import ssl
import subprocess
import threading
import time

from board_scene import BoardScene

QUORUM = 4
OURS, OTHERS, DEAD, SILENT, LIAR = ("w1", "w2"), ("w3", "w4"), "w5", "w6", "w7"
NAMES = [*OURS, *OTHERS, DEAD, SILENT, LIAR]


def build_go(build):
    """The other implementation, as a program."""
    program = build / "tests/service/go-witness"
    program.parent.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOFLAGS="", GOPROXY="off",
                       GOCACHE=str(build / "gocache"))
    subprocess.run(["go", "build", "-o", program, pathlib.Path(__file__).parent / "go/witness.go"], env=environment,
                   check=True)
    return program


class Liar(http.server.BaseHTTPRequestHandler):
    """Has an answer to everything, and it is never true."""

    protocol_version = "HTTP/1.1"
    asked = 0

    def do_POST(self):  # pylint: disable=invalid-name
        self.rfile.read(int(self.headers["Content-Length"]))
        Liar.asked += 1
        lies = [(200, "text/plain", "\u2014 w7 " + "A" * 104 + "\n"), (409, "text/x.tlog.size", "0\n"),
                (409, "text/x.tlog.size", "999999\n"), (422, "text/plain", ""), (200, "text/plain", "x" * 200_000),
                (301, "text/plain", "")]
        status, kind, text = lies[Liar.asked % len(lies)]
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Location", "https://localhost:1/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, *_):
        pass


class WitnessScene(BoardScene):
    def __init__(self, build, folder, voters):
        self.go = build_go(pathlib.Path(build).resolve())
        self.programs = {}
        self.urls = {}
        self.keys = {}
        self.closing = []
        super().__init__(build, folder, voters)
        self.log_key = json.loads((self.folder / "record/board.json").read_text())["key"]

    def run_go(self, *words, check=True):
        done = subprocess.run([self.go, *map(str, words)], cwd=self.folder, capture_output=True, text=True, check=False,
                              timeout=60)
        if check and done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done

    @staticmethod
    def seed(name):
        return name.encode().hex().rjust(64, "0")

    def seal(self, *more):
        for name in NAMES:
            if name in OTHERS:
                self.keys[name] = self.run_go("key", name, self.seed(name)).stdout.strip()
            else:
                self.keys[name] = self.run("evote-board", "witness-key", name, "--key", f"{name}.key").stdout.strip()
        named = [word for name in NAMES for word in ("--witness", self.keys[name])]
        super().seal(*more, *named, "--quorum", QUORUM)

    def begin_witness(self, name):
        """One that works."""
        if name in OTHERS:
            command = [self.go, "serve", name, self.seed(name), self.log_key, "cert.pem", "key.pem"]
            program = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       text=True)
            port = int(program.stdout.readline())
        else:
            port = self.port_of(name)
            program, port = self.begin_ours(name, port)
        self.programs[name] = program
        self.urls[name] = f"https://localhost:{port}"

    def port_of(self, name):
        return int(self.urls[name].rsplit(":", 1)[1]) if name in self.urls else 0

    def begin_ours(self, name, port):
        log = self.folder / f"{name}.log"
        command = [self.build / "tools/evote-board", "witness", "--key", f"{name}.key", "--state", f"{name}.state",
                   "--election", "record", "--fingerprint", self.fingerprint, "--listen", f"localhost:{port}",
                   "--tls-cert", "cert.pem", "--tls-key", "key.pem"]
        with open(log, "a", encoding="utf-8") as out:
            before = out.tell()
            program = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out)
        end = time.monotonic() + 60
        while time.monotonic() < end and program.poll() is None:
            for line in log.read_text()[before:].splitlines():
                if line.startswith("{") and json.loads(line)["event"] == "listening":
                    return program, json.loads(line)["port"]
            time.sleep(0.02)
        raise RuntimeError("the witness does not begin:\n" + log.read_text()[-2000:])

    def begin_bad_witnesses(self):
        with socket.socket() as dead:
            dead.bind(("127.0.0.1", 0))
            self.urls[DEAD] = f"https://localhost:{dead.getsockname()[1]}"
        silent = socket.socket()
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        self.closing.append(silent.close)
        self.urls[SILENT] = f"https://localhost:{silent.getsockname()[1]}"
        liar = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.folder / "cert.pem", self.folder / "key.pem")
        liar.socket = tls.wrap_socket(liar.socket, server_side=True)
        threading.Thread(target=liar.serve_forever, daemon=True).start()
        self.closing.append(liar.shutdown)
        self.urls[LIAR] = f"https://localhost:{liar.server_address[1]}"

    def begin_with(self, names, *more):
        """The board, which asks these witnesses."""
        asked = [word for name in names for word in ("--witness", f"{name}={self.urls[name]}")]
        self.begin(*asked, "--witness-every", "1", "--witness-ca", "cert.pem", *more)

    def end_witness(self, name):
        program = self.programs.pop(name)
        program.terminate()
        return program.wait(30)

    def signed_by(self, checkpoint):
        """How many witnesses have signed it, by the other implementation."""
        (self.folder / "shown").write_bytes(checkpoint)
        return int(self.run_go("verify", "shown", self.log_key, *self.keys.values()).stdout)

    def signed_on_disk(self):
        return self.signed_by((self.folder / "record/board/checkpoint").read_bytes())

    def wait_for_lines(self, count, what):
        """Until the checkpoint on the disk has so many; it never has more."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.signed_on_disk() >= count:
                return
            time.sleep(0.1)
        raise SystemExit(f"wrong: {what}: {self.signed_on_disk()} witnesses have signed\n"
                         + (self.folder / "log").read_text()[-3000:])

    def close(self):
        super().close()
        for program in self.programs.values():
            program.kill()
            program.wait()
        for close in self.closing:
            close()
