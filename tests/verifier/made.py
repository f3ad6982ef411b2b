# SPDX-License-Identifier: Apache-2.0
"""Whole records made from the vectors, as (vector, name, what writes it[, expected statuses[, options]])."""
import base64
import re

from damages import append, edit, flip, folder_at, lines, put, remove
from joint import JOINT
from records import Signer, age_file, leaf_hash, sha256, tree_root

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


# --- with registrars ---

def voted(e):
    """Two credentials are replaced, one of them after a vote, and one is revoked after its vote."""
    return [e.ballot(1, 0), e.change(2, new=1), e.ballot(2, 1, issue=1), e.change(1, new=1), e.ballot(1, 1, counter=1, issue=1),
            e.ballot(3, 0), e.change(3), e.ballot(4, 0)]


def joint_log(more, result=False):
    """What was voted, these entries, and the closing entry."""
    return lambda e, folder: e.write(folder, voted(e) + more(e) + [e.closing], result=result)


def joint(damage):
    def make(e, folder):
        e.write(folder, voted(e) + [e.closing])
        damage(folder)
    return make


def registrar_note(registrar, change, *damages):
    """The files of halves are damaged, and the notes of both registrars signed again, this one with its lines changed."""
    def make(e, folder):
        e.write(folder, voted(e) + [e.closing])
        for damage in damages:
            damage(folder)
        for number in (1, 2):
            e.note(folder, number, change if number == registrar else lambda lines: lines)
    return make


def signed_halves(*damages):
    return registrar_note(1, lambda lines: lines, *damages)


def line(at, new):
    return lambda lines: lines[:at] + [new] + lines[at + 1:]


def both_halves(change):
    return [lines(f"registrars/{i}.csv", change) for i in (1, 2)]


def replaced(old, new):
    return lambda l: [x.replace(old, new) for x in l]


def registrars_in_board(keys):
    def make(e, folder):
        before = ",".join(f'"{s.text}"' for s in e.signers)
        after = ",".join(f'"{key}"' for key in keys(e))
        resealed(edit("board.json", f"[{before}]", f"[{after}]"))(e, folder)
    return make


def key_of(name, signer):
    """The key of somebody under another name."""
    marked = b"\1" + signer.key
    return f"{name}+{sha256(name.encode(), chr(10).encode(), marked)[:4].hex()}+{base64.b64encode(marked).decode()}"


def nothing(folder):
    return None


