# SPDX-License-Identifier: Apache-2.0
"""What mutations and refusals share: places in the sources that are found by their text, and a copy
of the sources with something changed."""
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\w+|[^\w\s]')
QUALIFIER = r"(?:\w+\s*::\s*)*"


def read_sources():
    """The text of every file of the library, by name."""
    return {str(path.relative_to(ROOT)): path.read_text() for folder in ("include", "lib")
            for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".h", ".cpp")}


def room_of(name):
    """The room of a file; what integrators include belongs to the lowest room."""
    parts = name.split("/")
    return parts[1] if parts[0] == "lib" else "base"


def code_pattern(code):
    """Finds a piece of code wherever its lines break and whatever namespaces its names are given."""
    tokens = TOKEN.findall(code)
    parts = []
    for before, token in zip(["", *tokens], tokens):
        word = re.match(r"\w", token)
        parts.append((QUALIFIER if word and before != ":" else "") +
                     (rf"\b{re.escape(token)}\b" if word else re.escape(token)))
    return re.compile(r"\s*".join(parts))


def plain(code):
    """A piece of code in the form in which two are compared: no namespaces, one kind of white space."""
    tokens = TOKEN.findall(re.sub(r"\b\w+\s*::\s*", "", code))
    return " ".join(tokens)


def rooms_with_tests(first=None):
    """The rooms that have a test program test_<room>, from a certain one on if one is named. Each is
    before those that use it."""
    rooms = re.findall(r"add_subdirectory\(lib/(\w+)\)", (ROOT / "CMakeLists.txt").read_text())
    rooms = rooms[rooms.index(first):] if first in rooms else rooms
    files = ((room, ROOT / f"tests/{room}/CMakeLists.txt") for room in rooms)
    return [room for room, file in files
            if file.exists() and re.search(rf"evote_test\({room}\s", file.read_text())]


def copy_sources(copy, changed):
    """Copies what git knows to a folder, some files (by name) with other bytes, and removes what is
    not among it; a file that is the same already is not touched, so that it is not compiled again."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others",
                              "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    names = {name for name in listing.stdout.decode().split("\0") if (ROOT / name).is_file()}
    for path in list(copy.rglob("*")):
        if path.is_file() and str(path.relative_to(copy)) not in names:
            path.unlink()
    for name in names:
        source, target = ROOT / name, copy / name
        data = changed.get(name) or source.read_bytes()
        if target.exists() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        shutil.copymode(source, target)
