# SPDX-License-Identifier: Apache-2.0
"""Records, ballots, openings and receipts through the package."""
import threading
import unittest

import evote
from election import CODES, FINGERPRINT, FOLDER, OTHER, RECEIPT, TRACKER, ballot
from evote import _library

NORTH = {"mayor": ["asan"], "list": ["party", "p1"]}


class Records(unittest.TestCase):
    def test_what_is_voted_on(self):
        record = evote.Record(FOLDER / "record", FINGERPRINT)
        self.assertEqual(record.id, "voting")
        self.assertEqual(record.fingerprint.hex(), FINGERPRINT)
        self.assertEqual(record.voters, 4)
        self.assertEqual(record.titles, {"en": "Voting", "ru": "Выборы"})
        self.assertEqual([district.id for district in record.districts], ["north", "south"])
        self.assertEqual(record.districts[0].contests, ("mayor", "list"))
        mayor, place = record.contests
        self.assertEqual(mayor.options[1], evote.Option("usen", {"en": "Usen"}))
        self.assertEqual(place.rules[1], evote.Rule(0, 1, (1, -1)))

    def test_the_spoken_fingerprint_opens_it_too(self):
        spoken = evote.Record(str(FOLDER / "record"), FINGERPRINT).spoken_fingerprint
        self.assertEqual(len(spoken.split()), 8)
        evote.Record(FOLDER / "record", spoken)

    def test_refusals(self):
        with self.assertRaises(evote.InvalidError) as caught:
            evote.Record(FOLDER / "record", "0" * 64)
        self.assertEqual(caught.exception.code, "wrong-fingerprint")
        self.assertIn(FINGERPRINT, caught.exception.message)
        with self.assertRaises(evote.RefusedError) as caught:
            evote.Record(FOLDER / "record", "")
        self.assertEqual(caught.exception.code, "usage")
        with self.assertRaises(evote.MalformedError) as caught:
            evote.Record(FOLDER, FINGERPRINT)
        self.assertEqual(caught.exception.code, "not-a-record")
        self.assertTrue(caught.exception.file.startswith(str(FOLDER)))
        self.assertTrue(str(caught.exception).startswith(str(FOLDER)))
        with self.assertRaises(evote.MalformedError):
            evote.Record(b"\xff".decode("utf-8", "surrogateescape"), FINGERPRINT)
        with self.assertRaises(ValueError):
            evote.Record(f"{FOLDER}/record\0", FINGERPRINT)


