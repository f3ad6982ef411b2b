# SPDX-License-Identifier: Apache-2.0
"""Whole records made from the vectors, as (vector, name, what writes it[, expected statuses[, options]])."""
import base64
import re

from damages import append, edit, lines
from records import Signer, age_file, leaf_hash, tree_root

WITNESSES = [Signer(f"witness.example/{i}", bytes([i]) * 32, algorithm=4) for i in range(4)]
W = [witness.text for witness in WITNESSES]

ONE, RULES = "native/one-of-three.json", "native/districts-rules-weights.json"


def log(entries, **more):
    return lambda election, folder: election.write(folder, entries(election), result=False, **more)


def resealed(change, *cosigners):
    """One of the sealed files is changed, and the election sealed again over it; its log is empty and closed."""
    def make(election, folder):
        election.write(folder, [], result=False)
        change(folder)
        election.seal(folder)
        for i in range(1, 1 + len(election.trustees)):
            election.sign(folder, "seal", i, f"evote-seal-1\n{election.fingerprint.hex()}\n")
        election.write_log(folder, [election.closing], *cosigners)
    return make


def policy(quorum, *keys):
    text = ",".join(f'"{key}"' for key in keys)
    return edit("board.json", "}", f',"witnesses":{{"quorum":{quorum},"keys":[{text}]}}}}')


def entry(change):
    """The log with its first ballot changed."""
    def entries(election):
        data = bytearray(election.ballots[0])
        change(data)
        return [bytes(data)] + election.ballots[1:] + [election.closing]
    return entries


def setbytes(at, new):
    def change(data):
        data[at:at + len(new)] = new
    return change


def note_text(round_name, i, change, **more):
    """The text of a note is changed, and the note signed again."""
    def make(election, folder):
        election.write(folder, **more)
        text = (folder / "ceremony" / f"{round_name}-{i}.note").read_text().rpartition("\n\n")[0] + "\n"
        assert change(text) != text
        election.sign(folder, round_name, i, change(text))
    return make


def note_line(round_name, i, old, new):
    return note_text(round_name, i, lambda text: text.replace(old, new, 1))


def deal_with(share):
    text = f"share 2 {base64.b64encode(share).decode()}"
    return note_text("deal", 1, lambda note: re.sub("share 2 .*", text, note))


note_answer = note_text("answer", 1, lambda text: text.replace("share 2 ", "share 2 00")[:-3] + "\n", accused={2: [1]})


def went_on(remembered, start, change=list, number=1, by=None, election="election "):
    """With the board's note that it went on after a loss."""
    def make(vector, folder):
        vector.write(folder)
        entries = vector.ballots + [vector.closing]
        size = int(start.split()[1])
        root = tree_root([leaf_hash(entry) for entry in change(entries)[:size]])
        text = (f"evote-resumed-1\n{election}{vector.fingerprint.hex()}\n{remembered}\n{start} {root.hex()}\n"
                "time 1800000000\n")
        (folder / "board" / f"resumed-{number}.note").write_bytes((by or vector.board).note(text))
    return make


def note_removed(election, folder):
    election.write(folder, accused={2: [1]})
    (folder / "ceremony" / "answer-1.note").unlink()


