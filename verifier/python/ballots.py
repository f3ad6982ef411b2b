# SPDX-License-Identifier: Apache-2.0
"""Ballots (section 5), the rules of the log (sections 4a and 6), the tally and its decryption (section 7)."""
import json
import secrets
from collections import Counter
from types import SimpleNamespace

from election import ballot_size, element, scalar
from forms import a_list, fields, hex_bytes, is_integer, parse_json, require
from group import (G, PEDERSEN, Q, Malformed, add, decode, decode_scalar, encode, equal, h, hs, is_identity,
                   multiple, negate, sha256, to_scalar, total)
from registrars import STALE, VALID, Credentials, RollChange

CLOSING, AFTER, SECOND = "closing entry", "after the closing entry", "second ballot"
BATCH = 500     # ballots whose equations are checked together


class Invalid(Exception):
    """Bytes that are no ballot, with the reason of section 5."""


class Setup:
    """What entries are checked against; `registrars` are their keys."""

    def __init__(self, manifest, keys, roll, f, registrars=()):
        self.manifest, self.keys, self.roll, self.fingerprint = manifest, keys, roll, f
        self.registrars = registrars
        self.closing = b"\1\xff" + f


class Ballot:
    """Reads an entry, and gives the equations that hold for a valid ballot. `parts` has its fields for each contest.

    Whose the credential is depends on the changes before it in the log, and is asked in its place."""

    def __init__(self, setup, entry):
        self.setup = setup
        self._at, self._entry = 0, entry
        if self._take(1) != b"\1" or self._take(1) != b"\1":
            raise Invalid("malformed")
        if self._take(32) != setup.fingerprint:
            raise Invalid("other election")
        self.district = int.from_bytes(self._take(2), "big")
        if self.district >= len(setup.manifest.districts):
            raise Invalid("malformed")
        self.contests = setup.manifest.districts[self.district]
        if len(entry) != ballot_size(self.contests):
            raise Invalid("malformed")
        self.counter = int.from_bytes(self._take(8), "big")
        self.credential = self._take(32)
        try:
            self._read(entry)
        except Malformed:
            raise Invalid("malformed") from None
        self._entry = None

    def _take(self, size):
        data = self._entry[self._at:self._at + size]
        if len(data) < size:
            raise Invalid("malformed")
        self._at += size
        return data

    def _element(self):
        return decode(self._take(32))

    def _scalar(self):
        return decode_scalar(self._take(32))

    def _read(self, entry):
        known = self.setup.roll.get(self.credential)
        self.credential_point = known.point if known and known.point else decode(self.credential)
        self.parts = []
        for contest in self.contests:
            part = SimpleNamespace()
            part.alpha_bytes = entry[self._at:self._at + 32]
            part.alpha = self._element()
            part.betas = [self._element() for _ in range(contest.bits)]
            self.parts.append(part)
        for contest, part in zip(self.contests, self.parts):
            part.a0 = self._element()
            part.a = [self._element() for _ in range(contest.bits)]
            part.masks = [self._scalar() for _ in contest.rules]
        self.r = self._element()
        e = h("ballot/statement", entry[:self._at])
        second = entry[self._at:self._at + 64]
        self.d0, self.d1 = self._element(), self._element()
        for contest, part in zip(self.contests, self.parts):
            part.z = self._scalar()
            part.f = [self._scalar() for _ in range(contest.bits)]
        self.z_d, self.z_credential = self._scalar(), self._scalar()
        self.y, self.x = to_scalar(e), hs("ballot/challenge", e, second)
        if is_identity(self.credential_point) or any(is_identity(part.alpha) for part in self.parts):
            raise Malformed

    # The equations of the table, each added to a sum that must be the identity.

    def credential_proof(self, sum):
        w = sum.weight()
        sum.terms += [(w * self.x, self.credential_point), (w, self.r)]
        sum.g -= w * self.z_credential

    def encryption_proof(self, sum):
        for part in self.parts:
            w = sum.weight()
            sum.terms += [(w * self.x, part.alpha), (w, part.a0)]
            sum.g -= w * part.z
            for i, (beta, a, f) in enumerate(zip(part.betas, part.a, part.f)):
                w = sum.weight()
                sum.terms += [(w * self.x, beta), (w, a)]
                sum.h[i] -= w * part.z
                sum.g -= w * f

    def keeps_rules(self):
        return all((sum(n * part.f[i] for i, n in terms) - self.x * high - mask) % Q == 0
                   for contest, part in zip(self.contests, self.parts)
                   for (terms, high), mask in zip(contest.rules, part.masks))

    def bit_proof(self, sum):
        w, y_j, exponent = sum.weight(), 1, 0
        for part in self.parts:
            for f in part.f:
                exponent += y_j * f * (self.x - f)
                y_j = y_j * self.y % Q
        sum.terms += [(w, self.d0), (w * self.x, self.d1)]
        sum.g -= w * exponent
        sum.p -= w * self.z_d

    def reason(self):
        """The first reason of the table that applies to this ballot alone, or VALID."""
        if not Sum(self.setup.keys).holds(self.credential_proof):
            return "credential proof"
        if not Sum(self.setup.keys).holds(self.encryption_proof):
            return "encryption proof"
        if not self.keeps_rules():
            return "rule"
        return VALID if Sum(self.setup.keys).holds(self.bit_proof) else "bit proof"


