# SPDX-License-Identifier: Apache-2.0
"""The package as such: what it declares of the C interface, how it is loaded, what it releases."""
import ctypes
import gc
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import unittest

import evote
from election import CODES, FINGERPRINT, FOLDER, TRACKER, ballot
from evote import _library

ROOT = pathlib.Path(__file__).resolve().parents[2]


class MallocInfo(ctypes.Structure):
    """What mallinfo2 of glibc gives."""

    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
        "fordblks", "keepcost")]


def bytes_in_use():
    """How many bytes from malloc are not released."""
    mallinfo2 = ctypes.CDLL(None).mallinfo2
    mallinfo2.restype = MallocInfo
    gc.collect()
    info = mallinfo2()
    return info.uordblks + info.hblkhd


class Package(unittest.TestCase):
    def test_every_function_is_declared_as_in_the_header(self):
        header = re.sub(r"/\*.*?\*/", "", (ROOT / "include/evote/evote.h").read_text(), flags=re.DOTALL)
        functions = re.findall(r"^EVOTE_C_API ([^;(]*?)(\w+)\(([^;]*)\);", header, re.MULTILINE)
        self.assertGreater(len(functions), 10)
        for kind, name, parameters in functions:
            declared = getattr(_library.library, name)
            count = 0 if parameters == "void" else parameters.count(",") + 1
            self.assertEqual(len(declared.argtypes), count, name)
            restype = {"void": None, "evote_status": ctypes.c_int, "const char*": ctypes.c_char_p}
            self.assertIs(declared.restype, restype[kind.strip()], name)
        declared = {*_library._PARAMETERS, *_library._OF_NOTHING, "evote_version"}
        self.assertEqual({name for _, name, _ in functions}, declared)

    def test_every_status_is_that_of_the_header(self):
        header = (ROOT / "include/evote/evote.h").read_text()
        statuses = dict(re.findall(r"EVOTE_(\w+) = (\d)", header))
        self.assertEqual({status.name: str(status.value) for status in _library.Status}, statuses)

    def test_one_version(self):
        project = tomllib.loads((ROOT / "python/pyproject.toml").read_text())["project"]
        self.assertEqual(evote.__version__, project["version"])
        self.assertEqual(evote.version(), evote.__version__)

    def test_everything_public_is_described(self):
        for name in evote.__all__:
            self.assertTrue(getattr(evote, name).__doc__, name)

    def test_without_the_library(self):
        run = subprocess.run([sys.executable, "-c", "import evote"], capture_output=True, text=True,
                             check=False, env={**os.environ, "EVOTE_LIBRARY": "/nowhere/libevote.so"})
        self.assertEqual(run.returncode, 1)
        self.assertIn("ImportError: evote needs libevote.so.0: /nowhere/libevote.so", run.stderr)

    def test_secrets_are_locked_before_others_are_made(self):
        self.assertIsInstance(evote.lock_secrets(), bool)

    def test_everything_is_released(self):
        def use():
            record = evote.Record(FOLDER / "record", FINGERPRINT)
            prepared = record.prepare(CODES["c"], {"mayor": ["asan"]}, counter=0)
            record.check_opening(prepared.audit(), prepared.tracker)
            record.prepare(CODES["c"], {"mayor": ["asan"]}, counter=0)
            record.verify_ballots([ballot("a")] * 4)
            try:
                record.check_opening(b"x" * 100000, TRACKER)
            except evote.Error:
                pass
            evote.audit(FOLDER / "record", FINGERPRINT)

        def growth():
            before = bytes_in_use()
            for _ in range(50):
                use()
            return bytes_in_use() - before

        for _ in range(10):
            use()
        # The smallest result has 300 bytes. What is not released grows every time; what malloc keeps for the threads
        # of an audit grows now and then.
        self.assertLess(min(growth() for _ in range(3)), 50 * 300)


if __name__ == "__main__":
    unittest.main()
