# SPDX-License-Identifier: Apache-2.0
"""The outer forms of the record's files: strict JSON, texts, signed notes and keys, age recipients, Merkle trees."""
import base64
import json
import re

from group import P, ed25519_verify, is_ed25519_key, sha256


class Fault(Exception):
    """Something in the record that is not as it must be. `code` is a word of docs/errors.md."""

    def __init__(self, reason, file="", code="malformed"):
        super().__init__(f"{file}: {reason}" if file else reason)
        self.reason, self.code = reason, code


def require(condition, reason, code="malformed"):
    if not condition:
        raise Fault(reason, code=code)


# --- JSON (docs/record.md, "JSON") ---

def parse_json(data):
    def integer(text):
        require(text != "-0" and len(text) <= 20 and -2**63 <= int(text) < 2**64, f"{text[:30]} is not a plain integer")
        return int(text)

    def no_number(text):
        raise Fault(f"{text[:30]} is not an integer")

    def unique(pairs):
        result = dict(pairs)
        require(len(result) == len(pairs), "a key occurs twice in an object")
        return result

    try:
        value = json.loads(data.decode("utf-8"), parse_int=integer, parse_float=no_number, parse_constant=no_number,
                           object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise Fault(f"this is not JSON: {error}") from None
    _measure(value)
    return value


def _measure(document):
    """At most 2^20 values, nested at most 32 deep; no halves of surrogate pairs."""
    count, level = 0, [document]
    for _ in range(34):
        count += len(level)
        deeper = []
        for value in level:
            if isinstance(value, dict):
                require(not any(map(_has_surrogate, value)), "half of a surrogate pair")
                deeper.extend(value.values())
            elif isinstance(value, list):
                deeper.extend(value)
            elif isinstance(value, str):
                require(not _has_surrogate(value), "half of a surrogate pair")
        require(count <= 2**20, "too many values")
        if not deeper and not any(isinstance(v, (dict, list)) for v in level):
            return
        level = deeper
    raise Fault("nested too deep")


def _has_surrogate(text):
    return any("\ud800" <= c <= "\udfff" for c in text)


def fields(value, required, optional=""):
    """An object with exactly these keys, besides some of the optional ones."""
    required, optional = required.split(), optional.split()
    require(isinstance(value, dict), "an object is expected")
    for key in required:
        require(key in value, f'the key "{key}" is missing')
    for key in value:
        require(key in required or key in optional, f'the key "{key}" is unknown')
    return value


def is_integer(value, low, high):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def integer(value, low, high, what):
    require(is_integer(value, low, high), f"{what}: an integer from {low} to {high} is expected")
    return value


def a_list(value, what, length=None):
    require(isinstance(value, list), f"{what}: a list is expected")
    require(length is None or len(value) == length, f"{what}: a list of {length} is expected")
    return value


def hex_bytes(value, what="hex", size=32):
    require(isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{2 * size}}}", value),
            f"{what}: {2 * size} lower-case hex digits are expected")
    return bytes.fromhex(value)


def plain_number(text, what):
    require(re.fullmatch("0|[1-9][0-9]*", text) and len(text) <= 20, f"{what}: a plain number is expected")
    return int(text)


def parse_base64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Fault(f"{what}: this is not base64") from None
    require(base64.b64encode(data).decode() == text, f"{what}: this is not canonical base64")
    return data


# --- texts for people (section 2) ---

def _ranges(text):
    pairs = ([int(end, 16) for end in item.split("-")] for item in text.split())
    return [range(pair[0], pair[-1] + 1) for pair in pairs]


HIDDEN = _ranges("0000-001F 007F-009F 00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 2028-202E 2060-206F 2800 "
                 "3164 FE00-FE0F FEFF FFA0 FFF0-FFFB 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF")
BLANKS = _ranges("000A 000D 0009 0020 00A0 1680 2000-200A 202F 205F 3000")

LANGUAGE_TAG = re.compile(    # langtag or privateuse of RFC 5646, section 2.1
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+)", re.ASCII | re.IGNORECASE)


def has_hidden(text):
    return any(ord(c) in r for c in text for r in HIDDEN)


def is_blank(character):
    return any(ord(character) in r for r in BLANKS)


def check_text(value, what):
    require(isinstance(value, dict) and value, f"{what}: a text in at least one language is expected")
    require(len({tag.lower() for tag in value}) == len(value), f"{what}: one language twice")
    for tag, text in value.items():
        require(LANGUAGE_TAG.fullmatch(tag), f"{what}: {tag} is not a language tag")
        require(isinstance(text, str) and not has_hidden(text), f"{what}: not a text without hidden characters")
        require(not all(map(is_blank, text)), f"{what}: an empty text")


def check_name(name):
    require(1 <= len(name.encode()) <= 128, "a name has 1 to 128 bytes")
    require(not has_hidden(name), "a name has no hidden characters")
    require(not is_blank(name[0]) and not is_blank(name[-1]), "a name has no blanks at its ends")


# --- verifier keys and signed notes (C2SP) ---

ED25519, COSIGNATURE = 1, 4


class VerifierKey:
    def __init__(self, text, algorithm=ED25519):
        require(isinstance(text, str) and text.count("+") >= 2, "this is not a verifier key")
        self.text = text
        self.name, id_text, key = text.split("+", 2)
        key = parse_base64(key, "key")
        require(is_key_name(self.name), "this is not a name of a key")
        require(len(key) == 33 and key[0] == algorithm, "this is not a key of the right kind")
        self.id = sha256(self.name.encode(), b"\n", key)[:4]
        require(id_text == self.id.hex(), "the id is not that of the key")
        self.key = key[1:]
        require(is_ed25519_key(self.key), "this is not a key of Ed25519")


