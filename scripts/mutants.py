# SPDX-License-Identifier: Apache-2.0
"""What check-mutations and check-refusals share: a copy of the sources with something changed."""
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def copy_sources(copy, changed):
    """Copies what git knows to a folder, some files (by name) with other bytes; a file that is the
    same already is not touched, so that it is not compiled again."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others",
                              "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in listing.stdout.decode().split("\0"):
        source, target = ROOT / name, copy / name
        if not name or not source.is_file():
            continue
        data = changed.get(name) or source.read_bytes()
        if target.exists() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        shutil.copymode(source, target)
