# SPDX-License-Identifier: Apache-2.0
"""What is sealed before the voting: manifest, keys, roll, board (sections 2 to 4), and the notes of the ceremony."""
import datetime
import re

from forms import (COSIGNATURE, Fault, VerifierKey, a_list, check_name, check_text, fields, hex_bytes, integer,
                   is_integer, parse_json, plain_number, require)
from group import (G, Q, Malformed, add, decode, decode_scalar, encode, equal, hs, is_identity, multiple, sha256,
                   tagged256, total)


def element(data, what, code="malformed"):
    try:
        return decode(data)
    except Malformed as error:
        raise Fault(f"{what}: {error}", code=code) from None


def scalar(data, what, code="malformed"):
    try:
        return decode_scalar(data)
    except Malformed as error:
        raise Fault(f"{what}: {error}", code=code) from None


# --- section 2 ---

def slack_weights(width):
    return [(width + 2**j) // 2**(j + 1) for j in range(width.bit_length())]


def check_id(value, what):
    require(isinstance(value, str) and re.fullmatch("[A-Za-z0-9._-]{1,64}", value), f"{what}: this is not an id")
    return value


def check_time(value, what):
    pattern = r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))"
    found = re.fullmatch(pattern, value, re.ASCII) if isinstance(value, str) else None
    require(found, f"{what}: this is not a date-time of RFC 3339")
    year, month, day, hour, minute, second, zone_hour, zone_minute = (int(n or 0) for n in found.groups())
    try:     # Python has no year 0, which has the days of the year 2000
        datetime.date(year or 2000, month, day)
    except ValueError:
        raise Fault(f"{what}: there is no such day") from None
    require(hour < 24 and minute < 60 and second <= 60 and zone_hour < 24 and zone_minute < 60, f"{what}: no such time")


def siblings(items, what):
    """The numbers of these objects by their ids."""
    ids = [check_id(item["id"], what) for item in items]
    require(len(set(ids)) == len(ids), f"{what}: an id occurs twice")
    return {id: number for number, id in enumerate(ids)}


class Contest:
    """`rules` are the equations: (pairs of a bit's number and its coefficient, max); `bits` is b of section 2."""

    def __init__(self, value):
        fields(value, "id title min max options", "rules")
        self.id = value["id"]
        check_text(value["title"], self.id)
        options = a_list(value["options"], "options")
        require(options, f"{self.id}: there is no option")
        for option in options:
            check_text(fields(option, "id title")["title"], "option")
        numbers = siblings(options, "options")
        self.options = list(numbers)
        self.bits = len(options)
        self.rules = []
        self._rule(value, [(i, 1) for i in range(len(options))])
        for rule in a_list(value.get("rules", []), "rules"):
            coefficients = fields(rule, "coefficients min max")["coefficients"]
            require(isinstance(coefficients, dict), "coefficients: an object is expected")
            for id, n in coefficients.items():
                require(id in numbers, f"{self.id}: the option {id} of a rule does not exist")
                integer(n, -2**16, 2**16, "coefficient")
            self._rule(rule, [(numbers[id], n) for id, n in coefficients.items()])

    def _rule(self, rule, terms):
        low, high = (integer(rule[key], -2**16, 2**16, key) for key in ("min", "max"))
        require(low <= high, f"{self.id}: min is above max")
        least, most = (sum(n for _, n in terms if n * sign > 0) for sign in (-1, 1))
        require(low <= most and high >= least, f"{self.id}: no vote meets this rule")
        weights = slack_weights(high - low)
        self.rules.append((terms + [(self.bits + j, w) for j, w in enumerate(weights)], high))
        self.bits += len(weights)


