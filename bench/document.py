# SPDX-License-Identifier: Apache-2.0
"""Writes tables and plots into the documents, or compares them with what is there."""
import re

import tables
from results import Missing, Results

FORMAT = "evote-benchmarks-1"
BLOCK = re.compile(r"(<!-- scripts/benchmarks: ([\w ]+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
# A time or a rate in figures.
FIGURE = re.compile(r"\b[0-9][0-9.,]* ?(?:ns|us|µs|ms|s|seconds?|minutes?|hours?)\b(?!/)"
                    r"|\b[0-9][0-9.,]*(?: \w+)?(?:/s| (?:a|per) second)\b"
                    r"|\b[0-9][0-9.,]* times (?:as fast|quicker|faster|less)\b")


def rendered(name, machines):
    """The lines of a block for all machines, and its plots."""
    lines, plots = [], {}
    for results in machines:
        try:
            own, drawn = tables.BLOCKS[name](results)
        except Missing as group:
            own, drawn = [f"NOT RUN on {results.title()}: `scripts/benchmarks run --only {group}`", ""], {}
        results.taken = []
        lines += own
        plots |= drawn
    if not machines:
        lines = ["NOT RUN: `scripts/benchmarks run`", ""]
    return "\n" + "".join(f"{line}\n" for line in lines), plots


def documents(root):
    return [root / "README.md", root / "docs/performance.md", *sorted((root / "docs/design").glob("*.md"))]


def stray(text):
    """Times that are not in a block."""
    for found in FIGURE.finditer(BLOCK.sub("", text)):
        yield f'"{found[0]}" is not from a file of measurements'


def differs(path, text, change):
    """Whether the file is another, which it then no longer is if it is to be changed."""
    if path.exists() and path.read_text() == text:
        return False
    if change:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return not change


def write(root, files, change):
    """Faults in words: what could not be written, or, if nothing is to be changed, what is not as the files say."""
    if unknown := [data.get("format") for data in files if data.get("format") != FORMAT]:
        return [f"files of another format: {unknown}"]
    machines = [Results(data) for data in files]
    blocks = {name: rendered(name, machines) for name in tables.BLOCKS}
    plots = {name: drawn for _, own in blocks.values() for name, drawn in own.items()}
    faults, used = [], set()

    def replaced(found):
        used.add(found[2])
        return found[1] + blocks.get(found[2], (found[0],))[0] + found[3]

    for path in documents(root):
        name, text = path.relative_to(root), path.read_text()
        new = BLOCK.sub(replaced, text)
        faults += [f"{name}: {fault}" for fault in stray(text)]
        if differs(path, new, change):
            faults.append(f"{name}: a table differs: run scripts/benchmarks document")
    faults += [f'there is no table "{name}"' for name in sorted(used - blocks.keys())]
    faults += [f'no document has the table "{name}"' for name in sorted(blocks.keys() - used)]
    for path in sorted((root / "docs/plots").glob("*.svg")):
        if path.name not in plots and change:
            path.unlink()
        elif path.name not in plots:
            faults.append(f"docs/plots/{path.name} is no plot of these files: run scripts/benchmarks document")
    faults += [f"docs/plots/{name} differs: run scripts/benchmarks document" for name, drawn in plots.items()
               if differs(root / "docs/plots" / name, drawn, change)]
    return faults