class Sum:
    """A random linear combination of equations; g, p and h are the scalars of points that occur in many of them."""

    def __init__(self, keys):
        self.keys, self.terms, self.g, self.p = keys, [], 0, 0
        self.h = Counter()

    @staticmethod
    def weight():
        return secrets.randbits(128)

    def holds(self, *equations):
        for equation in equations:
            equation(self)
        fixed = [(self.g, G), (self.p, PEDERSEN)] + [(s, self.keys.h[i]) for i, s in self.h.items()]
        return is_identity(total(self.terms + fixed))


def reasons(ballots):
    """The reason of each of these ballots that have been read, or VALID. A sum that does not hold is split."""
    if not ballots:
        return []
    if len(ballots) == 1:
        return [ballots[0].reason()]
    equations = (e for b in ballots for e in (b.credential_proof, b.encryption_proof, b.bit_proof))
    if all(b.keeps_rules() for b in ballots) and Sum(ballots[0].setup.keys).holds(*equations):
        return [VALID] * len(ballots)
    half = len(ballots) // 2
    return reasons(ballots[:half]) + reasons(ballots[half:])


class Counted:
    """What is left of a ballot when it has been verified: whatever its verdict. If it is counted, also its `number` in
    the log and its `weight`."""

    def __init__(self, ballot):
        self.credential, self.counter, self.district = ballot.credential, ballot.counter, ballot.district
        self.alphas = [part.alpha_bytes for part in ballot.parts]
        self.parts = [(contest, part.alpha, part.betas[:len(contest.options)])
                      for contest, part in zip(ballot.contests, ballot.parts)]


class Verdicts:
    """The verdict on each entry, the counted ballots by voter, and the alphas that occur twice.

    `changes` has the numbers of all entries that are roll changes, valid or not."""

    def __init__(self, setup, entries):
        self.setup, self.verdicts, self.counted, self.replaced = setup, [], {}, 0
        self.credentials, self.changes = Credentials(setup.roll), set()
        self._numbers, self._alphas, self.repeated = Counter(), {}, []
        closed = False
        for begin in range(0, len(entries), BATCH):
            for entry, (reason, read) in zip(entries[begin:], self._judge(entries[begin:begin + BATCH])):
                if self._is_change(entry):
                    self.changes.add(len(self.verdicts))
                if closed:
                    self.verdicts.append(AFTER)
                elif entry == setup.closing:
                    self.verdicts.append(CLOSING)
                    closed = True
                else:
                    self.verdicts.append(self._in_its_place(reason, read))
        self.closed = bool(self.verdicts) and self.verdicts[-1] == CLOSING

    def _is_change(self, entry):
        return bool(self.setup.registrars) and entry[:2] == b"\1\3"

    def _judge(self, entries):
        """For each entry the reason that applies to it by itself or VALID, and the change, or what is left of the ballot:
        of a ballot (C) to (B) of section 5 alone. Who the voter is comes in between, and is asked later."""
        results, ballots = [], {}
        for number, entry in enumerate(entries):
            if self._is_change(entry):
                change = RollChange(self.setup, entry)
                results.append((change.verdict, change))
                continue
            try:
                ballots[number] = Ballot(self.setup, entry)
                results.append(None)
            except Invalid as invalid:
                results.append((str(invalid), None))
        for number, reason in zip(ballots, reasons(list(ballots.values()))):
            results[number] = (reason, Counted(ballots[number]))
        return results

    def _in_its_place(self, reason, read):
        if isinstance(read, RollChange):
            return self._change(read) if reason == VALID else reason
        if read is None:
            return reason
        return self.credentials.fault(read.credential, read.district) or (reason if reason != VALID else self._ballot(read))

    def _change(self, change):
        verdict = self.credentials.change(change, len(self.verdicts))
        if verdict == VALID and change.revokes:
            self.counted.pop(self.credentials.changes[-1].voter, None)
        return verdict

    def _ballot(self, ballot):
        voter = self.credentials.voter(ballot.credential)
        number = self._numbers[voter]
        for alpha in ballot.alphas:
            if alpha in self._alphas:
                self.repeated.append((self._alphas[alpha], len(self.verdicts)))
            self._alphas.setdefault(alpha, len(self.verdicts))
        if ballot.counter != number:
            return STALE
        if number and self.setup.manifest.revote == "none":
            return SECOND
        self.replaced += 1 if number else 0
        self._numbers[voter] += 1
        ballot.number, ballot.weight = len(self.verdicts), self.setup.roll[voter].weight
        self.counted[voter] = ballot
        return VALID


# --- section 7 ---