class Manifest:
    def __init__(self, data):
        self.hash = sha256(data)
        value = fields(parse_json(data), "format id title group trustees revote districts contests",
                       "registrars opens closes")
        require(value["format"] == "evote-manifest-1", "format: evote-manifest-1 is expected")
        require(value["group"] == "ristretto255", "group: ristretto255 is expected")
        require(value["revote"] != "deniable", "revote: this version cannot do that", "unsupported")
        require(value["revote"] in ("last", "none"), "revote: last or none is expected")
        self.id, self.revote = check_id(value["id"], "id"), value["revote"]
        check_text(value["title"], "title")
        for key in ("opens", "closes"):
            if key in value:
                check_time(value[key], key)
        self.registrars = integer(value["registrars"], 1, 8, "registrars") if "registrars" in value else 0
        trustees = fields(value["trustees"], "count threshold")
        self.count = integer(trustees["count"], 1, 65535, "count")
        self.threshold = integer(trustees["threshold"], 1, self.count, "threshold")
        require(self.count < 2 * self.threshold, "the threshold is not more than half of the trustees")

        self.contests = [Contest(c) for c in self._list(value, "contests")]
        numbers = siblings(value["contests"], "contests")
        self.districts, self.ids = [], []
        for district in self._list(value, "districts"):
            fields(district, "id title contests")
            check_text(district["title"], "district")
            named = a_list(district["contests"], "contests")
            require(named and all(isinstance(id, str) and id in numbers for id in named), "contests of a district")
            require(len(set(named)) == len(named), "a district names a contest twice")
            self.districts.append([self.contests[numbers[id]] for id in named])
        self.district_numbers = siblings(value["districts"], "districts")

        self.bits = max(c.bits for c in self.contests)
        require(self.count * self.threshold * self.bits <= 2**19, "too many trustees and bits")
        require(sum(c.bits * len(c.rules) for c in self.contests) <= 2**23, "too many bits and rules")
        for contests in self.districts + [[c] for c in self.contests]:
            require(ballot_size(contests) <= 65535, "a ballot would be too large")

    @staticmethod
    def _list(value, key):
        require(1 <= len(a_list(value[key], key)) <= 65536, f"{key}: 1 to 65,536 are expected")
        return value[key]


def ballot_size(contests):
    return 76 + 32 * (sum(3 * (c.bits + 1) + len(c.rules) for c in contests) + 5)


# --- section 3 ---

class Trustee:
    """A trustee's part of keys.json: `coefficients[k][n]` are the points C."""

    def __init__(self, value, number, manifest):
        fields(value, "index name signer commitments proof")
        require(is_integer(value["index"], number, number), f"trustee {number}: index {number} is expected")
        self.number, self.name = number, value["name"]
        require(isinstance(self.name, str) and self.name, "name: a text is expected")
        check_name(self.name)
        self.signer = trustee_key(value["signer"], number, manifest)
        self.commitments = [[hex_bytes(c) for c in a_list(of_key, "commitments", manifest.threshold)]
                            for of_key in a_list(value["commitments"], "commitments", manifest.bits)]
        proof = fields(value["proof"], "commitment response")
        self.proof = hex_bytes(proof["commitment"]) + hex_bytes(proof["response"])
        self.coefficients = [[element(c, "commitment", "bad-proof") for c in of_key] for of_key in self.commitments]
        self._check_dealing(manifest)

    def joined(self):
        return b"".join(c for of_key in self.commitments for c in of_key)

    def _check_dealing(self, manifest):
        require(not any(is_identity(c) for of_key in self.coefficients for c in of_key), "a commitment is the identity",
                "bad-proof")
        first = [of_key[0] for of_key in self.commitments]
        require(len(set(first)) == len(first), "two keys are equal", "bad-proof")
        t, zeta = element(self.proof[:32], "proof", "bad-proof"), scalar(self.proof[32:], "proof", "bad-proof")
        c = hs("ceremony/possession", manifest.hash, self.number.to_bytes(2, "big"), self.joined(), self.proof[:32])
        terms = [(pow(c, k, Q), of_key[0]) for k, of_key in enumerate(self.coefficients, 1)]
        proves = equal(multiple(zeta, G), add(t, total(terms)))
        require(proves, f"trustee {self.number} did not prove that it knows its keys", "bad-proof")

    def share_matches(self, shares, to):
        """Whether g^s[k] = prod_n C[k][n]^(to^n) for every key k."""
        return all(equal(multiple(s, G), self.share_key(k, to)) for k, s in enumerate(shares))

    def share_key(self, k, to):
        return total([(to**n, c) for n, c in enumerate(self.coefficients[k])])


def trustee_key(text, number, manifest):
    key = VerifierKey(text)
    require(key.name == f"{manifest.id}/trustee-{number}", f"the name of the key of trustee {number} is another one")
    return key


class Keys:
    def __init__(self, data, manifest):
        self.hash = sha256(data)
        value = fields(parse_json(data), "format threshold keys trustees")
        require(value["format"] == "evote-keys-1", "format: evote-keys-1 is expected")
        require(is_integer(value["threshold"], manifest.threshold, manifest.threshold), "threshold: not the manifest's")
        stated = [hex_bytes(k, "keys") for k in a_list(value["keys"], "keys", manifest.bits)]
        trustees = a_list(value["trustees"], "trustees", manifest.count)
        self.trustees = [Trustee(t, number, manifest) for number, t in enumerate(trustees, 1)]
        require(len({t.signer.key for t in self.trustees}) == manifest.count, "a signing key occurs twice", "invalid")
        self.h = [total([(1, t.coefficients[k][0]) for t in self.trustees]) for k in range(manifest.bits)]
        added = [encode(h) for h in self.h]
        require(stated == added, "the joint keys are not the sums of the trustees' parts", "invalid")
        require(not any(map(is_identity, self.h)), "a joint key is the identity", "invalid")
        require(len(set(stated)) == len(stated), "two joint keys are equal", "invalid")
        self._share_keys = {}

    def share_key(self, j, k):
        """S[j][k], k from 0."""
        if (j, k) not in self._share_keys:
            self._share_keys[j, k] = total([(1, t.share_key(k, j)) for t in self.trustees])
        return self._share_keys[j, k]