VECTORS = [(f"{folder}/{name}.json", "as it is", lambda e, f: e.write(f), (0,))
           for folder, name in [("native", "one-of-three"), ("native", "districts-rules-weights"), ("made", "election-4"),
                                ("made", "election-7"), ("made", "election-8"), ("made", "election-10")]] + [
    (ONE, "closed", log(lambda e: e.ballots + [e.closing]), (5,)),
    (ONE, "closed and empty", log(lambda e: [e.closing]), (5,)),
    (ONE, "open and empty", log(lambda e: []), (5,)),
    (ONE, "a ballot twice", log(lambda e: e.ballots[:1] + e.ballots + [e.closing])),
    (ONE, "a ballot dropped", lambda e, f: e.write(f, e.ballots[1:] + [e.closing])),
    (ONE, "ballots reversed", log(lambda e: e.ballots[::-1] + [e.closing]), (1, 5)),
    (ONE, "a ballot after closing", log(lambda e: e.ballots[:1] + [e.closing] + e.ballots[1:])),
    (ONE, "a malformed entry after closing", log(lambda e: e.ballots + [e.closing, b"\1"])),
    (ONE, "a malformed entry", log(lambda e: e.ballots + [b"\1", e.closing])),
    (ONE, "a result after a stale ballot", lambda e, f: e.write(f, e.ballots + [e.ballots[0], e.closing])),
    (ONE, "closed twice", log(lambda e: e.ballots + [e.closing, e.closing])),
    (ONE, "closed after closing", log(lambda e: [e.closing] + e.ballots + [e.closing])),
    (ONE, "closing entry of another election", log(lambda e: e.ballots + [b"\1\xff" + bytes(32)])),
    (ONE, "an empty entry", log(lambda e: [b""] + e.ballots + [e.closing])),
    (ONE, "more than a tile", log(lambda e: (e.ballots * 60)[:300])),
    (ONE, "exactly a tile", log(lambda e: (e.ballots * 60)[:255] + [e.closing])),
    (ONE, "version 2", log(entry(setbytes(0, b"\2")))),
    (ONE, "kind 2", log(entry(setbytes(1, b"\2")))),
    (ONE, "kind 3", log(entry(setbytes(1, b"\3")))),
    (ONE, "another fingerprint", log(entry(setbytes(2, b"\0")))),
    (ONE, "another district", log(entry(setbytes(35, b"\1")))),
    (ONE, "another counter", log(entry(setbytes(43, b"\1")))),
    (ONE, "the identity as credential", log(entry(setbytes(44, bytes(32))))),
    (ONE, "the identity as alpha", log(entry(setbytes(76, bytes(32))))),
    (ONE, "one byte less", log(entry(lambda data: data.pop()))),
    (ONE, "z_credential changed", log(entry(lambda data: setbytes(-32, bytes([data[-32] ^ 1]))(data)))),
    (ONE, "z_D changed", log(entry(lambda data: setbytes(-64, bytes([data[-64] ^ 1]))(data)))),
    (ONE, "f changed", log(entry(lambda data: setbytes(-96, bytes([data[-96] ^ 1]))(data)))),
    (RULES, "closed", log(lambda e: e.ballots + [e.closing]), (5,)),
    (RULES, "a complaint that is answered", lambda e, f: e.write(f, accused={2: [1]}), (0,)),
    (RULES, "two complaints that are answered", lambda e, f: e.write(f, accused={2: [1], 1: [3]}), (0,)),
    (RULES, "too many complaints", lambda e, f: e.write(f, accused={2: [1], 3: [1]})),
    (RULES, "a complaint without an answer", note_removed),
    (RULES, "check notes over another transcript", note_line("check", 1, "transcript ", "transcript 00")),
    (RULES, "a trustee that accuses itself", note_text("check", 1, lambda text: text + "accused 1\n")),
    (RULES, "a trustee that accuses nobody's seat", note_text("check", 1, lambda text: text + "accused 4\n")),
    (RULES, "a complaint twice", note_text("check", 1, lambda text: text + "accused 2\naccused 2\n")),
    (RULES, "a seal of another fingerprint", note_text("seal", 1, lambda text: f"evote-seal-1\n{bytes(32).hex()}\n")),
    (RULES, "a seal of other words", note_text("seal", 1, lambda text: "I agree.\n")),
    (RULES, "a seal with a line more", note_text("seal", 1, lambda text: text + "and more\n")),
    (RULES, "a seal in upper case", note_text("seal", 1, lambda text: text.replace("evote", "Evote"))),
    (RULES, "a join note with a long number", note_line("join", 1, "trustee 1", "trustee 01")),
    (RULES, "a join note of another manifest", note_line("join", 1, "manifest ", "manifest 00")),
    (RULES, "a join note that opens to something else", note_line("join", 1, "commitments ", "commitments 00")),
    (RULES, "a deal note with a line more", note_line("deal", 1, "proof ", "proof \nproof ")),
    (RULES, "a deal note with a share less", note_text("deal", 1, lambda text: re.sub("share 2 .*\\n", "", text))),
    (RULES, "a deal note with garbage for a share",
     note_text("deal", 1, lambda text: re.sub("share 2 .*", "share 2 AAAA", text))),
    (RULES, "a deal note with a share too long", deal_with(age_file(500))),
    (RULES, "a deal note with a share for two", deal_with(age_file(256).replace(b"---", b"-> X25519 A\nA\n---"))),
    (RULES, "a deal note with a share for a passphrase", deal_with(age_file(256).replace(b"X25519", b"scrypt"))),
    (RULES, "a deal note with a share that is not base64", note_line("deal", 1, "share 2 ", "share 2 *")),
    (RULES, "an answer with another share", note_answer),
    (ONE, "the board went on", went_on("remembered -", "from 2"), (0,)),
    (ONE, "the board went on from the end", went_on("remembered 3 " + "0" * 64, "from 5"), (0,)),
    (ONE, "the board went on from nothing", went_on("remembered -", "from 0"), (0,)),
    (ONE, "the board went on from beyond", went_on("remembered -", "from 6")),
    (ONE, "the board went on from another log", went_on("remembered -", "from 2", lambda e: e[::-1])),
    (ONE, "the board went on without knowing", went_on("remembered", "from 2")),
    (ONE, "the board went on in another form", went_on("remembered 02 " + "0" * 64, "from 2")),
    (ONE, "the board went on twice, and one note is missing", went_on("remembered -", "from 2", number=2)),
    (ONE, "the board went on, says somebody else", went_on("remembered -", "from 2", by=WITNESSES[0])),
    (ONE, "the board went on in another election", went_on("remembered -", "from 2", election="election 00")),
    (RULES, "sealed again", resealed(lambda f: None), (5,)),
    (RULES, "a roll with a row that is no element", resealed(append("roll.csv", b"f" * 64 + b",north,1\n")), (1, 5)),
    (RULES, "a roll without voters", resealed(lines("roll.csv", lambda l: l[:1])), (5,)),
    (RULES, "a board of another origin", resealed(edit("board.json", "evote/", "vote/"))),
    (RULES, "three witnesses who signed", resealed(policy(2, *W[:3]), *WITNESSES[:3]), (5,)),
    (RULES, "two of three witnesses who signed", resealed(policy(2, *W[:3]), *WITNESSES[1:3]), (5,)),
    (RULES, "one of three witnesses who signed", resealed(policy(2, *W[:3]), WITNESSES[0], WITNESSES[3]), (5,)),
    (RULES, "no witness who signed", resealed(policy(1, W[0])), (5,)),
    (RULES, "a small quorum", resealed(policy(1, *W[:2]))),
    (RULES, "a large quorum", resealed(policy(3, *W[:2]))),
    (RULES, "no witnesses", resealed(policy(0))),
    (RULES, "a witness twice", resealed(policy(2, W[0], W[1], W[0]))),
    (RULES, "a witness with a note's key", resealed(policy(1, Signer("witness.example/9", bytes(32)).text))),
    (RULES, "the board as a witness", lambda e, f: resealed(policy(1, e.as_witness(e.board)))(e, f)),
    (RULES, "too many witnesses", resealed(policy(65, *(f"{i}" for i in range(65))))),
]