class Tally:
    """The sums over the counted ballots, and `data`, the bytes that tally.json must have."""

    def __init__(self, setup, verdicts, size, root):
        self.setup = setup
        counted = list(verdicts.counted.values())
        self.counted, self.weight = len(counted), sum(b.weight for b in counted)
        terms = {c.id: [[] for _ in range(1 + len(c.options))] for c in setup.manifest.contests}
        self.weights = {c.id: [] for c in setup.manifest.contests}
        for ballot in counted:
            for contest, alpha, betas in ballot.parts:
                self.weights[contest.id].append(ballot.weight)
                for column, point in zip(terms[contest.id], [alpha] + betas):
                    column.append((ballot.weight, point))
        self.sums = {id: [total(column) for column in columns] for id, columns in terms.items()}
        contests = []
        for id, sums in self.sums.items():
            alpha, *betas = (encode(s).hex() for s in sums)
            contests.append({"id": id, "alpha": alpha, "betas": betas})
        value = {"format": "evote-tally-1", "election": setup.fingerprint.hex(),
                 "log": {"size": size, "root": root.hex()}, "counted": self.counted, "weight": self.weight,
                 "contests": contests}
        self.data = json.dumps(value, separators=(",", ":")).encode() + b"\n"
        self.hash = sha256(self.data)


def in_order(value, contests, keys):
    """The objects of a list that has one with these keys for each contest, in the order of the manifest."""
    for item, contest in zip(a_list(value, "contests", len(contests)), contests):
        require(fields(item, keys)["id"] == contest.id, f"the contest {contest.id} is expected")
        yield item, contest


def check_decryption(data, j, tally):
    """The points D of trustee j, by contest."""
    setup = tally.setup
    value = fields(parse_json(data), "format trustee tally contests")
    require(value["format"] == "evote-decryption-1", "format: evote-decryption-1 is expected")
    require(is_integer(value["trustee"], 1, 65535), "trustee: the number of a trustee is expected")
    require(value["trustee"] == j, f"this is not the decryption of trustee {j}", "other-trustee")
    require(hex_bytes(value["tally"]) == tally.hash, "this is the decryption of another tally", "other-tally")
    result = {}
    for n, (item, contest) in enumerate(in_order(value["contests"], setup.manifest.contests, "id shares proof")):
        shares = [hex_bytes(s) for s in a_list(item["shares"], "shares", len(contest.options))]
        points = [element(s, "share") for s in shares]
        proof = fields(item["proof"], "commitments response")
        t_bytes = [hex_bytes(t) for t in a_list(proof["commitments"], "commitments", 2)]
        t_g, t_a = (element(t, "proof") for t in t_bytes)
        response = scalar(hex_bytes(proof["response"]), "proof")

        alpha = tally.sums[contest.id][0]
        keys = [setup.keys.share_key(j, k) for k in range(len(contest.options))]
        e = h("decrypt/weights", setup.fingerprint, tally.hash, j.to_bytes(2, "big"), n.to_bytes(2, "big"),
              encode(alpha), *map(encode, keys), *shares)
        c = hs("decrypt/challenge", e, *t_bytes)
        weights = [c * pow(to_scalar(e), i, Q) for i in range(len(contest.options))]
        holds = (equal(multiple(response, G), add(t_g, total(list(zip(weights, keys)))))
                 and equal(multiple(response, alpha), add(t_a, total(list(zip(weights, points))))))
        require(holds, f"the proof for the contest {contest.id} is wrong", "bad-proof")
        result[contest.id] = points
    return result


def check_result(data, tally, decryptions):
    """result.json follows from valid decryptions, which are given by trustee; returns the totals."""
    setup = tally.setup
    value = fields(parse_json(data), "format election tally trustees contests")
    require(value["format"] == "evote-result-1", "format: evote-result-1 is expected")
    require(hex_bytes(value["election"]) == setup.fingerprint, "this is the result of another election", "other-tally")
    require(hex_bytes(value["tally"]) == tally.hash, "this is the result of another tally", "other-tally")
    trustees = a_list(value["trustees"], "trustees", setup.manifest.threshold)
    require(all(is_integer(j, 1, setup.manifest.count) for j in trustees), "trustees: there is no such trustee")
    require(all(a < b for a, b in zip(trustees, trustees[1:])), "trustees: not in order", "invalid")
    for j in trustees:
        require(j in decryptions, f"there is no valid decryption by trustee {j}, whom the result names", "invalid")
    result = {}
    for item, contest in in_order(value["contests"], setup.manifest.contests, "id totals"):
        totals = fields(item["totals"], " ".join(contest.options))
        for i, option in enumerate(contest.options):
            require(is_integer(totals[option], 0, 2**40), f"{option}: a number of votes is expected")
            require(totals[option] <= tally.weight, f"{option}: more than all votes", "invalid")
            shares = [(lagrange(j, trustees), decryptions[j][contest.id][i]) for j in trustees]
            combined = add(tally.sums[contest.id][1 + i], negate(total(shares)))
            same = equal(combined, multiple(totals[option], G))
            require(same, f"{contest.id}: {option} has another number of votes", "invalid")
        result[contest.id] = totals
    return result


def lagrange(j, trustees):
    result = 1
    for k in trustees:
        if k != j:
            result = result * k * pow(k - j, -1, Q) % Q
    return result