def is_key_name(name):
    return name != "" and not any(c.isspace() or c == "+" for c in name)


class Note:
    """A C2SP signed note: text with its last line feed, and signatures as (name, id, bytes)."""

    def __init__(self, data):
        try:
            note = data.decode("utf-8")
        except ValueError:
            raise Fault("this is not UTF-8") from None
        require(not any(c < " " and c != "\n" for c in note), "a control character")
        text, blank, lines = note.rpartition("\n\n")
        require(blank and text and lines.endswith("\n"), "this is not a signed note")
        self.text = text + "\n"
        self.signatures = []
        lines = lines[:-1].split("\n")
        require(len(lines) <= 100, "more than 100 signatures")
        for line in lines:
            parts = line.split(" ")
            require(len(parts) == 3 and parts[0] == "\u2014" and is_key_name(parts[1]), "this is not a signature line")
            signature = parse_base64(parts[2], "signature")
            require(len(signature) > 4, "this is not a signature line")
            self.signatures.append((parts[1], signature[:4], signature[4:]))
        self.hash = sha256(self.text.encode())

    def of(self, key):
        return [s for name, id, s in self.signatures if (name, id) == (key.name, key.id)]

    def signed_by(self, key):
        """There is a signature by this key; if one of them is wrong, it is a fault."""
        signatures = self.of(key)
        for signature in signatures:
            right = ed25519_verify(key.key, self.text.encode(), signature)
            require(right, f"the signature by {key.name} is wrong", "bad-signature")
        return bool(signatures)

    def require_signed(self, key):
        require(self.signed_by(key), f"the signature by {key.name} is missing", "bad-signature")

    def cosigned_by(self, key):
        """C2SP tlog-cosignature: whether a line by this witness verifies. Others count nothing and spoil nothing."""
        return any(self._is_cosignature(key, s) for s in self.of(key))

    def _is_cosignature(self, key, signature):
        time = int.from_bytes(signature[:8], "big")
        message = f"cosignature/v1\ntime {time}\n{self.text}".encode()
        return len(signature) == 72 and time < 2**63 and ed25519_verify(key.key, message, signature[8:])


class Lines:
    """Reads the text of a note line by line."""

    def __init__(self, text):
        self.left = text.split("\n")[:-1]

    def next(self, word):
        """What follows this word in the next line."""
        require(self.left and self.left[0].startswith(word + " "), f'a line "{word} ..." is expected')
        return self.left.pop(0)[len(word) + 1:]

    def exactly(self, line, code="malformed"):
        require(self.left and self.left[0] == line, f'the line "{line}" is expected', code)
        self.left.pop(0)

    def has(self, word):
        return bool(self.left) and self.left[0].startswith(word + " ")

    def end(self):
        require(not self.left, "more lines than there should be")


# --- age recipients ---

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def age_recipient(text):
    """The 32 bytes of an X25519 recipient `age1...` (Bech32), reduced and not of low order."""
    require(re.fullmatch(f"age1[{BECH32}]{{58}}", text), "this is not a recipient of age")
    digits = [BECH32.index(c) for c in text[4:]]
    check = 1
    for value in [ord(c) >> 5 for c in "age"] + [0] + [ord(c) & 31 for c in "age"] + digits:
        top, check = check >> 25, (check & 0x1ffffff) << 5 ^ value
        for bit, constant in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
            check ^= constant if top >> bit & 1 else 0
    number = 0
    for digit in digits[:-6]:
        number = number << 5 | digit
    require(check == 1 and number & 15 == 0, "this is not a recipient of age")     # 52 digits are 260 bits
    key = (number >> 4).to_bytes(32, "big")
    u = int.from_bytes(key, "little")
    require(u < P, "this recipient is not reduced")
    x, z = u, 1
    for _ in range(3):     # doubling on the curve of X25519, or on its twist, by u coordinates
        x, z = (x * x - z * z) ** 2 % P, 4 * x * z * (x * x + 486662 * x * z + z * z) % P
    require(z != 0, "this recipient is of low order")
    return key


def check_age_file(data, size):
    """This has the form of a binary age file (https://c2sp.org/age) with one X25519 stanza and `size` bytes of content."""
    part = b"([A-Za-z0-9+/]{43})"
    head = re.match(b"age-encryption\\.org/v1\n-> X25519 " + part + b"\n" + part + b"\n--- " + part + b"\n", data)
    require(head, "this is not an age file for one X25519 recipient")
    for text in head.groups():
        parse_base64(text.decode() + "=", "age file")
    chunks = -(-size // 2**16)
    require(len(data) == head.end() + 16 + size + 16 * chunks, "this age file has another length than that of a share")


# --- the tree of RFC 6962 ---

def leaf_hash(entry):
    return sha256(b"\0", entry)


def tree_root(hashes):
    """The root over these subtrees; each but the last is full, and all full ones have one size."""
    if not hashes:
        return sha256(b"")
    while len(hashes) > 1:
        pairs = [sha256(b"\1", a, b) for a, b in zip(hashes[::2], hashes[1::2])]
        hashes = pairs + hashes[-1:] if len(hashes) % 2 else pairs
    return hashes[0]


def tile_path(number):
    """The path of tile `number`: 1234067 is x001/x234/067."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts)
