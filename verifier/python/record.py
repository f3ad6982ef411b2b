# SPDX-License-Identifier: Apache-2.0
"""The folder of a record, and the log in board/ (docs/record.md, "Files" and "The log")."""
import os
import re

from forms import Fault, Lines, Note, hex_bytes, leaf_hash, parse_base64, plain_number, require, tile_path, tree_root

# A file that is missing is a fault once one of these exists, which are made after it.
MADE_AFTER = {
    "keys.json": ["election.json", "board/checkpoint", "result.json"],
    "roll.csv": ["election.json", "board/checkpoint", "result.json"],
    "board.json": ["election.json", "board/checkpoint", "result.json"],
    "election.json": ["board/checkpoint", "tally.json", "result.json"],
    "board/checkpoint": ["board/closed", "tally.json", "result.json"],
    "board/closed": ["tally.json", "result.json"],
    "tally.json": ["result.json"],
}
SIZES = {"manifest.json": 2**24, "board.json": 2**16, "election.json": 2**12, "board/checkpoint": 2**20,
         "board/closed": 2**20, "keys.json": 2**30, "tally.json": 2**30, "result.json": 2**30}


LOG_FILES = ("board/checkpoint", "board/closed")
RESUMED = re.compile(r"board/resumed-([1-9][0-9]{0,8})\.note")


class NotChecked(Exception):
    """A check cannot be made, and why."""


class Record:
    """All paths in the folder: plain files, folders, and `odd` ones such as links, which are never followed.

    Files that systems leave by themselves are only in `systems`."""

    def __init__(self, folder):
        self.folder, self.files, self.folders, self.odd, self.systems = folder, set(), set(), set(), set()
        self._scan("")

    def _scan(self, under):
        for item in os.scandir(os.path.join(self.folder, under)):
            path = under + item.name
            if item.is_dir(follow_symlinks=False):
                self.folders.add(path)
                self._scan(path + "/")
            elif not item.is_file(follow_symlinks=False):
                self.odd.add(path)
            else:
                (self.systems if re.match(r"\._|(\.DS_Store|Thumbs\.db|desktop\.ini)$", item.name) else self.files).add(path)

    def holds_something(self):
        """Whether there is any file of a record."""
        top = {"manifest.json", "roll.csv", *SIZES}
        return any(f in top or f.startswith(("ceremony/", "board/", "decryptions/")) for f in self.files | self.odd)

    def exists(self, name):
        return name in self.files or name in self.odd

    def read(self, name, limit=None):
        """The bytes of a file; if it does not exist, a fault, or NOT CHECKED where it is not due yet."""
        if not self.exists(name) and name not in self.folders:
            later = [file for file in MADE_AFTER.get(name, []) if self.exists(file)]
            if later or name not in MADE_AFTER and name != "result.json":
                raise Fault("this file is missing" + (f", although {later[0]} exists" if later else ""), name)
            raise NotChecked(f"{name} does not exist yet")
        require(name in self.files, "this is not a plain file")
        limit = limit or SIZES.get(name, -1)
        try:
            with open(os.path.join(self.folder, name), "rb") as file:
                data = file.read(limit if limit < 0 else limit + 1)
        except OSError as error:
            raise Fault(error.strerror, name) from None
        require(limit < 0 or len(data) <= limit, f"larger than {limit} bytes")
        return data


