# SPDX-License-Identifier: Apache-2.0
"""Finds secrets, and parts of 16 characters of them, in every form in which they may be printed."""
import base64

SHORTEST = 16


def base64_forms(secret, encode):
    """The characters that the secret alone decides, wherever it stands in what is encoded."""
    for before in range(3):
        whole = encode(bytes(before) + secret)
        first = (8 * before + 5) // 6
        last = 8 * (before + len(secret)) // 6
        yield whole[first:last]


def forms(secret):
    """The bytes of a secret as they are, in hex, base64 and decimal."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    yield from base64_forms(secret, base64.b64encode)
    yield from base64_forms(secret, base64.urlsafe_b64encode)
    for order in ("little", "big"):
        yield str(int.from_bytes(secret, order)).encode()


class Finder:
    """Knows secrets by name."""

    def __init__(self):
        self.parts = {}
        self.all = []  # name, form

    def add(self, name, secret):
        for form in forms(secret):
            if len(form) < SHORTEST:
                raise ValueError(f"{name} is too short to be looked for")
            self.all.append((name, form))
            for at in range(len(form) - SHORTEST + 1):
                self.parts[form[at:at + SHORTEST]] = name

    def add_text(self, name, text):
        for variety in {text, text.lower(), text.upper(), text.replace("-", ""),
                        text.replace("-", "").lower()}:
            self.add(name, variety.encode())

    def find(self, haystack):
        """The names of the secrets in these bytes."""
        return {self.parts[haystack[at:at + SHORTEST]]
                for at in range(len(haystack) - SHORTEST + 1)
                if haystack[at:at + SHORTEST] in self.parts}

    def check(self):
        """Finds everything that was planted: all forms, whole and in part; and nothing in nothing."""
        for name, form in self.all:
            for planted in (b"before " + form + b" behind", form[:SHORTEST],
                            b"{\"x\":\"" + form[-SHORTEST:] + b"\"}"):
                if len(planted) >= SHORTEST and not self.find(planted):
                    raise AssertionError(f"{name} is not found where it was planted")
        if self.find(bytes(range(256)) * 4 + b"no secret here" * 100):
            raise AssertionError("something is found where there is nothing")
