# SPDX-License-Identifier: Apache-2.0
"""Reads a file of measurements, and says its numbers in words of tables."""
from statistics import median

from machine import slug

BACKENDS = ["portable", "avx2", "avx512ifma"]


class Missing(Exception):
    """A group that the file does not have."""


def significant(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:#.3g}"


def micros(seconds):
    return significant(seconds * 1e6)


def times(ratio):
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:#.2g}"


class Results:
    """The measurements of one machine. What a table takes from them is remembered for the note below it."""

    def __init__(self, data):
        self.machine, self.groups, self.slug = data["machine"], data["groups"], slug(data["machine"])
        self.taken = []

    def group(self, name):
        if name not in self.groups:
            raise Missing(name)
        return self.groups[name]

    def runs(self, group, name):
        """Seconds, one for each run; None if it was not measured."""
        runs = self.group(group)["measured"].get(name)
        if runs:
            self.taken.append(runs)
        return runs

    def seconds(self, group, name):
        runs = self.runs(group, name)
        return median(runs) if runs else None

    def backends(self, group, prefix=""):
        """Those measured, slowest first."""
        return [name for name in BACKENDS
                if any(key.startswith(f"{prefix}{name}/") for key in self.group(group)["measured"])]

    def sodium(self, group):
        """libsodium's operations in seconds, less what its interface encodes and decodes."""
        own = {name: median(runs) for name, runs in self.group(group)["libsodium"].items()}
        return own | without_coding(own)

    def note(self, group):
        """What to know about the runs that the table above was made of."""
        of = self.group(group)
        spreads = sorted(max(runs) / min(runs) - 1 for runs in self.taken if len(runs) > 1)
        self.taken = []
        words = f"*{self.title()}; commit {of['commit']}, {of['date']}{', a quick run' if of['quick'] else ''}."
        if spreads:
            words += (f" Medians; the slowest run was slower than the quickest by {100 * median(spreads):.0f} % (median of"
                      f" all rows), at most {100 * spreads[-1]:.0f} %.")
        return [words + "*", ""]

    def title(self):
        return f"{self.machine['processor']}, {self.machine['cores']} cores"


def without_coding(own):
    """Multiplications, and the encoding, out of an interface whose every call decodes and encodes."""
    encode = own["add_decoding_and_encoding"] - 2 * own["decode"]
    return {"encode": encode, "fixed_base": own["fixed_base"] - encode,
            "variable_base": own["variable_base"] - own["decode"] - encode}


def table(heads, rows):
    """Heads that begin with ">" are those of numbers."""
    lines = ["| " + " | ".join(head.removeprefix(">") for head in heads) + " |",
             "|" + "".join("--:|" if head.startswith(">") else "---|" for head in heads)]
    return lines + ["| " + " | ".join(cells) + " |" for cells in rows] + [""]
