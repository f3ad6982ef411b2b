# SPDX-License-Identifier: Apache-2.0
"""Whole records of an election with two registrars: those of native/registrars.json, whose secrets are known, with trustees,
ballots, roll changes and a result."""
import hashlib
import json

from records import Election, ROOT, Signer

import ballots
import election
from forms import parse_base64
from group import G, PEDERSEN, Q, add, encode, h, hs, multiple, sha256, tagged256, to_scalar, total

JOINT = "native/registrars.json"


def drawn(*what):
    """A scalar that follows from what it is for."""
    return to_scalar(hashlib.sha512(repr(what).encode()).digest()) or 1


def power(x):
    return encode(multiple(x, G))


def u8(number):
    return number.to_bytes(1, "big")


def scalar(x):
    return (x % Q).to_bytes(32, "little")


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n"


class JointElection(Election):
    """Voters are numbered 1 to 4, as in the private list; 1 and 3 are in the district 0, 2 and 4 in 1."""

    def __init__(self):
        native = json.loads((ROOT / "test-vectors" / JOINT).read_text())
        self.registrars = native["registrars"]
        manifest = native["manifest.json"]
        parsed = election.Manifest(manifest.encode())
        self.signers = [Signer(f"{parsed.id}/registrar-{r['index']}", bytes.fromhex(r["signing_seed"])) for r in self.registrars]
        self.secrets = [drawn("trustee", k) for k in range(parsed.bits)]     # one trustee, whose threshold is 1
        seeds = [sha256(b"board"), sha256(b"trustee")]
        board, trustee = Signer(f"evote/{parsed.id}", seeds[0]), Signer(f"{parsed.id}/trustee-1", seeds[1])
        points = [power(s) for s in self.secrets]
        tau = drawn("possession")
        c = hs("ceremony/possession", parsed.hash, b"\0\1", *points, power(tau))
        zeta = tau + sum(pow(c, k, Q) * s for k, s in enumerate(self.secrets, 1))
        keys = {"format": "evote-keys-1", "threshold": 1, "keys": [p.hex() for p in points],
                "trustees": [{"index": 1, "name": "Trustee", "signer": trustee.text, "commitments": [[p.hex()] for p in points],
                              "proof": {"commitment": power(tau).hex(), "response": scalar(zeta).hex()}}]}
        files = {"manifest.json": manifest, "keys.json": compact(keys), "roll.csv": native["roll.csv"],
                 "board.json": compact({"format": "evote-board-1", "origin": board.name, "key": board.text,
                                        "registrars": [s.text for s in self.signers]})}
        f = tagged256("election", *(sha256(text.encode()) for text in files.values()))
        super().__init__({**files, "fingerprint": f.hex(), "ballots": [], "closing_entry": (b"\1\xff" + f).hex(),
                          "board_signing_seed": seeds[0].hex(), "trustee_secrets": [{"signing_seed": seeds[1].hex()}]})
        self.setup = ballots.Setup(parsed, election.Keys(files["keys.json"].encode(), parsed),
                                   election.read_roll(files["roll.csv"].encode(), parsed)[0], f,
                                   election.Board(files["board.json"].encode(), parsed).registrars)

    def half(self, registrar, voter, issue=0):
        """The secret of a voter's half: the first one, or that of a replacement."""
        first = int.from_bytes(bytes.fromhex(self.registrars[registrar - 1]["voters"][voter - 1]["u"]), "little")
        return drawn("half", registrar, voter, issue) if issue else first

    def u(self, voter, issue=0):
        return sum(self.half(r, voter, issue) for r in (1, 2)) % Q

    def write(self, folder, entries=None, result=True, accused=None):
        super().write(folder, entries, result=False, accused=accused)
        (folder / "registrars").mkdir()
        for r in self.registrars:
            (folder / "registrars" / f"{r['index']}.csv").write_text(r["halves.csv"])
            (folder / "registrars" / f"{r['index']}.note").write_text(r["note"])
        if result:
            self.write_result(folder, entries)
        return folder

    def note(self, folder, registrar, change):
        """Signs a registrar's note again, with its text changed; the hash of its file is the one that is there."""
        path = folder / "registrars" / f"{registrar}.note"
        lines = path.read_text().rpartition("\n\n")[0].split("\n")
        lines[4] = sha256((folder / "registrars" / f"{registrar}.csv").read_bytes()).hex()
        path.write_bytes(self.signers[registrar - 1].note("\n".join(change(lines)) + "\n"))

    # --- entries ---

    def change(self, voter, issue=0, new=None, until=2**32, by=None, proof=0):
        """A roll change for the voter's issue: it is revoked, or replaced by the issue `new`."""
        header = b"\1\3" + self.fingerprint + until.to_bytes(8, "big") + power(self.u(voter, issue)) + u8(new is not None)
        halves = b""
        for registrar in (1, 2) if new is not None else ():
            half, tau = self.half(registrar, voter, new), drawn("change", registrar, voter, new)
            points = power(half) + power(tau)
            c = hs("registrar/replacement", header, u8(registrar), points)
            halves += points + scalar(tau + c * half + proof)
        message = b"evote/v1/roll-change\0" + header + halves
        return header + halves + b"".join(s.raw(message) for s in by or self.signers)

    def ballot(self, voter, option, counter=0, issue=0, district=None):
        """Section 5, for one contest."""
        district = 1 - voter % 2 if district is None else district
        contest, keys = self.setup.manifest.contests[0], self.setup.keys.h
        bits = [int(i == option) for i in range(contest.bits)]
        u, name = self.u(voter, issue), ("ballot", voter, option, counter, issue)
        header = b"\1\1" + self.fingerprint + district.to_bytes(2, "big") + counter.to_bytes(8, "big") + power(u)
        r, s, kappa, d0, d1 = (drawn(name, what) for what in ("r", "s", "kappa", "d0", "d1"))
        a = [drawn(name, i) for i in range(contest.bits)]

        def vector(randomness, values):
            return [multiple(randomness, G)] + [add(multiple(randomness, k), multiple(v, G)) for k, v in zip(keys, values)]
        cipher = b"".join(map(encode, vector(r, bits)))
        masks = [scalar(sum(n * a[i] for i, n in terms)) for terms, _ in contest.rules]
        first = b"".join(map(encode, vector(s, a))) + b"".join(masks) + power(kappa)
        e = h("ballot/statement", header, cipher, first)
        y = to_scalar(e)
        exponents = (-sum(pow(y, j, Q) * x * x for j, x in enumerate(a)),
                     sum(pow(y, j, Q) * x * (1 - 2 * v) for j, (x, v) in enumerate(zip(a, bits))))
        second = b"".join(encode(total([(n, G), (d, PEDERSEN)])) for n, d in zip(exponents, (d0, d1)))
        x = hs("ballot/challenge", e, second)
        responses = [r * x + s] + [v * x + n for v, n in zip(bits, a)] + [d0 + x * d1, kappa + x * u]
        return header + cipher + first + second + b"".join(map(scalar, responses))

    # --- the result ---

    def write_result(self, folder, entries):
        verdicts = ballots.Verdicts(self.setup, entries)
        log = (folder / "board" / "checkpoint").read_text().split("\n")
        tally = ballots.Tally(self.setup, verdicts, int(log[1]), parse_base64(log[2], "root"))
        (folder / "tally.json").write_bytes(tally.data)
        contest = self.setup.manifest.contests[0]
        alpha, betas = tally.sums[contest.id][0], tally.sums[contest.id][1:]
        shares = [multiple(s, alpha) for s in self.secrets]
        e = h("decrypt/weights", self.fingerprint, tally.hash, b"\0\1", b"\0\0", encode(alpha),
              *map(power, self.secrets), *map(encode, shares))
        m, tau = to_scalar(e), drawn("decrypt", e)
        commitments = [power(tau), encode(multiple(tau, alpha))]
        c = hs("decrypt/challenge", e, *commitments)
        response = tau + c * sum(pow(m, i, Q) * s for i, s in enumerate(self.secrets))
        (folder / "decryptions").mkdir()
        (folder / "decryptions" / "1.json").write_text(compact(
            {"format": "evote-decryption-1", "trustee": 1, "tally": tally.hash.hex(), "contests": [
                {"id": contest.id, "shares": [encode(s).hex() for s in shares],
                 "proof": {"commitments": [p.hex() for p in commitments], "response": scalar(response).hex()}}]}))
        totals = {}
        for option, beta, share in zip(contest.options, betas, shares):
            left = encode(total([(1, beta), (-1, share)]))
            totals[option] = next(n for n in range(tally.weight + 1) if power(n) == left)
        (folder / "result.json").write_text(compact(
            {"format": "evote-result-1", "election": self.fingerprint.hex(), "tally": tally.hash.hex(), "trustees": [1],
             "contests": [{"id": contest.id, "totals": totals}]}))
