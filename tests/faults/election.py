# SPDX-License-Identifier: Apache-2.0
"""A small election by commands, and running them on a disk that fails (see failing_calls.cpp)."""
import json
import os
import pathlib
import re
import shutil
import subprocess

MANIFEST = """{"format":"evote-manifest-1","id":"faults","title":{"en":"Faults"},\
"group":"ristretto255","trustees":{"count":1,"threshold":1},"revote":"last",\
"districts":[{"id":"d","title":{"en":"D"},"contests":["c"]}],"contests":[{"id":"c",\
"title":{"en":"C"},"min":0,"max":1,"options":[{"id":"a","title":{"en":"A"}},\
{"id":"b","title":{"en":"B"}}]}]}
"""
TRUSTEE = ["--secret", "secret.age", "--passphrase-file", "passphrase"]

# The commands of an election in order; each runs in a folder that holds everything.
STEPS = [
    "evote-setup new other --template referendum".split(),
    "evote-ceremony join record --trustee 1 --name One".split() + TRUSTEE,
    "evote-ceremony deal record".split() + TRUSTEE,
    "evote-ceremony check record".split() + TRUSTEE,
    "evote-ceremony collect other-machine record/ceremony".split(),
    "evote-ceremony finish record".split(),
    "evote-credentials issue record --voters voters.csv --codes codes.csv --plain".split(),
    "evote-setup seal record --key board.key".split(),
    "evote-ceremony seal record --yes --fingerprint {fingerprint}".split() + TRUSTEE,
    "evote-cast vote record --code-file code1 --choices choices --out ballot1".split(),
    "evote-cast prepare record --code-file code2 --choices choices --state state2".split(),
    "evote-cast cast --state state2 --out ballot2".split(),
    "evote-cast prepare record --code-file code2 --choices choices --state state3".split(),
    "evote-cast audit --state state3 --out opening".split(),
    "evote-board append record ballot1 --key board.key --receipts receipts".split(),
    "evote-board append record ballot2 --key board.key --receipts receipts".split(),
    "evote-board receipt record --tracker {tracker} --out receipt".split(),
    "evote-board close record --key board.key --yes".split(),
    "evote-aggregate record".split(),
    "evote-decrypt share record --yes".split() + TRUSTEE,
    "evote-decrypt combine record".split(),
]

# A whole simulated election from a seed. A failed simulation is not resumed: the command refuses
# the folder, and makes the same election in another one.
SIMULATE = "evote-simulate simulated --manifest record/manifest.json --voters 2 --seed x".split()

VERIFY = "evote-verify record --fingerprint {fingerprint}".split()
# Commands that only read, at the end.
READING = [
    "evote-setup check record".split(),
    "evote-board check-receipt record receipt".split(),
    VERIFY,
    "evote-verify opening record opening --tracker {audited}".split(),
]

class Programs:
    """The commands of a build."""

    def __init__(self, build):
        self.tools = pathlib.Path(build).resolve() / "tools"
        self.shim = pathlib.Path(build).resolve() / "tests/faults/evote_failing_calls.so"
        self.quick_scrypt = self.shim.with_name("evote_quick_scrypt.so")

    def run(self, folder, command, **faults):
        """Runs a command in a folder, with the faults that the environment is to ask for."""
        environment = dict(os.environ, **{name: str(value) for name, value in faults.items()})
        shims = [self.quick_scrypt, self.shim] if faults else [self.quick_scrypt]
        environment["LD_PRELOAD"] = ":".join(map(str, shims))
        return subprocess.run([self.tools / command[0], *fill_in(folder, command[1:])], cwd=folder,
                              env=environment, capture_output=True, text=True, timeout=300,
                              stdin=subprocess.DEVNULL, check=False)


def fill_in(folder, arguments):
    """The arguments, with the fingerprint, and the trackers of a ballot on the board and of the audited one."""
    def value(argument):
        if argument == "{fingerprint}":
            return json.loads((folder / "record/election.json").read_text())["fingerprint"]
        if argument == "{tracker}":
            return min(folder.glob("receipts/*.receipt")).stem
        return (folder / "audited").read_text() if argument == "{audited}" else argument
    return [value(argument) for argument in arguments]


def fresh_copy(source, target):
    """A folder with the same files, and nothing of what was there before."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
    return target


def contents(folder):
    """All files, by name."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def prepare(folder):
    """What is there before the first command."""
    for name in ("record", "other-machine"):
        (folder / name).mkdir()
        (folder / name / "manifest.json").write_text(MANIFEST)
    (folder / "passphrase").write_text("a passphrase for this test alone\n")
    (folder / "voters.csv").write_text("voter,district\none,d\ntwo,d\n")
    (folder / "choices").write_text("c: a\n")


def after_step(folder, step, said):
    """Puts into files what people take from one step to later ones: codes, and a tracker."""
    if step[:2] == ["evote-cast", "audit"]:
        (folder / "audited").write_text(re.search("[0-9a-f]{64}", said).group())
    codes = folder / "codes.csv"
    if codes.exists() and not (folder / "code1").exists():
        for number, line in enumerate(codes.read_text().splitlines()[1:], 1):
            (folder / f"code{number}").write_text(line.split(",")[1] + "\n")
