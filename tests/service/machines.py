# SPDX-License-Identifier: Apache-2.0
"""Two machines with one board's key, each in a network namespace of its own: voters reach both of them by one
network, and they reach each other by another one."""
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time

from board_scene import BoardScene

SKIPPED = 77
PORT = 8443


def in_own_network():
    """Runs the script again in a network of its own; ends it where the system does not permit that."""
    if os.environ.get("EVOTE_OWN_NETWORK") == "1":
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    probe = "ip link add probe type bridge && unshare --net true"
    tried = subprocess.run([*unshare, "sh", "-c", probe], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        print(f"NOT CHECKED: no network namespaces here: {tried.stderr.strip()}")
        sys.exit(SKIPPED)
    os.execvpe("unshare", [*unshare, sys.executable, *sys.argv], {**os.environ, "EVOTE_OWN_NETWORK": "1"})


def ip(*words):
    subprocess.run(["ip", *map(str, words)], check=True)


class Machine:
    """`number` is 2 or 3."""

    def __init__(self, scene, folder, number):
        self.scene, self.folder, self.number = scene, folder, number
        folder.mkdir(exist_ok=True)
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        while os.readlink(f"/proc/{self.holder.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            time.sleep(0.01)
        self.address = f"10.77.0.{number}"
        self.pair_address = f"10.78.0.{number}"
        self.voters_link, self.pair_link = f"voters{number}", f"pair{number}"
        for link, bridge, address in ((self.voters_link, "voters", self.address),
                                      (self.pair_link, "pair", self.pair_address)):
            ip("link", "add", link, "type", "veth", "peer", "name", "inside", "netns", self.holder.pid)
            ip("link", "set", link, "master", bridge, "up")
            self.inside("ip", "link", "set", "inside", "name", bridge)
            self.inside("ip", "address", "add", address + "/24", "dev", bridge)
            self.inside("ip", "link", "set", bridge, "up")
        self.inside("ip", "link", "set", "lo", "up")
        self.service = None

    def prefix(self):
        return ["nsenter", "--target", str(self.holder.pid), "--net"]

    def inside(self, *command):
        subprocess.run([*self.prefix(), *command], check=True)

    def command(self, name, *more):
        """The words of evote-board NAME, with the fingerprint."""
        return [*self.prefix(), self.scene.build / "tools/evote-board", name, "record", "--key", "board.key",
                "--fingerprint", self.scene.fingerprint, *map(str, more)]

    def run(self, name, *more):
        return subprocess.run(self.command(name, *more), cwd=self.folder, env=self.scene.environment,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False)

    def must_run(self, name, *more):
        done = self.run(name, *more)
        if done.returncode != 0:
            raise RuntimeError(f"{name}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self, name, *more):
        """A service that listens at both addresses; waits until it does."""
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            before = log.tell()
            self.service = subprocess.Popen(
                self.command(name, "--listen", f"0.0.0.0:{PORT}", "--tls-cert", "cert.pem", "--tls-key", "key.pem",
                             *more), cwd=self.folder, env=self.scene.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        end = time.monotonic() + 60
        while '"event":"listening"' not in self.log_text(before):
            if self.service.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{name} does not begin:\n{self.log_text()[-2000:]}")
            time.sleep(0.02)

    def serve(self, other=None):
        more = () if other is None else self.with_standby(other)
        self.start("serve", "--per-minute", 60000, *more)

    def with_standby(self, other):
        return ("--standby", f"https://{other.pair_address}:{PORT}", "--standby-authorities", "cert.pem")

    def log_text(self, begin=0):
        return (self.folder / "log").read_bytes()[begin:].decode(errors="replace")

    def end(self, how=signal.SIGTERM):
        self.service.send_signal(how)
        status = self.service.wait(60)
        self.service = None
        return status

    def set_links(self, state, *links):
        for link in links or (self.voters_link, self.pair_link):
            ip("link", "set", link, state)

    def checkpoint(self):
        lines = (self.folder / "record/board/checkpoint").read_text().split("\n")
        return int(lines[1]), lines[2]

    def close(self):
        for process in (self.service, self.holder):
            if process is not None:
                process.kill()
                process.wait()


class PairScene(BoardScene):
    """`first` is where the election was made; `second` is nothing yet."""

    def __init__(self, build, folder, voters):
        for bridge in ("voters", "pair"):
            ip("link", "add", bridge, "type", "bridge")
            ip("link", "set", bridge, "up")
        ip("address", "add", "10.77.0.1/24", "dev", "voters")
        super().__init__(build, folder, voters)
        self.sealed = self.folder / "sealed"
        shutil.copytree(self.folder / "record", self.sealed)
        self.first = Machine(self, self.folder, 2)
        self.second = Machine(self, self.folder / "second", 3)
        for name in ("cert.pem", "key.pem"):
            shutil.copy(self.folder / name, self.second.folder)

    def make_certificate(self):
        names = ",".join(f"IP:10.{net}.0.{host}" for net in (77, 78) for host in (2, 3))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=board", "-addext",
                        f"subjectAltName={names}"], cwd=self.folder, check=True, capture_output=True)
        self.trust = ssl.create_default_context(cafile=self.folder / "cert.pem")

    def set_up_standby(self, machine):
        """As a machine that has never been one: the sealed election and the key, and nothing else."""
        key = (self.folder / "board.key").read_bytes()
        for name in ("board.key.memory", "board.key.index"):
            (machine.folder / name).unlink(missing_ok=True)
        shutil.rmtree(machine.folder / "record", ignore_errors=True)
        shutil.copytree(self.sealed, machine.folder / "record")
        (machine.folder / "board.key").write_bytes(key)
        (machine.folder / "board.key").chmod(0o600)
        machine.start("standby")

    def close(self):
        for machine in (self.first, self.second):
            machine.close()
        super().close()