REGISTRARS = [(JOINT, name, make, *more) for name, make, *more in [
    ("everything", joint(nothing), (0,)),
    ("open", lambda e, f: e.write(f, voted(e), result=False), (5,)),
    ("no ballots", lambda e, f: e.write(f, [e.closing]), (0,)),
    ("changes only", lambda e, f: e.write(f, [e.change(1, new=1), e.change(2), e.closing]), (0,)),
    ("changes across two tiles", lambda e, f: e.write(
        f, [e.change(1, i, i + 1) for i in range(20)] + [b"\1\3"] * 240 + voted(e)[5:]
        + [e.change(1, 20, 21), e.ballot(1, 0, issue=21), e.closing])),
    ("a ballot by a replaced credential", joint_log(lambda e: [e.ballot(1, 0, counter=2)], True)),
    ("a ballot by a revoked credential", joint_log(lambda e: [e.ballot(3, 0, counter=1)], True)),
    ("a ballot by a replaced credential of a voter who was revoked", joint_log(
        lambda e: [e.change(1, 1), e.ballot(1, 0, counter=2)], True)),
    ("a ballot by a credential that comes later", joint_log(lambda e: [e.ballot(4, 0, 1, issue=1), e.change(4, new=1)], True)),
    ("a ballot in another district after a change", joint_log(lambda e: [e.ballot(2, 1, 1, issue=1, district=0)])),
    ("a counter from 0 after a change", joint_log(lambda e: [e.ballot(1, 1, 0, issue=1)])),
    ("a replaced credential and a wrong proof", joint_log(lambda e: [e.ballot(1, 0, counter=2)[:-32] + bytes(32)])),
    ("a change by one registrar", joint_log(lambda e: [e.change(4, new=1, by=e.signers[:1] * 2)], True)),
    ("a change with a false proof", joint_log(lambda e: [e.change(4, new=1, proof=1)], True)),
    ("a revocation by one registrar", joint_log(lambda e: [e.change(4, by=e.signers[:1] * 2)], True)),
    ("a change that is late", joint_log(lambda e: [e.change(4, until=8)], True)),
    ("a change just in time", joint_log(lambda e: [e.change(4, until=9)], True), (0,)),
    ("a change of a revoked credential", joint_log(lambda e: [e.change(3, new=1)], True)),
    ("a change of a replaced credential", joint_log(lambda e: [e.change(2, new=2)], True)),
    ("a change back", joint_log(lambda e: [e.change(2, 1, 2), e.change(2, 2, 1)], True)),
    ("a change to nothing new", joint_log(lambda e: [e.change(2, 1, 1)], True)),
    ("a change after closing", joint_log(lambda e: [e.closing, e.change(4)])),
    ("only version and kind of a change", joint_log(lambda e: [b"\1\3"], True)),
    ("only version", joint_log(lambda e: [b"\1"], True)),
    ("kind 3 of version 2", joint_log(lambda e: [b"\2" + e.change(4)[1:]], True)),
    ("a change of another election", joint_log(lambda e: [b"\1\3" + bytes(32) + e.change(4)[34:]], True)),
    ("a change with a byte more", joint_log(lambda e: [e.change(4) + b"\0"], True)),
    ("a change with another action", joint_log(lambda e: [e.change(4)[:74] + b"\2" + e.change(4)[75:]], True)),
    ("another number of counted ballots", lambda e, f: (e.write(f, voted(e) + [e.closing], result=False),
                                                         e.write_result(f, voted(e)[:-2]))),
    ("no files of registrars", joint(remove("registrars"))),
    ("no halves of registrar 1", joint(remove("registrars/1.csv"))),
    ("no note of registrar 2", joint(remove("registrars/2.note"))),
    ("no notes of registrars before sealing", joint(remove("registrars", "election.json", "board", "tally.json", "result.json",
                                                           "decryptions", "ceremony/seal-1.note"))),
    ("no notes of registrars and no roll", joint(remove("registrars", "roll.csv"))),
    ("no notes of registrars and no board.json", joint(remove("registrars", "board.json"))),
    ("a registrar more", joint(put("registrars/3.csv"))),
    ("a registrar's backup", joint(put("registrars/1.csv.old"))),
    ("a folder among the registrars", joint(folder_at("registrars/1"))),
    ("a folder in place of halves", joint(lambda f: (remove("registrars/1.csv")(f), folder_at("registrars/1.csv")(f)))),
    ("halves changed", joint(flip("registrars/1.csv", -3))),
    ("a note changed", joint(flip("registrars/1.note", 30))),
    ("a note without its signature", joint(lines("registrars/1.note", lambda l: l[:-1]))),
    ("a note signed twice", joint(lines("registrars/1.note", lambda l: l + l[-1:])), (0,)),
    ("a note that others signed too", lambda e, f: (e.write(f, voted(e) + [e.closing]), append(
        "registrars/1.note", WITNESSES[0].line(bytes(64)))(f)), (0,)),
    ("notes signed again", registrar_note(1, lambda l: l), (0,)),
    ("a note in upper case", registrar_note(1, lambda l: line(3, l[3].upper())(l))),
    ("a note with a line more", registrar_note(1, lambda l: l + ["0" * 64])),
    ("a note with a line less", registrar_note(1, lambda l: l[:-1])),
    ("a note of another format", registrar_note(1, line(0, "evote-registrar-2"))),
    ("a note with a long number", registrar_note(1, line(1, "01"))),
    ("a note of registrar 2", registrar_note(1, line(1, "2"))),
    ("a note of another manifest", registrar_note(1, line(2, "0" * 64))),
    ("a note of another list", registrar_note(1, line(3, "0" * 64))),
    ("a note of another file", registrar_note(1, line(4, "0" * 64))),
    ("a note whose T is no element", registrar_note(1, line(5, "f" * 64))),
    ("a note whose T is the identity", registrar_note(1, line(5, "0" * 64))),
    ("a note whose zeta is too large", registrar_note(1, line(6, "f" * 64))),
    ("a note with another zeta", registrar_note(1, line(6, "0" * 64))),
    ("halves with CRLF", signed_halves(lines("registrars/1.csv", replaced(b"\n", b"\r\n")))),
    ("halves without the last line end", signed_halves(lines("registrars/1.csv", lambda l: l[:-1] + [l[-1][:-1]]))),
    ("halves without a header", signed_halves(lines("registrars/1.csv", lambda l: l[1:]))),
    ("halves with a long number", signed_halves(lines("registrars/1.csv", lambda l: l[:1] + [b"0" + l[1]] + l[2:]))),
    ("halves without one voter", signed_halves(*both_halves(lambda l: l[:-1]))),
    ("halves of another district", signed_halves(*both_halves(replaced(b"1,east", b"1,west")))),
    ("halves of a district that does not exist", signed_halves(*both_halves(replaced(b"1,east", b"1,north")))),
    ("halves of another weight", signed_halves(*both_halves(replaced(b"west,3", b"west,2")))),
    ("halves of weight 0", signed_halves(*both_halves(replaced(b"west,3", b"west,0")))),
    ("halves of nobody", signed_halves(*both_halves(lambda l: l[:1]))),
    ("registrars, sealed again", resealed(nothing), (5,)),
    ("no registrars in board.json", registrars_in_board(lambda e: [])),
    ("one registrar in board.json", registrars_in_board(lambda e: [s.text for s in e.signers[:1]])),
    ("three registrars in board.json", registrars_in_board(lambda e: [s.text for s in e.signers + e.signers[:1]])),
    ("registrars in another order", registrars_in_board(lambda e: [s.text for s in e.signers[::-1]])),
    ("registrars with one key", registrars_in_board(lambda e: [e.signers[0].text, key_of(e.signers[1].name, e.signers[0])])),
    ("a registrar with the board's key", registrars_in_board(lambda e: [e.signers[0].text, key_of(e.signers[1].name, e.board)])),
    ("a registrar with a trustee's key", registrars_in_board(
        lambda e: [e.signers[0].text, key_of(e.signers[1].name, e.trustees[0])])),
    ("a registrar with a key of a witness's kind", registrars_in_board(lambda e: [e.signers[0].text, W[0]])),
    ("a registrar as a witness", lambda e, f: resealed(policy(1, e.as_witness(e.signers[0])))(e, f)),
    ("a witness with a registrar's name", lambda e, f: resealed(
        policy(1, Signer(e.signers[0].name, bytes(32), algorithm=4).text))(e, f)),
    ("a witness", resealed(policy(1, W[0]), WITNESSES[0]), (5,)),
    ("no registrars in the manifest any more", joint(edit("manifest.json", ',"registrars":2', ""))),
    ("one registrar in the manifest", resealed(edit("manifest.json", '"registrars":2', '"registrars":1'))),
    ("no registrar in the manifest", resealed(edit("manifest.json", '"registrars":2', '"registrars":0'))),
    ("nine registrars in the manifest", resealed(edit("manifest.json", '"registrars":2', '"registrars":9'))),
    ("a number of registrars in letters", resealed(edit("manifest.json", '"registrars":2', '"registrars":"2"'))),
    ("three registrars in a manifest that was changed", joint(edit("manifest.json", '"registrars":2', '"registrars":3'))),
    ("a manifest that is none", joint(put("manifest.json", b"{"))),
    ("registrars only", lambda e, f: (e.write(f, []), [remove(p.name)(f) for p in f.iterdir() if p.name != "registrars"]), (3,)),
]]
WITHOUT = [(RULES, name, make) for name, make in [
    ("files of registrars, of whom there are none", lambda e, f: (e.write(f), put("registrars/1.csv")(f))),
    ("an empty folder of registrars, of whom there are none", lambda e, f: (e.write(f), folder_at("registrars")(f))),
    ("registrars in board.json, of whom there are none", resealed(edit("board.json", "}", ',"registrars":[]}'))),
    ("a manifest that has registrars since it was sealed", lambda e, f: (e.write(f), edit(
        "manifest.json", '"revote"', '"registrars":1,"revote"')(f))),
]]

VECTORS = REGISTRARS + WITHOUT + [(f"{folder}/{name}.json", "as it is", lambda e, f: e.write(f), (0,))
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