class Device(unittest.TestCase):
    def setUp(self):
        self.record = evote.Record(FOLDER / "record", FINGERPRINT)

    def refused(self, code, *arguments):
        with self.assertRaises(evote.RefusedError) as caught:
            self.record.prepare(*arguments, counter=0)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_a_ballot_is_cast_once(self):
        prepared = self.record.prepare(CODES["b"], NORTH, counter=0)
        self.assertEqual(len(prepared.tracker), 32)
        cast = prepared.cast()
        self.assertEqual(self.record.verify_ballots([cast]), [None])
        for use in (prepared.cast, prepared.audit):
            with self.assertRaises(evote.MisuseError) as caught:
                use()
            self.assertEqual(caught.exception.code, "misuse")
        self.assertEqual(len(prepared.tracker), 32)

    def test_a_ballot_outlives_its_record(self):
        prepared = self.record.prepare(CODES["c"], {"mayor": ["usen"]}, counter=0)
        del self.record
        opening = prepared.audit()
        opened = evote.Record(FOLDER / "record", FINGERPRINT).check_opening(opening, prepared.tracker)
        self.assertEqual(opened, evote.OpenedBallot(prepared.tracker, "south", {"mayor": ("usen",)}))

    def test_a_ballot_that_is_left_cannot_be_used(self):
        with self.record.prepare(CODES["b"], NORTH, counter=2**64 - 1) as prepared:
            pass
        self.assertRaises(evote.MisuseError, prepared.cast)

    def test_an_opening_of_another_ballot(self):
        opening = self.record.prepare(CODES["b"], NORTH, counter=0).audit()
        with self.assertRaises(evote.InvalidError) as caught:
            self.record.check_opening(opening, TRACKER)
        self.assertEqual(caught.exception.code, "other-ballot")
        self.assertRaises(evote.MalformedError, self.record.check_opening, opening[:-2], TRACKER)
        self.assertRaises(evote.MalformedError, self.record.check_opening, b"", TRACKER)
        self.assertRaises(ValueError, self.record.check_opening, opening, TRACKER[:-1])

    def test_districts(self):
        self.assertEqual(self.record.district_of(CODES["a"]), "north")
        self.assertEqual(self.record.district_of(CODES["d"].encode()), "south")
        self.assertRaises(evote.RefusedError, self.record.district_of, "AAAA")

    def test_refusals(self):
        self.refused("bad-code", "nothing", NORTH)
        self.refused("bad-code", "", NORTH)
        self.refused("bad-choice", CODES["c"], NORTH)
        self.refused("bad-choice", CODES["b"], {"mayor": ["asan"]})
        self.refused("bad-choice", CODES["b"], {"mayor": ["nobody"], "list": []})
        refused = self.refused("bad-choice", CODES["b"], {"mayor": [], "list": []})
        self.assertEqual(refused.place, "mayor")

    def test_what_cannot_be_given_to_the_library(self):
        for choices in ({"mayor": ["asan\nlist:"]}, {"mayor:asan\nlist": []}, {"mayor": ["asan,usen"]},
                        {"mayor": [""]}, {"mayor": [" asan"]}, {"mayor\0": []}, {"": []}):
            self.assertRaises(ValueError, self.record.prepare, CODES["b"], choices, counter=0)
        self.assertRaises(TypeError, self.record.prepare, CODES["b"], {"mayor": "asan"}, counter=0)
        self.assertRaises(ValueError, self.record.prepare, CODES["b"] + "\0", NORTH, counter=0)
        for counter in (-1, 2**64):
            self.assertRaises(ValueError, self.record.prepare, CODES["b"], NORTH, counter=counter)

    def test_a_code_in_a_bytearray_stays_the_callers(self):
        code = bytearray(CODES["b"].encode())
        self.record.prepare(code, NORTH, counter=0)
        self.assertEqual(code.decode(), CODES["b"])
        with _library.wiped_for_c(code) as copy:
            self.assertEqual(copy.value, bytes(code))
        self.assertEqual(copy.raw, bytes(len(code) + 1))

    def test_codes_of_two_registrars(self):
        record = evote.Record(FOLDER / "registered", (FOLDER / "registered-fingerprint").read_text())
        self.assertEqual(record.registrars, 2)
        self.assertEqual(self.record.registrars, 0)
        first, second = ((FOLDER / f"codes-{i}").read_text() for i in (1, 2))
        for codes in ((second, first), [first.encode(), bytearray(second.encode())], f"{first}\n{second}"):
            self.assertEqual(record.district_of(codes), "d")
        cast = record.prepare([first, second], {"c": ["a"]}, counter=0).cast()
        # By the sealed roll: the codes are new.
        self.assertEqual(record.verify_ballots([cast]), ["credential not on the roll"])
        for codes, code in ((first, "bad-code"), ([], "bad-code"), ([first, first], "other-registrar")):
            with self.assertRaises(evote.Error) as caught:
                record.district_of(codes)
            self.assertEqual(caught.exception.code, code)
        with _library.wiped_for_c([first, bytearray(second.encode())]) as copy:
            self.assertEqual(copy.value.decode(), f"{first}\n{second}")
        self.assertEqual(copy.raw, bytes(len(first) + len(second) + 2))

    def test_receipts(self):
        self.assertEqual(self.record.check_receipt(RECEIPT, TRACKER), evote.CheckedReceipt(0, 3))
        with self.assertRaises(evote.InvalidError) as caught:
            self.record.check_receipt(RECEIPT, OTHER)
        self.assertEqual(caught.exception.code, "other-ballot")
        self.assertRaises(evote.Error, self.record.check_receipt, RECEIPT[:-9], TRACKER)
        self.assertRaises(evote.MalformedError, self.record.check_receipt, b"", TRACKER)

    def test_ballots_in_a_batch(self):
        good = ballot("a")
        bad = good[:-1] + bytes([good[-1] ^ 1])
        self.assertEqual(self.record.verify_ballots([good, bad, b"", bytearray(ballot("d"))]),
                         [None, "credential proof", "malformed", None])
        self.assertEqual(self.record.verify_ballots([]), [])

    def test_a_record_in_many_threads(self):
        wrong = []

        def verify():
            for _ in range(10):
                if self.record.verify_ballots([ballot("a"), b"x"]) != [None, "malformed"]:
                    wrong.append("verdicts")
                try:
                    self.record.check_receipt(b"", TRACKER)
                except evote.MalformedError:
                    continue
                wrong.append("receipt")

        threads = [threading.Thread(target=verify) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