class Log:
    """The log at the size of its checkpoint: `entries` before the first that cannot be read, and `faults`."""

    def __init__(self, record, board, f):
        self.record, self.faults, self.leftover, self.entries = record, [], [], []
        self.final = "board/closed" in record.files
        self.note = Note(record.read("board/checkpoint"))
        self.note.require_signed(board.key)
        lines = self.note.text.split("\n")
        require(len(lines) == 4, "a checkpoint has three lines")
        require(lines[0] == board.origin, "this is the checkpoint of another log", "other-election")
        self.size = plain_number(lines[1], "size")
        self.root = parse_base64(lines[2], "root")
        require(len(self.root) == 32, "the root of a tree has 32 bytes")
        if self.record.exists("board/closed"):
            try:
                self.read_closed(board)
            except Fault as fault:
                self.faults.append(fault)
        self._read()
        self.resumed = []     # what the board says about going on after a loss
        for name in sorted(filter(RESUMED.fullmatch, self.record.files)):
            try:
                self._read_resumed(name, board, f)
            except Fault as fault:
                self.faults.append(Fault(fault.reason, name))

    def _read_resumed(self, name, board, f):
        number = int(RESUMED.fullmatch(name)[1])
        require(number == 1 or f"board/resumed-{number - 1}.note" in self.record.files, "the one before it is missing")
        note = Note(self.record.read(name, 2**26))
        note.require_signed(board.key)
        lines = Lines(note.text)
        lines.exactly("evote-resumed-1")
        lines.exactly(f"election {f.hex()}")
        remembered = lines.next("remembered")
        if remembered != "-":
            self._state(remembered)
        size, root = self._state(lines.next("from"))
        time = plain_number(lines.next("time"), "time")
        lines.end()
        require(size <= self.size, "the log has no such beginning")
        beginning = [leaf_hash(entry) for entry in self.entries[:size]]
        require(len(beginning) < size or tree_root(beginning) == root, "the log has no such beginning")
        self.resumed.append(f"the board went on from {size} entries at {time}; its key remembered {remembered}")

    @staticmethod
    def _state(text):
        """Size and root."""
        size, _, root = text.partition(" ")
        return plain_number(size, "size"), hex_bytes(root, "root")

    def read_closed(self, board):
        """The final checkpoint in board/closed, which may have lines of other witnesses than board/checkpoint."""
        try:
            note = Note(self.record.read("board/closed"))
            require(note.text == self.note.text, "this is of another checkpoint")
            note.require_signed(board.key)
            return note
        except Fault as fault:
            raise Fault(fault.reason, "board/closed") from None

    def _read(self):
        expected = self._read_entries()
        if expected is None:
            return
        hashes, level = [leaf_hash(entry) for entry in self.entries], 0
        if tree_root(hashes) != self.root:
            self.faults.append(Fault("the entries do not have the root that was signed", "board/checkpoint"))
        while hashes:
            for n in range(0, len(hashes), 256):
                expected[str(level), n // 256] = hashes[n:n + 256]
            hashes = [tree_root(hashes[n:n + 256]) for n in range(0, len(hashes) // 256 * 256, 256)]
            level += 1
        for (kind, number), parts in expected.items():
            self._compare(kind, number, parts)
        for path in sorted(self.record.files | self.record.odd | self.record.folders):
            if path.startswith("board/"):
                self._belongs(path, expected)

    def _read_entries(self):
        """What each tile of entries must contain, part for part; None if one of them is missing or damaged."""
        expected = {}
        for n in range(0, self.size, 256):
            width = min(256, self.size - n)
            path, form = self._path("entries", n // 256, width)
            try:
                parts = split_entries(self.record.read(path), form)[:width]
            except Fault as fault:
                self.faults.append(Fault(fault.reason, path))
                return None
            expected["entries", n // 256] = parts
            self.entries += [part[2:] for part in parts]
        return expected

    def _path(self, kind, number, width):
        """The file of a tile, and how much it has: while the log is open, a full form may stand in for a partial one."""
        full = f"board/tile/{kind}/{tile_path(number)}"
        partial = f"{full}.p/{width}"
        stands_in = not self.final and full in self.record.files and partial not in self.record.files
        return (full, 256) if width == 256 or stands_in else (partial, width)

    def _compare(self, kind, number, parts):
        (path, form), data = self._path(kind, number, len(parts)), b"".join(parts)
        try:
            found = self.record.read(path)
            require(found.startswith(data), "does not follow from the entries")
            require(kind == "entries" or len(found) == 32 * form, "another length than that of its hashes")
        except Fault as fault:
            self.faults.append(Fault(fault.reason, path))

    def _belongs(self, path, expected):
        """Other files under board/ are beginnings of tiles, or what a stopped board left."""
        if path in self.record.folders and is_tile_folder(path) or path in LOG_FILES or RESUMED.fullmatch(path):
            return
        kind, number, width = parse_tile(path) if path in self.record.files else (None, 0, 0)
        parts = expected.get((kind, number), [])
        if path == "board/.new" or width > len(parts):
            self.leftover.append(path)
            if self.final:
                self.faults.append(Fault("this was left by a stopped board, but the log is closed", path))
        elif kind is None:
            self.faults.append(Fault("this does not belong in the log", path))
        elif width < len(parts) and self.record.read(path) != b"".join(parts[:width]):
            self.faults.append(Fault("is not the beginning of its tile", path))


def witnesses(board, notes):
    """How many witnesses of the policy have signed this checkpoint: each counts once, over all notes with its text."""
    same_text = [note for note in notes if note.text == notes[0].text]
    return sum(any(note.cosigned_by(key) for note in same_text) for key in board.witnesses)


def split_entries(data, count):
    """The entries of a tile, each with its length before it; no byte may be left."""
    parts, at = [], 0
    for _ in range(count):
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        require(at + 2 <= len(data) and end <= len(data), "the file ends within an entry")
        parts.append(data[at:end])
        at = end
    require(at == len(data), "there are bytes after the last entry")
    return parts


NUMBER = r"(?:x\d{3}/)*\d{3}"
LEVEL = r"entries|\d|[1-5]\d|6[0-3]"


def parse_tile(path):
    """(kind, number, width) of a tile's file, or (None, 0, 0)."""
    found = re.fullmatch(rf"board/tile/({LEVEL})/({NUMBER})(?:\.p/([1-9]\d{{0,2}}))?", path, re.ASCII)
    if not found or found[3] and int(found[3]) > 255:
        return None, 0, 0
    number = int(found[2].replace("x", "").replace("/", ""))
    return (found[1], number, int(found[3] or 256)) if tile_path(number) == found[2] else (None, 0, 0)


def is_tile_folder(path):
    return re.fullmatch(rf"board/tile(/({LEVEL})((/x\d{{3}})*|/{NUMBER}\.p))?", path, re.ASCII)
