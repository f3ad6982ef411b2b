# SPDX-License-Identifier: Apache-2.0
"""What scenes of services have in common: a folder in which commands of a build make a sealed election."""
import json
import os
import pathlib
import signal
import ssl
import subprocess

PASSPHRASE = ["--passphrase-file", "passphrase"]
TRUSTEE = ["--secret", "t.age", *PASSPHRASE]


class SealedFolder:
    """`build` is the build's folder; the service is a program that runs, or None."""

    seconds_to_end = 30

    def __init__(self, build, folder):
        self.build, self.folder = pathlib.Path(build).resolve(), pathlib.Path(folder)
        self.service = None
        self.environment = dict(os.environ)
        quick = self.build / "tests/faults/evote_quick_scrypt.so"
        if quick.exists():
            self.environment["LD_PRELOAD"] = str(quick)

    def run(self, *command, check=True):
        done = subprocess.run([self.build / "tools" / command[0], *map(str, command[1:])], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              timeout=300, check=False)
        if check and done.returncode != 0:
            raise RuntimeError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def make_keys(self, settings):
        """A record with the keys of one trustee, of two options in one district; `settings` are members of its
        manifest, each with a comma after it."""
        record = self.folder / "record"
        record.mkdir()
        (record / "manifest.json").write_text(
            '{"format":"evote-manifest-1","id":"service","title":{"en":"Service"},"group":"ristretto255",'
            f'"trustees":{{"count":1,"threshold":1}},"revote":"last",{settings}'
            '"districts":[{"id":"d","title":{"en":"D"},"contests":["c"]}],"contests":[{"id":"c",'
            '"title":{"en":"C"},"min":1,"max":1,"options":[{"id":"a","title":{"en":"A"}},'
            '{"id":"b","title":{"en":"B"}}]}]}\n')
        (self.folder / "passphrase").write_text("a passphrase for this test alone\n")
        (self.folder / "passphrase").chmod(0o600)
        self.run("evote-ceremony", "join", "record", "--trustee", 1, "--name", "Trustee", *TRUSTEE)
        self.run("evote-ceremony", "deal", "record", *TRUSTEE)
        self.run("evote-ceremony", "check", "record", *TRUSTEE)
        self.run("evote-ceremony", "finish", "record")

    def seal(self, *registrars):
        self.run("evote-setup", "seal", "record", "--key", "board.key", *registrars)
        self.fingerprint = json.loads((self.folder / "record/election.json").read_text())["fingerprint"]
        self.run("evote-ceremony", "seal", "record", *TRUSTEE, "--yes", "--fingerprint", self.fingerprint)

    def make_certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost"], cwd=self.folder, check=True, capture_output=True)
        self.trust = ssl.create_default_context(cafile=self.folder / "cert.pem")

    def start(self, *command):
        """Starts the service, with its output in the file `log`; where its part of that begins."""
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            before = log.tell()
            self.service = subprocess.Popen([self.build / "tools" / command[0], *command[1:]], cwd=self.folder,
                                            env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return before

    def end(self, how=signal.SIGTERM):
        self.service.send_signal(how)
        status = self.service.wait(self.seconds_to_end)
        self.service = None
        return status

    def close(self):
        if self.service is not None:
            self.service.kill()
            self.service.wait()
