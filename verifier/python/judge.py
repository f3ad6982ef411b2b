# SPDX-License-Identifier: Apache-2.0
"""Single documents instead of a whole record: a word of docs/errors.md with which one is refused, or VALID.

The documents are the vectors of test-vectors/made/refusals-<kind>-N.json. Judge(kind, file) reads what they share; called
with one of them it gives the word. Receipts, openings and nonces are here because no record has them.
"""
import hashlib
from types import SimpleNamespace

import ballots
import election
from ballots import check_decryption, check_result, in_order
from ceremony import Ceremony, read_seal
from election import element, scalar
from forms import (Fault, Lines, Note, VerifierKey, a_list, fields, hex_bytes, is_integer, leaf_hash, parse_base64,
                   parse_json, plain_number, require)
from group import G, add, encode, h, multiple, sha256, tagged256, to_scalar
from record import Log
from registrars import check_registrars

VALID = "valid"


class Judge:
    def __init__(self, kind, file):
        prepare, self.check = KINDS[kind]
        self.shared = prepare(file)

    def __call__(self, vector):
        try:
            self.check(self.shared, vector)
        except Fault as fault:
            return fault.code
        return VALID


def text(vector):
    return vector["text"].encode()


# --- before the voting ---

def manifest_of(file):
    return election.Manifest(file["manifest.json"].encode())


def judge_manifest(_, vector):
    election.Manifest(text(vector))


def judge_keys(manifest, vector):
    election.Keys(text(vector), manifest)


def judge_roll(manifest, vector):
    roll, faults = election.read_roll(text(vector), manifest)
    require(not faults, "; ".join(faults))
    return roll


def registrars_of(file):
    return SimpleNamespace(manifest=manifest_of(file), keys=[VerifierKey(key) for key in file["keys"]], files=file["files"])


def judge_registrars(shared, vector):
    files = Files({f["path"]: None if f["text"] is None else f["text"].encode() for f in shared.files + vector["files"]})
    roll = judge_roll(shared.manifest, {"text": files.read("roll.csv").decode()})
    check_registrars(files, shared.manifest, shared.keys, roll)


class Files:
    """A record in memory, by path."""

    def __init__(self, files):
        self.contents = {path: data for path, data in files.items() if data is not None}
        self.files, self.odd, self.folders = set(self.contents), set(), set()

    def exists(self, name):
        return name in self.files

    def read(self, name, _=None):
        require(name in self.files, f"{name} is missing", "file-missing")
        return self.contents[name]


def ceremony_of(file):
    manifest = manifest_of(file)
    keys = election.Keys(file["keys.json"].encode(), manifest)
    return SimpleNamespace(manifest=manifest, keys=keys, notes=file["notes"], f=hex_bytes(file["fingerprint"]))


def judge_notes(shared, vector):
    notes = {note["note"]: note["text"] for note in shared.notes + vector["notes"]}
    record = Files({f"ceremony/{name}.note": text and text.encode() for name, text in notes.items()})
    for trustee in shared.keys.trustees:
        require(read_seal(record, trustee) in (None, shared.f), "the seal of another election", "other-election")
    for fault in Ceremony(record, shared.manifest, shared.keys).faults:
        raise fault


# --- the count ---

def setup_of(file):
    manifest = manifest_of(file)
    keys = election.Keys(file["keys.json"].encode(), manifest)
    roll, _ = election.read_roll(file["roll.csv"].encode(), manifest)
    names = ("manifest.json", "keys.json", "roll.csv", "board.json")
    f = election.fingerprint([sha256(file[name].encode()) for name in names])
    return ballots.Setup(manifest, keys, roll, f)


def tally_of_log(file):
    setup, entries = setup_of(file), [bytes.fromhex(e) for e in file["entries"]]
    root = parse_base64(file["checkpoint"].split("\n")[2], "root")
    return ballots.Tally(setup, ballots.Verdicts(setup, entries), len(entries), root)


def judge_tally(tally, vector):
    """A verifier compares the bytes with those of its own tally, and needs no other reason."""
    require(text(vector) == tally.data, "this is not the sum of the counted ballots", "other-tally")


def stated_tally(file):
    """The sums in tally.json as they are stated."""
    setup, data = setup_of(file), file["tally.json"].encode()
    value = parse_json(data)
    sums = {item["id"]: [element(hex_bytes(e), "tally") for e in [item["alpha"], *item["betas"]]]
            for item, _ in in_order(value["contests"], setup.manifest.contests, "id alpha betas")}
    return SimpleNamespace(setup=setup, sums=sums, weight=value["weight"], hash=sha256(data))


def judge_decryption(tally, vector):
    check_decryption(text(vector), vector["trustee"], tally)


def decrypted_tally(file):
    tally, right = stated_tally(file), {}
    for decryption in file["decryptions"]:
        try:
            j = decryption["trustee"]
            right[j] = check_decryption(decryption["decryption.json"].encode(), j, tally)
        except Fault:
            pass
    return tally, right


