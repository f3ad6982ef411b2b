# SPDX-License-Identifier: Apache-2.0
"""The notes that the trustees signed: the rounds of the ceremony (check 1.3), and the seals (1.6)."""
from types import SimpleNamespace

from election import scalar, trustee_key
from forms import Fault, Lines, Note, age_recipient, check_age_file, check_name, hex_bytes, parse_base64, plain_number, require
from group import tagged256

NOTE_SIZE, SEAL_SIZE = 2**26, 2**16


def u16(number):
    return number.to_bytes(2, "big")


class Ceremony:
    """Reads all notes; what is wrong is in `faults`."""

    def __init__(self, record, manifest, keys):
        self.record, self.manifest, self.keys = record, manifest, keys
        self.faults, self.transcript = [], None
        for trustee in keys.trustees:
            try:
                read_seal(record, trustee)
            except Fault as fault:
                self.faults.append(fault)
        numbers = range(1, manifest.count + 1)
        joins = {i: self._read("join", i, self._join) for i in numbers}
        if None in joins.values():
            return
        if len({j.recipient for j in joins.values()} | {j.signer.key for j in joins.values()}) != 2 * manifest.count:
            self.faults.append(Fault("signing keys and recipients are not all different", "ceremony", "trustee-at-fault"))
        self.joins = joins
        hashes = [j.note.hash for j in joins.values()]
        self.joins_hash = tagged256("ceremony/joins", manifest.hash, *hashes)
        deals = {i: self._read("deal", i, self._deal) for i in numbers}
        if None in deals.values():
            return
        self.transcript = tagged256("ceremony/transcript", manifest.hash, *hashes, *(d.hash for d in deals.values()))
        checks = {i: self._read("check", i, self._check) for i in numbers}
        for dealer in numbers:
            accusers = [i for i in numbers if checks[i] and dealer in checks[i]]
            if len(accusers) >= manifest.threshold:
                self.faults.append(Fault(f"too many accuse trustee {dealer}", f"ceremony/check-{accusers[0]}.note",
                                         "too-many-accuse"))
            name = f"ceremony/answer-{dealer}.note"
            if accusers or self.record.exists(name):
                self._read("answer", dealer, lambda note, i, accusers=accusers: self._answer(note, i, accusers))

    def _read(self, round_name, number, reader):
        """What the reader makes of this note, or None and a fault."""
        name, note = f"ceremony/{round_name}-{number}.note", None
        try:
            require(self.record.exists(name), "this note is missing", "step-missing")
            note = Note(self.record.read(name, NOTE_SIZE))
            return reader(note, number)
        except Fault as fault:
            # After the join notes a signature is verified first: what was signed is the trustee's fault.
            signed = note is not None and round_name != "join" and fault.code == "malformed"
            self.faults.append(Fault(fault.reason, name, "trustee-at-fault" if signed else fault.code))
            return None

    def _head(self, note, round_name, number):
        lines = Lines(note.text)
        lines.exactly(f"evote-{round_name}-1")
        lines.exactly(f"manifest {self.manifest.hash.hex()}", "other-election")
        lines.exactly(f"trustee {number}", "malformed" if round_name == "join" else "other-trustee")
        return lines

    def _join(self, note, i):
        lines = self._head(note, "join", i)
        join, trustee = SimpleNamespace(note=note), self.keys.trustees[i - 1]
        name = lines.next("name")
        require(name, "a name is expected")
        check_name(name)
        join.signer = trustee_key(lines.next("signer"), i, self.manifest)
        join.recipient = age_recipient(lines.next("recipient"))
        join.commitments = hex_bytes(lines.next("commitments"))
        lines.end()
        note.require_signed(join.signer)
        require(name == trustee.name, "keys.json has another name", "changed")
        require(join.signer.text == trustee.signer.text, "keys.json has another signer", "changed")
        return join

    def _deal(self, note, i):
        # The dealing itself is valid: it is that of keys.json, which check 1.2 has verified.
        note.require_signed(self.joins[i].signer)
        lines, trustee = self._head(note, "deal", i), self.keys.trustees[i - 1]
        lines.exactly(f"joins {self.joins_hash.hex()}", "other-files")
        for of_key in trustee.commitments:
            require(lines.next("key") == b"".join(of_key).hex(), "keys.json has other commitments", "changed")
        require(lines.next("proof") == trustee.proof.hex(), "keys.json has another proof", "changed")
        for j in range(1, self.manifest.count + 1):
            if j != i:
                share = lines.next("share").split(" ")
                require(len(share) == 2 and share[0] == str(j), f"a share for trustee {j} is expected")
                check_age_file(parse_base64(share[1], "share"), 32 * (1 + self.manifest.bits))
        lines.end()
        opened = tagged256("ceremony/commitments", self.manifest.hash, u16(i), trustee.joined())
        require(opened == self.joins[i].commitments, "these are not the commitments of the join note")
        return note

    def _check(self, note, i):
        """The dealers that trustee i accuses."""
        note.require_signed(self.joins[i].signer)
        lines, accused = self._head(note, "check", i), []
        lines.exactly(f"transcript {self.transcript.hex()}", "other-files")
        while lines.has("accused"):
            dealer = plain_number(lines.next("accused"), "accused")
            require(1 <= dealer <= self.manifest.count and dealer != i, "there is no such dealer")
            require(not accused or dealer > accused[-1], "the accused are not in order")
            accused.append(dealer)
        lines.end()
        return accused

    def _answer(self, note, i, accusers):
        note.require_signed(self.joins[i].signer)
        require(accusers, "nobody accuses this trustee")
        lines = self._head(note, "answer", i)
        lines.exactly(f"transcript {self.transcript.hex()}", "other-files")
        for accuser in accusers:
            share = lines.next("share").split(" ")
            require(len(share) == 2 and share[0] == str(accuser), f"a share for trustee {accuser} is expected")
            data = hex_bytes(share[1], "share", 32 * self.manifest.bits)
            scalars = [scalar(data[k:k + 32], "share") for k in range(0, len(data), 32)]
            require(self.keys.trustees[i - 1].share_matches(scalars, accuser), f"the share for {accuser} is bad")
        lines.end()


def read_seal(record, trustee):
    """The fingerprint that this trustee has sealed, or None without its seal."""
    name = f"ceremony/seal-{trustee.number}.note"
    if not record.exists(name):
        return None
    try:
        note = Note(record.read(name, SEAL_SIZE))
        note.require_signed(trustee.signer)
        lines = note.text.split("\n")
        require(len(lines) == 3 and lines[0] == "evote-seal-1", "this is not a seal")
        return hex_bytes(lines[1], "fingerprint")
    except Fault as fault:
        raise Fault(fault.reason, name, fault.code) from None
