# SPDX-License-Identifier: Apache-2.0
"""Writes whole records from the elections of test-vectors, whose secrets are known: so a log, a seal or a note can be
wrong and yet be signed."""
import base64
import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "verifier" / "python"))
sys.dont_write_bytecode = True

from forms import BECH32, leaf_hash, tile_path, tree_root                      # noqa: E402
from group import G, Q, _encode_edwards, multiple, sha256, tagged256           # noqa: E402


def base64_text(data):
    return base64.b64encode(data).decode()


class Signer:
    """An Ed25519 key from its seed, with the name that it has in notes."""

    def __init__(self, name, seed, algorithm=1):
        digest = hashlib.sha512(seed).digest()
        self.name, self.prefix = name, digest[32:]
        self.secret = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
        self.key = _encode_edwards(multiple(self.secret, G))
        marked = bytes([algorithm]) + self.key
        self.id = sha256(name.encode(), b"\n", marked)[:4]
        self.text = f"{name}+{self.id.hex()}+{base64_text(marked)}"

    def raw(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % Q
        point = _encode_edwards(multiple(r, G))
        k = int.from_bytes(hashlib.sha512(point + self.key + message).digest(), "little")
        return point + ((r + k * self.secret) % Q).to_bytes(32, "little")

    def line(self, signature):
        return f"\u2014 {self.name} {base64_text(self.id + signature)}\n".encode()

    def note(self, text):
        return text.encode() + b"\n" + self.line(self.raw(text.encode()))

    def cosignature(self, text, time):
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        return self.line(time.to_bytes(8, "big") + self.raw(message))


def age_recipient(number):
    key = hashlib.sha256(b"recipient %d" % number).digest()[:31] + b"\0"
    digits = [int.from_bytes(key, "big") << 4 >> 5 * i & 31 for i in range(51, -1, -1)]

    def polymod(values):
        check = 1
        for value in values:
            top, check = check >> 25, (check & 0x1ffffff) << 5 ^ value
            for bit, constant in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
                check ^= constant if top >> bit & 1 else 0
        return check
    prefix = [ord(c) >> 5 for c in "age"] + [0] + [ord(c) & 31 for c in "age"]
    check = polymod(prefix + digits + [0] * 6) ^ 1
    return "age1" + "".join(BECH32[d] for d in digits + [check >> 5 * i & 31 for i in range(5, -1, -1)])


def age_file(size):
    """What looks like an age file of this many bytes: nobody but its reader can tell."""
    arg = base64_text(bytes(range(32))).rstrip("=")
    header = f"age-encryption.org/v1\n-> X25519 {arg}\n{arg}\n--- {arg}\n"
    return header.encode() + bytes(16 + size + 16)


class Election:
    def __init__(self, vector):
        self.vector = vector
        self.manifest = json.loads(self.vector["manifest.json"])
        self.keys = json.loads(self.vector["keys.json"])
        self.manifest_hash = sha256(self.vector["manifest.json"].encode())
        self.fingerprint = bytes.fromhex(self.vector["fingerprint"])
        self.ballots = [bytes.fromhex(b["ballot"]) for b in self.vector["ballots"]]
        self.closing = bytes.fromhex(self.vector["closing_entry"])
        self.board = Signer(f"evote/{self.manifest['id']}", bytes.fromhex(self.vector["board_signing_seed"]))
        self.trustees = [Signer(f"{self.manifest['id']}/trustee-{i}", bytes.fromhex(t["signing_seed"]))
                         for i, t in enumerate(self.vector["trustee_secrets"], 1)]

    @staticmethod
    def as_witness(signer):
        """The key of somebody else in the form of a witness's, with a name of its own."""
        marked, name = b"\4" + signer.key, "witness.example/0"
        return f"{name}+{sha256(name.encode(), chr(10).encode(), marked)[:4].hex()}+{base64_text(marked)}"

    def write(self, folder, entries=None, result=True, accused=None):
        """The record with these entries, or with those of the vector, its tally and its result."""
        folder.mkdir(parents=True)
        for name in ("manifest.json", "keys.json", "roll.csv", "board.json"):
            (folder / name).write_text(self.vector[name])
        self.seal(folder)
        (folder / "ceremony").mkdir()
        for i, signer in enumerate(self.trustees, 1):
            self.sign(folder, "seal", i, f"evote-seal-1\n{self.fingerprint.hex()}\n")
        self.write_ceremony(folder, accused or {})
        self.write_log(folder, self.ballots + [self.closing] if entries is None else entries)
        if result:
            (folder / "tally.json").write_text(self.vector["tally.json"])
            (folder / "result.json").write_text(self.vector["result.json"])
            (folder / "decryptions").mkdir()
            for d in self.vector["decryptions"]:
                number = json.loads(d["decryption.json"])["trustee"]
                (folder / "decryptions" / f"{number}.json").write_text(d["decryption.json"])
        return folder

    def seal(self, folder):
        names = {"manifest": "manifest.json", "keys": "keys.json", "roll": "roll.csv", "board": "board.json"}
        hashes = {key: sha256((folder / name).read_bytes()) for key, name in names.items()}
        self.fingerprint = tagged256("election", *hashes.values())
        value = {"format": "evote-election-1", "fingerprint": self.fingerprint.hex()}
        value.update({key: digest.hex() for key, digest in hashes.items()})
        (folder / "election.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")
        self.closing = b"\1\xff" + self.fingerprint

    def sign(self, folder, round_name, i, text):
        (folder / "ceremony" / f"{round_name}-{i}.note").write_bytes(self.trustees[i - 1].note(text))

    def write_log(self, folder, entries, *cosigners):
        """The log with these entries, signed; closed if the last one is the closing entry."""
        board, hashes, level = folder / "board", [leaf_hash(e) for e in entries], "entries"
        text = f"{self.board.name}\n{len(entries)}\n{base64_text(tree_root(hashes))}\n"
        parts = [len(e).to_bytes(2, "big") + e for e in entries]
        while parts:
            for n in range(0, len(parts), 256):
                tile = parts[n:n + 256]
                suffix = "" if len(tile) == 256 else f".p/{len(tile)}"
                file = board / "tile" / str(level) / (tile_path(n // 256) + suffix)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(b"".join(tile))
            if level == "entries":
                parts, level = hashes, 0
            else:
                parts, level = [tree_root(parts[n:n + 256]) for n in range(0, len(parts) // 256 * 256, 256)], level + 1
        board.mkdir(exist_ok=True)
        checkpoint = self.board.note(text) + b"".join(c.cosignature(text, 1800000000) for c in cosigners)
        (board / "checkpoint").write_bytes(checkpoint)
        if entries and entries[-1] == self.closing:
            (board / "closed").write_bytes(checkpoint)

    # accused: for a trustee, the dealers that its check note accuses; they answer.
    def write_ceremony(self, folder, accused):
        manifest, numbers = self.manifest_hash, range(1, len(self.trustees) + 1)
        hashes = {"join": [], "deal": []}

        def note(round_name, i, *lines):
            text = "\n".join((f"evote-{round_name}-1", f"manifest {manifest.hex()}", f"trustee {i}") + lines) + "\n"
            self.sign(folder, round_name, i, text)
            hashes.setdefault(round_name, []).append(sha256(text.encode()))

        parts = {i: self.keys["trustees"][i - 1] for i in numbers}
        for i, part in parts.items():
            points = b"".join(bytes.fromhex(c) for of_key in part["commitments"] for c in of_key)
            opened = tagged256("ceremony/commitments", manifest, i.to_bytes(2, "big"), points)
            note("join", i, f"name {part['name']}", f"signer {part['signer']}", f"recipient {age_recipient(i)}",
                 f"commitments {opened.hex()}")
        joins = tagged256("ceremony/joins", manifest, *hashes["join"])
        share = base64_text(age_file(32 * (1 + len(self.keys["keys"]))))
        for i, part in parts.items():
            note("deal", i, f"joins {joins.hex()}", *(f"key {''.join(of_key)}" for of_key in part["commitments"]),
                 f"proof {part['proof']['commitment']}{part['proof']['response']}",
                 *(f"share {j} {share}" for j in numbers if j != i))
        transcript = tagged256("ceremony/transcript", manifest, *hashes["join"], *hashes["deal"])
        for i in numbers:
            note("check", i, f"transcript {transcript.hex()}", *(f"accused {d}" for d in accused.get(i, [])))
        for dealer in sorted({d for dealers in accused.values() for d in dealers}):
            accusers = [i for i in numbers if dealer in accused.get(i, [])]
            note("answer", dealer, f"transcript {transcript.hex()}",
                 *(f"share {i} {self.share(dealer, i).hex()}" for i in accusers))

    def share(self, dealer, to):
        polynomials = self.vector["trustee_secrets"][dealer - 1]["coefficients"]
        values = (sum(int.from_bytes(bytes.fromhex(a), "little") * to**n for n, a in enumerate(p)) % Q for p in polynomials)
        return b"".join(v.to_bytes(32, "little") for v in values)