# --- section 4 ---

class Voter:
    def __init__(self, point, district, weight):
        self.point, self.district, self.weight = point, district, weight


def read_roll(data, manifest):
    """Voters by the 32 bytes of their credentials, and texts about those that are no credentials."""
    try:
        lines = data.decode("ascii").split("\n")
    except ValueError:
        raise Fault("this is not a roll") from None
    require(lines.pop() == "", "the last line has no line end")
    require(lines and lines.pop(0) == "credential,district,weight", "the first line is another one")
    voters, faults, last = {}, [], b""
    for number, line in enumerate(lines, 2):
        values = line.split(",")
        require(len(values) == 3, f"line {number}: three values are expected")
        credential = hex_bytes(values[0], f"line {number}")
        require(credential > last, f"line {number}: not above the line before")
        require(values[1] in manifest.district_numbers, f"line {number}: there is no such district")
        weight = plain_number(values[2], f"line {number}")
        require(1 <= weight <= 2**32, f"line {number}: a weight from 1 to 2^32 is expected")
        try:
            point = decode(credential)
        except Malformed:
            point = None
        if point is None or is_identity(point):
            faults.append(f"line {number}: this credential is not an element of the group, or it is the identity")
        voters[credential] = Voter(point, manifest.district_numbers[values[1]], weight)
        last = credential
    require(sum(v.weight for v in voters.values()) <= 2**40, "the weights add up to more than 2^40")
    return voters, faults


class Board:
    """`witnesses` are the keys of the policy, of which `quorum` must have signed the final checkpoint; `registrars`
    those of the registrars, if the manifest has any."""

    def __init__(self, data, manifest):
        registrars = " registrars" if manifest.registrars else ""
        value = fields(parse_json(data), "format origin key" + registrars, "witnesses")
        require(value["format"] == "evote-board-1", "format: evote-board-1 is expected")
        require(value["origin"] == f"evote/{manifest.id}", "origin: not that of this election")
        self.origin = value["origin"]
        self.key = VerifierKey(value["key"])
        require(self.key.name == self.origin, "the key's name is not the origin")
        self.registrars = [VerifierKey(k) for k in a_list(value.get("registrars", []), "registrars", manifest.registrars)]
        for number, key in enumerate(self.registrars, 1):
            require(key.name == f"{manifest.id}/registrar-{number}", f"registrar {number}: the key has another name")
        different = len({k.key for k in [self.key, *self.registrars]}) == 1 + len(self.registrars)
        require(different, "a registrar has the key of another one or of the board")
        self.quorum, self.witnesses = 0, []
        if "witnesses" in value:
            policy = fields(value["witnesses"], "quorum keys")
            self.witnesses = [VerifierKey(k, COSIGNATURE) for k in a_list(policy["keys"], "witnesses")]
            n = len(self.witnesses)
            require(1 <= n <= 64, "1 to 64 witnesses are expected")
            self.quorum = integer(policy["quorum"], n // 2 + 1, n, "quorum")
            require(len({k.name for k in self.witnesses}) == n, "two witnesses have one name")
            require(len({k.key for k in self.witnesses}) == n, "two witnesses have one key")
            for key in (self.key, *self.registrars):
                self.require_other_witness(key)

    def require_other_witness(self, key):
        """Nobody else in the record may have the name or the key of a witness."""
        for witness in self.witnesses:
            require(key.name != witness.name and key.key != witness.key, f"the witness {witness.name} is {key.name}")


def fingerprint(hashes):
    return tagged256("election", *hashes)


def spoken(hash32):
    words = (int.from_bytes(hash32[i:i + 4], "big") % 100000 for i in range(0, 32, 4))
    return " ".join(f"{word:05}" for word in words)


def read_election_json(data):
    """The hashes of the four files by name, in the order in which the fingerprint covers them, and the fingerprint."""
    value = fields(parse_json(data), "format fingerprint manifest keys roll board")
    require(value["format"] == "evote-election-1", "format: evote-election-1 is expected")
    files = {"manifest.json": "manifest", "keys.json": "keys", "roll.csv": "roll", "board.json": "board"}
    return {file: hex_bytes(value[key], key) for file, key in files.items()}, hex_bytes(value["fingerprint"])