def judge_result(shared, vector):
    check_result(text(vector), *shared)


# --- the board ---

def board_of(file):
    return SimpleNamespace(origin=file["origin"], key=VerifierKey(file["key"]), files=file.get("files"))


def judge_log(board, vector):
    files = {f"board/{f['path']}": f["bytes"] and bytes.fromhex(f["bytes"]) for f in board.files + vector["files"]}
    log = Log(Files(files), board, bytes(32))
    require(not log.faults, "; ".join(map(str, log.faults)), "damaged")


def judge_receipt(board, vector):
    """docs/record.md, "Receipts"."""
    head, separator, note = vector["text"].partition("\n\n")
    require(separator, "this is not a receipt")
    lines = Lines(head + "\n")
    lines.exactly("c2sp.org/tlog-proof@v1")
    if lines.has("extra"):
        require(parse_base64(lines.next("extra"), "extra"), "extra: nothing is there")
    index = plain_number(lines.next("index"), "index")
    require(index < 2**63, "index: too large")
    path = [parse_base64(line, "hash") for line in lines.left]
    require(len(path) <= 63 and all(len(hash) == 32 for hash in path), "this is not a path")
    note = Note(note.encode())
    text = note.text.split("\n")
    require(len(text) == 4, "a checkpoint has three lines")
    size, root = plain_number(text[1], "size"), parse_base64(text[2], "root")
    require(size < 2**63 and len(root) == 32, "this is not a checkpoint")
    require(text[0] == board.origin, "this is the checkpoint of another log", "other-election")
    note.require_signed(board.key)
    found = index < size and root_of_path(leaf_hash(bytes.fromhex(vector["entry"])), index, size, path)
    require(found == root, "the entry is not in the log", "bad-receipt")


def root_of_path(hash, index, size, path):
    """RFC 9162, section 2.1.3.2; None if the path has another length than that of its place."""
    node, last = index, size - 1
    for other in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            hash = sha256(b"\1", other, hash)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hash = sha256(b"\1", hash, other)
        node, last = node >> 1, last >> 1
    return hash if last == 0 else None


# --- voters ---

def judge_opening(setup, vector):
    """What can be said of an audited ballot without the log."""
    value = fields(parse_json(text(vector)), "format header contests")
    require(value["format"] == "evote-opening-1", "format: evote-opening-1 is expected")
    header = hex_bytes(value["header"], "header", 76)
    require(header[:2] == b"\1\1", "header: of no ballot")
    require(header[2:34] == setup.fingerprint, "this is the opening of a ballot of another election", "other-election")
    district = int.from_bytes(header[34:36], "big")
    require(district < len(setup.manifest.districts), "header: there is no such district")
    cipher, could_be_cast = b"", True
    for item, contest in in_order(value["contests"], setup.manifest.districts[district], "id randomness bits"):
        r, bits = scalar(hex_bytes(item["randomness"]), "randomness"), a_list(item["bits"], "bits", contest.bits)
        require(all(is_integer(bit, 0, 1) for bit in bits), "bits: 0 or 1 is expected")
        cipher += encode(multiple(r, G))
        for key, bit in zip(setup.keys.h, bits):
            cipher += encode(add(multiple(r, key), multiple(bit, G)))
        could_be_cast &= r != 0 and all(sum(n * bits[i] for i, n in terms) == high for terms, high in contest.rules)
    tracker = tagged256("tracker", header, cipher)
    require(tracker.hex() == vector["tracker"], "the ballot that was shown is another one", "other-ballot")
    voter = setup.roll.get(header[44:])
    require(could_be_cast and voter and voter.district == district, "the board would have refused this ballot", "bad-ballot")


def judge_nonce(_, vector):
    """docs/protocol.md, section 1."""
    random, secret, statement = (bytes.fromhex(vector[name]) for name in ("random", "secret", "statement"))
    context = hashlib.sha512(len(secret).to_bytes(8, "big") + secret + statement).digest()
    nonce = h("nonce", random, context, vector["index"].to_bytes(8, "big"))
    require(nonce.hex() == vector["nonce"], "this is another nonce", "invalid")
    require(to_scalar(nonce).to_bytes(32, "little").hex() == vector["scalar"], "this is another scalar", "invalid")


def nothing(_):
    return None


# What reads the part that all vectors of a file share, and what judges one of them.
KINDS = {"manifest": (nothing, judge_manifest), "keys": (manifest_of, judge_keys), "roll": (manifest_of, judge_roll),
         "registrars": (registrars_of, judge_registrars),
         "notes": (ceremony_of, judge_notes), "tally": (tally_of_log, judge_tally),
         "decryptions": (stated_tally, judge_decryption), "result": (decrypted_tally, judge_result),
         "log": (board_of, judge_log), "receipts": (board_of, judge_receipt), "openings": (setup_of, judge_opening),
         "nonces": (nothing, judge_nonce)}
