# SPDX-License-Identifier: Apache-2.0
"""Others, by the same measure: operations of libraries in Go and in node, and belenios-tool verifying a whole
election next to evote-verify. What cannot be had on a machine is NOT RUN, with the reason."""
import json
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile

from machine import printed
from programs import keep, say

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "peers"
ANSWERS = 10
# Ballots of two elections each; the cost of a ballot is the slope between them.
OURS, THEIRS = (4_000, 104_000), (10, 60)
QUICK_OURS, QUICK_THEIRS = (1_000, 11_000), (2, 12)


class NotHad(Exception):
    """Why a peer cannot be run."""


def need(program, package):
    if shutil.which(program) is None:
        raise NotHad(f"{program} is missing (Debian package {package})")


def output(command, environment=None, **options):
    done = subprocess.run(list(map(str, command)), env={**os.environ, **(environment or {})}, capture_output=True,
                          text=True, check=False, **options)
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise NotHad(f"{pathlib.Path(command[0]).name} failed: {lines[-1] if lines else done.returncode}")
    return done.stdout


def version_of(package):
    return printed("dpkg-query", "-W", "-f", "${Version}", package)


def prepare_go(folder):
    """Builds the program in Go from Debian's packages; no network."""
    need("go", "golang-go")
    packages = {"edwards25519": "golang-filippo-edwards25519-dev",
                "go-ristretto": "golang-github-bwesterb-go-ristretto-dev"}
    for package in packages.values():
        if subprocess.run(["dpkg", "-s", package], capture_output=True, check=False).returncode != 0:
            raise NotHad(f"Debian package {package} is missing")
    output(["go", "build", "-o", folder / "peers", SOURCES / "main.go"],
           {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOPROXY": "off",
            "GOCACHE": str(folder / "gocache")})
    language = output(["go", "version"]).split()[2]
    return [folder / "peers"], {name: f"{version_of(package)}, {language}" for name, package in packages.items()}


def prepare_node(folder):
    """Installs the packages for node."""
    need("node", "nodejs")
    need("npm", "npm")
    shutil.copy(SOURCES / "package.json", folder)
    output(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], cwd=folder)
    wanted = json.loads((SOURCES / "package.json").read_text())["dependencies"]
    node = f"node {output(['node', '--version']).strip()}"
    return ["node", SOURCES / "node.cjs", folder], {
        "noble": f"{wanted['@noble/curves']}, {node}",
        "libsodium-wasm": f"{wanted['libsodium-wrappers-sumo']}, {node}"}


def user_seconds(*command):
    """Seconds of processor time spent by a program itself."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    output(command)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def belenios_election(folder, voters):
    """An election by belenios-tool: one question, one trustee, everybody votes, with its result."""
    folder.mkdir()

    def tool(*arguments, text=""):
        return output(["belenios-tool", *arguments], {"BELENIOS_USE_URANDOM": "1"}, input=text, cwd=folder)

    group = "--group", "BELENIOS-2048"
    uuid = "--uuid", tool("setup", "generate-token").strip()
    tool("setup", "generate-credentials", *uuid, *group, "--count", voters)
    credentials = [line.split()[1] for line in next(folder.glob("*.privcreds")).read_text().splitlines()]
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    tool("setup", "generate-trustee-key", *group)
    (folder / "public_keys.jsons").write_text(next(folder.glob("*.pubkey")).read_text())
    tool("setup", "make-trustees")
    question = {"question": "Q", "min": 1, "max": 1, "answers": [f"A{i}" for i in range(ANSWERS)]}
    (folder / "template.json").write_text(json.dumps(
        {"description": "D", "name": "N", "credential_authority": "C", "administrator": "A",
         "questions": [question]}))
    tool("setup", "make-election", *uuid, *group, "--template", "template.json")
    tool("archive", "init")

    def event(kind, payload=""):
        tool("archive", "add-event", f"--type={kind}", text=payload)

    for number, credential in enumerate(credentials):
        (folder / "credential").write_text(credential + "\n")
        choice = [[int(answer == number % ANSWERS) for answer in range(ANSWERS)]]
        (folder / "choice.json").write_text(json.dumps(choice))
        event("Ballot", tool("election", "generate-ballot", "--privcred", "credential", "--ballot", "choice.json"))
    event("EndBallots")
    event("EncryptedTally", tool("election", "compute-encrypted-tally"))
    key = next(folder.glob("*.privkey")).name
    event("PartialDecryption", tool("election", "decrypt", "--privkey", key, "--trustee-id", "1"))
    event("Result", tool("election", "compute-result"))
    return ["belenios-tool", "election", "verify", "--dir", folder]


def prepare_belenios(folder, sizes):
    """The command that verifies an election, for each size."""
    need("belenios-tool", "belenios-tool")
    say("elections by belenios-tool")
    commands = [belenios_election(folder / f"belenios-{size}", size) for size in sizes]
    return commands, {"belenios-tool": output(["belenios-tool", "--version"]).split()[0]}


def evote_commands(build, folder, sizes):
    """The same by this library, on one thread."""
    manifest = folder / "manifest.json"
    manifest.write_text(output([HERE / "national-manifest", 1, ANSWERS]))
    for size in sizes:
        record = folder / f"evote-{size}"
        output([build / "tools/evote-simulate", record, "--manifest", manifest, "--voters", size,
                "--seed", "benchmarks"])
        fingerprint = json.loads((record / "election.json").read_text())["fingerprint"]
        yield [build / "tools/evote-verify", record, "--threads", 1, "--fingerprint", fingerprint]


def slope(sizes, commands):
    """Seconds for one ballot more: what a start costs is not in it."""
    small, large = (user_seconds(*command) for command in commands)
    return (large - small) / (sizes[1] - sizes[0])


def run(build, reference, quick, folder):
    """What was measured, versions by name of the peer, and why the others were not run."""
    measured, versions, not_run = {}, {}, {}
    theirs, ours = (QUICK_THEIRS, QUICK_OURS) if quick else (THEIRS, OURS)
    with tempfile.TemporaryDirectory(dir=folder, prefix="evote-peers-") as name:
        temporary = pathlib.Path(name)
        ready = {}
        for names, prepare in {("edwards25519", "go-ristretto"): lambda: prepare_go(temporary),
                               ("noble", "libsodium-wasm"): lambda: prepare_node(temporary),
                               ("belenios-tool",): lambda: prepare_belenios(temporary, theirs)}.items():
            try:
                ready[names], had = prepare()
                versions.update(had)
            except NotHad as why:
                say(f"{' and '.join(names)}: NOT RUN: {why}")
                not_run.update({peer: str(why) for peer in names})
        own = list(evote_commands(build, temporary, ours))
        for number in range(1, (2 if quick else 5) + 1):
            say(f"comparison, round {number}")
            reference.take()
            for names, command in ready.items():
                if names == ("belenios-tool",):
                    keep(measured, {"belenios-tool/verify": slope(theirs, command)})
                else:
                    for peer, times in json.loads(output([*command, 0.02 if quick else 0.2])).items():
                        keep(measured, times, f"{peer}/")
            keep(measured, {"evote/verify": slope(ours, own)})
    return measured, versions, not_run
