# SPDX-License-Identifier: Apache-2.0
"""Section 4 of a report: whether an older copy is the beginning of this record (docs/record.md, "What the tools do")."""
import election
from forms import Fault, Note, leaf_hash, require, tree_root
from record import Log, NotChecked, Record

SEALED = ("manifest.json", "keys.json", "roll.csv", "board.json", "election.json")
LATER = ("tally.json", "result.json")


def text_of(data):
    """Of a note only the text counts: others may have signed it since."""
    try:
        return Note(data).text
    except Fault:
        return data


class OlderCopy:
    """Each check takes a function that is told of every fault."""

    def __init__(self, record, folder):
        self.record, self.older = record, Record(folder)

    def sealed(self, fail):
        self._compare(SEALED, bytes, fail)
        self._compare(self._in("ceremony/"), text_of, fail)

    def later(self, fail):
        self._compare((*LATER, *self._in("decryptions/")), bytes, fail)

    def _in(self, folder):
        found = self.older.files | self.older.systems
        return sorted(f for f in found if f.startswith(folder) and "/" not in f[len(folder):])

    def _compare(self, files, what, fail):
        for file in files:
            if not self.older.exists(file) and file not in self.older.systems:
                continue
            before = self._read(self.older, file)
            try:
                if what(self._read(self.record, file)) != what(before):
                    fail(f"{file} is not the one that the older copy has")
            except (Fault, NotChecked):
                fail(f"{file} is missing or unreadable, although the older copy has it")

    @staticmethod
    def _read(record, file):
        if file in record.systems:     # no file of the record, and yet it was there
            with open(f"{record.folder}/{file}", "rb") as opened:
                return opened.read()
        return record.read(file)

    def log(self, f, fail):
        """What is told of the two logs; `f` is the fingerprint, or None."""
        if not self.older.exists("board/checkpoint"):
            raise NotChecked("the older copy has no log")
        try:
            manifest = election.Manifest(self.record.read("manifest.json"))
            board = election.Board(self.record.read("board.json"), manifest)
        except (Fault, NotChecked):
            raise NotChecked("the key of the board is not known") from None
        try:
            now, before = (Log(record, board, f or b"") for record in (self.record, self.older))
        except NotChecked as reason:     # the log is not there at all
            raise Fault(str(reason)) from None
        require(len(now.entries) == now.size and len(before.entries) == before.size, "an entry cannot be read")
        for number, (one, other) in enumerate(zip(now.entries, before.entries)):
            if one != other:
                fail(f"entry {number} is not the one that the older copy has")
        require(before.size <= now.size, f"the log has {now.size} entries and had {before.size} in the older copy")
        beginning = tree_root([leaf_hash(entry) for entry in now.entries[:before.size]])
        require(beginning == before.root, "the board has signed two histories")
        require(not before.final or before.size == now.size, "the log goes on, although it was closed")
        return f"{before.size} entries of the older copy, {now.size} now"
