# SPDX-License-Identifier: Apache-2.0
"""Audits through the package, and the example."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import evote
from election import FINGERPRINT, FOLDER

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/python/audit_election.py"


class Audits(unittest.TestCase):
    def test_a_valid_record(self):
        seen = []
        report = evote.audit(FOLDER / "record", FINGERPRINT, threads=2,
                             progress=lambda done, total: seen.append((done, total)))
        self.assertIs(report.conclusion, evote.Conclusion.VALID)
        self.assertEqual({check.state for check in report.checks}, {evote.CheckState.PASS})
        self.assertEqual(len(report.checks), 20)
        self.assertIn(evote.Total("mayor", "usen", 4), report.totals)
        self.assertEqual(len(report.totals), 4)
        self.assertEqual(json.loads(report.json)["status"], "valid")
        self.assertEqual(seen[-1], (4, 4))

    def test_without_the_fingerprint(self):
        report = evote.audit(str(FOLDER / "record"))
        self.assertIs(report.conclusion, evote.Conclusion.INCOMPLETE)
        self.assertTrue(any(check.skipped for check in report.checks
                            if check.state is evote.CheckState.NOT_CHECKED))

    def test_a_wrong_result(self):
        report = evote.audit(FOLDER / "damaged", FINGERPRINT)
        self.assertIs(report.conclusion, evote.Conclusion.INVALID)
        self.assertEqual(report.totals, ())
        wrong = [check for check in report.checks if check.state is evote.CheckState.FAIL]
        self.assertTrue(wrong and wrong[0].failures[0].file.endswith("result.json"))
        self.assertTrue(wrong[0].failures[0].reason)

    def test_what_progress_raises_comes_out(self):
        calls = []

        def stop(done, _total):
            calls.append(done)
            raise error

        for error in (RuntimeError("enough"), KeyboardInterrupt(), SystemExit(3)):
            with self.assertRaises(type(error)) as caught:
                evote.audit(FOLDER / "record", FINGERPRINT, threads=2, progress=stop)
            self.assertIs(caught.exception, error)
        self.assertEqual(len(calls), 3)

    def test_control_c_comes_out(self):
        ended = []

        def interrupt(_done, _total):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.5)
            ended.append(True)

        self.assertRaises(KeyboardInterrupt, evote.audit, FOLDER / "record", progress=interrupt)
        self.assertTrue(ended)

    def test_progress_can_use_the_library(self):
        def ask(_done, _total):
            with self.assertRaises(evote.RefusedError):
                evote.Record(FOLDER, "")

        report = evote.audit(FOLDER / "record", FINGERPRINT, progress=ask)
        self.assertIs(report.conclusion, evote.Conclusion.VALID)

    def test_refusals(self):
        with self.assertRaises(evote.MalformedError) as caught:
            evote.audit(FOLDER)
        self.assertEqual(caught.exception.code, "not-a-record")
        with self.assertRaises(evote.RefusedError) as caught:
            evote.audit(FOLDER / "record", "12")
        self.assertEqual(caught.exception.code, "usage")
        self.assertRaises(evote.MisuseError, evote.audit, FOLDER / "record", "")
        for threads in (0, -1, 2**32):
            self.assertRaises(ValueError, evote.audit, FOLDER / "record", threads=threads)


class Example(unittest.TestCase):
    def run_example(self, *arguments):
        return subprocess.run([sys.executable, EXAMPLE, *arguments], capture_output=True, text=True,
                              check=False)

    def test_a_valid_record_with_ballots(self):
        run = self.run_example(FOLDER / "record", FINGERPRINT, FOLDER / "ballot-a",
                               FOLDER / "fingerprint")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("The record is valid.", run.stdout)
        self.assertIn("        4  Usen\n", run.stdout)
        self.assertIn("ballot-a: valid\n", run.stdout)
        self.assertIn("fingerprint: malformed\n", run.stdout)
        self.assertIn("4 of 4 entries of the log", run.stderr)
        self.assertEqual(run.stdout.count("  PASS "), 20)

    def test_other_records(self):
        run = self.run_example(FOLDER / "damaged", FINGERPRINT)
        self.assertEqual(run.returncode, 1)
        self.assertIn("result.json", run.stdout)
        self.assertEqual(self.run_example(FOLDER / "record").returncode, 5)
        run = self.run_example(FOLDER)
        self.assertEqual(run.returncode, 2)
        self.assertIn("(not-a-record)", run.stderr)
        self.assertEqual(self.run_example().returncode, 1)


if __name__ == "__main__":
    unittest.main()
