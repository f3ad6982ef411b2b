# SPDX-License-Identifier: Apache-2.0
"""What the registrars make together (section 4a): the roll, and its changes in the log."""
from collections import Counter, namedtuple

from election import element, scalar
from forms import Fault, Lines, Note, hex_bytes, plain_number, require
from group import (G, Q, Malformed, add, decode, decode_scalar, ed25519_verify, encode, equal, hs, is_identity,
                   multiple, sha256, total)

NOTE_SIZE = 2**16
NOT_ON_ROLL, WRONG_DISTRICT, STALE = "credential not on the roll", "wrong district", "stale"
USED, REPLACED, REVOKED = "credential used before", "credential replaced", "credential revoked"
VALID = "valid"


def u8(number):
    return number.to_bytes(1, "big")


# --- the roll ---

class Halves:
    """A registrar's file: `rows` are (district's id, weight), `halves` their bytes, `points` what these encode."""

    def __init__(self, data, manifest):
        self.hash = sha256(data)
        try:
            lines = data.decode("ascii").split("\n")
        except ValueError:
            raise Fault("this is not a file of halves") from None
        require(lines.pop() == "", "the last line has no line end")
        require(lines and lines.pop(0) == "number,district,weight,half", "the first line is another one")
        self.rows, self.halves, weights = [], [], 0
        for number, line in enumerate(lines, 1):
            values = line.split(",")
            require(len(values) == 4, f"number {number}: four values are expected")
            require(values[0] == str(number), f"the number {number} is expected")
            require(values[1] in manifest.district_numbers, f"number {number}: there is no such district")
            weight = plain_number(values[2], f"number {number}")
            require(1 <= weight <= 2**32, f"number {number}: a weight from 1 to 2^32 is expected")
            weights += weight
            self.rows.append((values[1], weight))
            self.halves.append(hex_bytes(values[3], f"number {number}"))
        require(weights <= 2**40, "the weights add up to more than 2^40")
        self.points = [element(half, f"number {number}", "bad-half") for number, half in enumerate(self.halves, 1)]
        for number, point in enumerate(self.points, 1):
            require(not is_identity(point), f"number {number}: the half is the identity", "bad-half")
        require(len(set(self.halves)) == len(self.halves), "a half is there twice", "bad-half")


class RegistrarNote:
    def __init__(self, data, number, manifest, key):
        note = Note(data)
        lines = Lines(note.text)
        lines.exactly("evote-registrar-1")
        require(len(lines.left) == 6, "a registrar's note has seven lines")
        index = plain_number(lines.left[0], "registrar")
        of, self.list, self.file, self.t, self.zeta = (hex_bytes(line) for line in lines.left[1:])
        require(1 <= index <= 8, "there is no such registrar")
        require(index == number, f"the note of registrar {number} is expected", "other-registrar")
        require(of == manifest.hash, "the note is of another manifest", "other-election")
        note.require_signed(key)

    def proves(self, number, halves, manifest):
        """Whether the registrar knows the secrets of all its halves."""
        t, zeta = element(self.t, "proof", "bad-proof"), scalar(self.zeta, "proof", "bad-proof")
        c = hs("registrar/possession", manifest.hash, u8(number), len(halves.halves).to_bytes(8, "big"),
               *halves.halves, self.t)
        terms, power = [], 1
        for point in halves.points:
            power = power * c % Q
            terms.append((power, point))
        return equal(multiple(zeta, G), add(t, total(terms)))


def read_registrars(record, manifest, keys):
    """The files and notes of all registrars, in order; each note is of its file, and all are of one private list."""
    files, notes = [], []
    for number, key in enumerate(keys, 1):
        note = read(record, f"registrars/{number}.note", NOTE_SIZE, lambda data: RegistrarNote(data, number, manifest, key))
        name = f"registrars/{number}.csv"
        halves = read(record, name, None, lambda data: Halves(data, manifest))
        require(note.file == halves.hash, f"{name} is not the file that the registrar signed", "changed")
        files.append(halves)
        notes.append(note)
    require(len({note.list for note in notes}) == 1, "the notes are of different private lists", "registrars-differ")
    return files, notes


def read(record, name, limit, reader):
    try:
        require(record.exists(name), "this file is missing", "step-missing")
        return reader(record.read(name, limit))
    except Fault as fault:
        raise Fault(fault.reason, name, fault.code) from None


def joint_roll(files):
    """The credentials, with the district's id and the weight of each."""
    first = files[0].rows
    for number, other in enumerate(files[1:], 2):
        require(len(other.rows) == len(first), f"registrars 1 and {number} have different numbers of voters",
                "registrars-differ")
        for voter, (one, two) in enumerate(zip(first, other.rows), 1):
            require(one[0] == two[0], f"voter {voter}: registrars 1 and {number} name different districts", "registrars-differ")
            require(one[1] == two[1], f"voter {voter}: registrars 1 and {number} name different weights", "registrars-differ")
    roll = {}
    for voter, row in enumerate(first):
        point = total([(1, f.points[voter]) for f in files])
        require(not is_identity(point), f"voter {voter + 1}: the halves make the identity", "bad-half")
        credential = encode(point)
        require(credential not in roll, f"voter {voter + 1}: another voter has this credential", "bad-half")
        roll[credential] = row
    return roll


def check_registrars(record, manifest, keys, roll):
    """Check 1.9; gives the list hash."""
    files, notes = read_registrars(record, manifest, keys)
    made = joint_roll(files)
    for number, (halves, note) in enumerate(zip(files, notes), 1):
        require(note.proves(number, halves, manifest),
                f"registrars/{number}.note: the registrar did not prove that it knows the secrets of its halves", "bad-proof")
    stated = {credential: (list(manifest.district_numbers)[v.district], v.weight) for credential, v in roll.items()}
    require(made == stated, "roll.csv is not what the halves make", "invalid")
    return notes[0].list


# --- roll changes ---

class RollChange:
    """Reads an entry of kind 3. `verdict` is the first reason that applies to it by itself, or VALID."""

    HEADER = 1 + 1 + 32 + 8 + 32 + 1

    def __init__(self, setup, entry):
        self.entry, self.registrars = entry, setup.registrars
        try:
            self.verdict = self._read(setup)
        except Malformed:
            self.verdict = "malformed"

    def _read(self, setup):
        if len(self.entry) < 34:
            return "malformed"
        if self.entry[2:34] != setup.fingerprint:
            return "other election"
        count, self.header = len(self.registrars), self.entry[:self.HEADER]
        self.revokes = self.header[-1:] == b"\0"
        self.signed = self.HEADER + (0 if self.revokes else 96 * count)
        if self.header[-1:] not in (b"\0", b"\1") or len(self.entry) != self.signed + 64 * count:
            return "malformed"
        self.until, self.old = int.from_bytes(self.header[34:42], "big"), self.header[42:74]
        halves = [self.entry[at:at + 96] for at in range(self.HEADER, self.signed, 96)]
        parts = [(decode(h[:32]), decode(h[32:64]), decode_scalar(h[64:])) for h in halves]
        if any(map(is_identity, [decode(self.old)] + [half for half, _, _ in parts])):
            return "malformed"
        for number, (data, (half, t, zeta)) in enumerate(zip(halves, parts), 1):
            c = hs("registrar/replacement", self.header, u8(number), data[:64])
            if not equal(multiple(zeta, G), add(t, multiple(c, half))):
                return "registrar proof"
        if not self._is_signed():
            return "registrar signature"
        self.new = encode(total([(1, half) for half, _, _ in parts]))
        return VALID

    def _is_signed(self):
        message = b"evote/v1/roll-change\0" + self.entry[:self.signed]
        signatures = (self.entry[at:at + 64] for at in range(self.signed, len(self.entry), 64))
        return all(ed25519_verify(key.key, message, s) for key, s in zip(self.registrars, signatures))


MadeChange = namedtuple("MadeChange", "number revokes voter")     # the number is that of the entry


class Credentials:
    """Whose a credential is, in the course of the log. A voter is named by the credential of its line in roll.csv.

    `changes` are those that were valid in their place."""

    def __init__(self, roll):
        self.roll, self.changes = roll, []
        self._now = {}       # who has a credential that a change brought
        self._ended = {}     # why a credential is nobody's any more

    def voter(self, credential):
        """Who has this credential now, or None."""
        if credential in self._ended:
            return None
        return self._now.get(credential, credential if credential in self.roll else None)

    def fault(self, credential, district):
        """Why a ballot with this credential in this district is refused, or None."""
        voter = self.voter(credential)
        if voter is None:
            return self._ended.get(credential, NOT_ON_ROLL)
        return WRONG_DISTRICT if self.roll[voter].district != district else None

    def change(self, change, number):
        """The verdict on a change that is valid by itself, in its place; if it is valid, it is made."""
        if number >= change.until:
            return STALE
        voter = self.voter(change.old)
        if voter is None:
            return NOT_ON_ROLL
        if not change.revokes:
            if change.new == bytes(32) or change.new in self.roll or change.new in self._now:
                return USED
            self._now[change.new] = voter
        self._ended[change.old] = REVOKED if change.revokes else REPLACED
        self.changes.append(MadeChange(number, change.revokes, voter))
        return VALID

    def numbers(self, district):
        """How many credentials of this district were replaced and how many revoked."""
        found = Counter(c.revokes for c in self.changes if self.roll[c.voter].district == district)
        return found[False], found[True]
