# SPDX-License-Identifier: Apache-2.0
"""The checks of docs/record.md, "What makes a record valid", in the order in which one needs another."""
import re
from collections import Counter

import ballots
import election
from ballots import Setup, Tally, Verdicts, check_decryption, check_result
from ceremony import Ceremony, read_seal
from forms import Fault, require
from group import sha256
from older import OlderCopy
from record import Log, NotChecked, Record, witnesses
from registrars import REPLACED, REVOKED, check_registrars

PASS, FAIL, NOT_CHECKED = "PASS", "FAIL", "NOT CHECKED"
IN_PLACE = {ballots.AFTER, ballots.STALE, ballots.SECOND, REPLACED, REVOKED}     # check 2.4
CHECKS = []


def check(number, title, needs=""):
    """The method is a check. It needs others (`1.5`: it passed) and what they find out (`f`: it is known by now)."""
    def add(method):
        CHECKS.append((number, title, needs.split(), method))
        return method
    return add


def printable(text):
    """Nothing in a record controls the terminal."""
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):04X}}}" for c in text)


class Verifier:
    """What a check finds out for others is an attribute, which is set once it is known."""

    def __init__(self, folder, stated, since=None):
        self.record, self.stated = Record(folder), stated     # the announced fingerprint without blanks and hyphens
        if since is not None:
            self.older = OlderCopy(self.record, since)
        self.results, self.changed = {}, set()

    def run(self):
        """The results in the order of their numbers."""
        for number, title, needs, method in self.plan():
            self.result = {"number": number, "title": title,
                           "state": PASS, "failures": [], "skipped": None, "notes": []}
            try:
                for what in needs:
                    self.need(what)
                method(self)
            except NotChecked as reason:
                self.result["skipped"] = str(reason)
            except Fault as fault:
                self.fail(str(fault))
            if self.result["failures"]:
                self.result["state"] = FAIL
            elif self.result["skipped"]:
                self.result["state"] = NOT_CHECKED
            self.results[number] = self.result
        return [self.results[number] for number in sorted(self.results)]

    def plan(self):
        """The checks that there are for this folder: those of registrars depend on manifest.json as it is, sealed or not."""
        try:
            registrars = election.Manifest(self.record.read("manifest.json")).registrars
        except (Fault, NotChecked):
            registrars = 0
        left_out = ([] if registrars else ["1.9", "2.8"]) + ([] if hasattr(self, "older") else ["4.1", "4.2", "4.3"])
        return [c for c in CHECKS if c[0] not in left_out]

    def need(self, what):
        if what[0].isdigit() and self.results[what]["state"] != PASS:
            raise NotChecked(f"{what} did not pass")
        if not what[0].isdigit() and not hasattr(self, what):
            raise NotChecked(f"this needs something that is not known: {what}")

    def fail(self, text):
        self.result["failures"].append(printable(text))

    def note(self, text):
        self.result["notes"].append(printable(text))

    def read(self, file, reader, *arguments):
        """What the reader makes of a file that was not changed since the election was sealed."""
        if file in self.changed:
            raise NotChecked(f"{file} was changed after the election was sealed")
        data = self.record.read(file)
        try:
            return reader(data, *arguments)
        except Fault as fault:
            raise Fault(fault.reason, file) from None

    # --- 1. before the voting ---

    @check("1.5", "manifest, keys, roll and board are those that were sealed")
    def check_sealed_files(self):
        hashes, f = self.read("election.json", election.read_election_json)
        covered = election.fingerprint(hashes.values())
        require(f == covered, "election.json: the fingerprint is not that of the four hashes")
        self.f = f
        for file, digest in hashes.items():
            if self.record.exists(file) and sha256(self.record.read(file)) != digest:
                self.changed.add(file)
                self.fail(f"{file} was changed after the election was sealed: its hash differs")
        for file in hashes:
            if not self.record.exists(file):     # a fault of the check that reads it
                raise NotChecked(f"{file} does not exist")

    @check("1.7", "the fingerprint is the announced one", "f")
    def check_fingerprint(self):
        said = f"{self.f.hex()}, spoken {election.spoken(self.f)}"
        if self.stated is None:
            self.note(f"compare the fingerprint with the announced one: {said}")
            raise NotChecked("no fingerprint was given")
        require(self.stated in (self.f.hex(), election.spoken(self.f).replace(" ", "")),
                f"this is another election: its fingerprint is {said}")

    @check("1.1", "the manifest is valid")
    def check_manifest(self):
        if self.stated is not None:
            self.need("1.7")
        self.manifest = self.read("manifest.json", election.Manifest)

    @check("1.2", "the keys are valid", "1.1")
    def check_keys(self):
        self.keys = self.read("keys.json", election.Keys, self.manifest)

    @check("1.3", "the notes of the ceremony lead to these keys", "1.2")
    def check_ceremony(self):
        if not any(re.fullmatch(r"ceremony/(join|deal|check)-\d+\.note", file) for file in self.record.files):
            raise NotChecked("there are no notes of the ceremony")
        ceremony = Ceremony(self.record, self.manifest, self.keys)
        for fault in ceremony.faults:
            self.fail(str(fault))
        if ceremony.transcript:
            self.note(f"transcript {ceremony.transcript.hex()}, spoken {election.spoken(ceremony.transcript)}")

    @check("1.4", "the roll is valid", "1.1")
    def check_roll(self):
        self.roll, faults = self.read("roll.csv", election.read_roll, self.manifest)
        for text in faults:
            self.fail(f"roll.csv: {text}")

    @check("1.8", "the board is that of this election", "1.1")
    def check_board(self):
        board = self.read("board.json", election.Board, self.manifest)
        for trustee in self.keys.trustees if hasattr(self, "keys") else []:
            board.require_other_witness(trustee.signer)
        self.board = board

    @check("1.9", "the roll is that of the registrars' halves", "roll 1.8")
    def check_registrars(self):
        found = check_registrars(self.record, self.manifest, self.board.registrars, self.roll)
        self.note(f"{len(self.board.registrars)} registrars made the roll from the list with the hash {found.hex()}")

    @check("1.6", "enough trustees sealed the election", "1.2 roll 1.5 1.8")
    def check_seals(self):
        seals = 0
        for trustee in self.keys.trustees:
            try:
                sealed = read_seal(self.record, trustee)
                seals += sealed == self.f
                require(sealed in (None, self.f), f"trustee {trustee.number} sealed another fingerprint")
            except Fault as fault:
                self.fail(str(fault))
        self.enough("seals", seals)

    def enough(self, what, number):
        if number < self.manifest.threshold:
            raise NotChecked(f"{number} of the {self.manifest.threshold} needed {what} are present and valid")
        self.note(f"{number} {what} are valid")

    # --- 2. the ballots ---

    @check("2.1", "the log matches its signed checkpoint", "1.2 roll 1.5 1.8")
    def check_log(self):
        self.log = log = Log(self.record, self.board, self.f)
        for fault in log.faults:
            self.fail(str(fault))
        for file in log.leftover:
            self.note(f"{file} was left by a stopped board")
        for text in log.resumed:
            self.note(text)
        self.note(f"{log.size} entries, root {log.root.hex()}")
        self.setup = Setup(self.manifest, self.keys, self.roll, self.f, self.board.registrars)
        self.verdicts = Verdicts(self.setup, log.entries)
        if self.verdicts.closed and len(log.entries) == log.size:
            self.closing_entry = log.size - 1

    def need_all_entries(self):
        if len(self.log.entries) < self.log.size:
            raise NotChecked(f"from entry {len(self.log.entries)} on the log cannot be read")

    @check("2.2", "voting is closed", "verdicts")
    def check_closed(self):
        self.need_all_entries()
        if not self.verdicts.closed:
            require(ballots.CLOSING not in self.verdicts.verdicts, "the log continues after its closing entry")
            for file in ("board/closed", "tally.json", "result.json"):
                require(not self.record.exists(file), f"the closing entry is missing, although {file} exists")
            raise NotChecked("voting is not closed yet")
        self.log.read_closed(self.board)

    def name_entries(self, verdicts, changes=False):
        """Those of the ballots, or of the roll changes, with these verdicts."""
        for number, verdict in enumerate(self.verdicts.verdicts):
            if verdict in verdicts and (number in self.verdicts.changes) == changes:
                self.fail(f"entry {number}: {verdict}")
        self.need_all_entries()

    @check("2.3", "every ballot in the log is valid", "verdicts")
    def check_ballots(self):
        self.name_entries(set(self.verdicts.verdicts) - {ballots.VALID, ballots.CLOSING} - IN_PLACE)

    @check("2.4", "every ballot in the log is in its place", "verdicts")
    def check_order(self):
        self.name_entries(IN_PLACE)
        self.note(f"{self.verdicts.replaced} ballots were replaced by a later one")

    @check("2.5", "repeated encryptions are noted", "verdicts")
    def note_repeated_alphas(self):
        for first, second in self.verdicts.repeated:
            self.note(f"entry {second} has an alpha of entry {first}")
        self.need_all_entries()

    @check("2.6", "no more ballots are counted than there are voters", "closing_entry")
    def check_turnout(self):
        for district, number in self.manifest.district_numbers.items():
            counted = [b.weight for b in self.verdicts.counted.values() if b.district == number]
            roll = [v.weight for v in self.roll.values() if v.district == number]
            self.note(f"{district}: {len(counted)} of {len(roll)} voters, weight {sum(counted)} of {sum(roll)}")
            fits = len(counted) <= len(roll) and sum(counted) <= sum(roll)
            require(fits, f"{district}: more is counted than there is")

    @check("2.7", "enough witnesses have signed the final checkpoint", "closing_entry")
    def check_witnesses(self):
        if not self.board.witnesses:
            self.note("no witnesses are named")
            return
        notes = [self.log.note]
        try:
            notes.append(self.log.read_closed(self.board))
        except (Fault, NotChecked):     # 2.2 has said so
            pass
        number = witnesses(self.board, notes)
        said = f"{number} of {len(self.board.witnesses)} witnesses have signed, {self.board.quorum} are needed"
        if number < self.board.quorum:
            raise NotChecked(said)
        self.note(said)

    @check("2.8", "every roll change in the log is valid", "verdicts")
    def check_changes(self):
        self.name_entries(set(self.verdicts.verdicts) - {ballots.VALID}, changes=True)
        for number, district in enumerate(self.manifest.district_numbers):
            self.note("district {}: {} credentials replaced, {} revoked".format(
                district, *self.verdicts.credentials.numbers(number)))

    # --- 3. the result ---

    @check("3.1", "the tally is the sum of the counted ballots", "2.1 closing_entry")
    def check_tally(self):
        self.tally = Tally(self.setup, self.verdicts, self.log.size, self.log.root)
        require(self.record.read("tally.json") == self.tally.data, "tally.json is not the sum of the counted ballots")

    @check("3.2", "the trustees decrypted this tally correctly", "tally")
    def check_decryptions(self):
        self.decryptions = {}
        for j in range(1, self.manifest.count + 1):
            file = f"decryptions/{j}.json"
            if self.record.exists(file):
                try:
                    self.decryptions[j] = check_decryption(self.record.read(file, 2**28), j, self.tally)
                except Fault as fault:
                    self.fail(f"{file}: {fault.reason}")
        self.enough("decryptions", len(self.decryptions))

    @check("3.3", "the result follows from the decryptions", "decryptions")
    def check_result(self):
        self.totals = self.read("result.json", check_result, self.tally, self.decryptions)

    @check("3.4", "what the result reveals about single votes is noted", "tally")
    def note_privacy(self):
        for contest in self.manifest.contests:
            weights = Counter(self.tally.weights[contest.id])
            number, heaviest = weights.total(), max(weights, default=0)
            if 0 < number < 10:
                self.note(f"{contest.id}: only {number} ballots are counted")
            for weight, ballots_of_it in weights.items():
                if len(weights) > 1 and ballots_of_it < 10:
                    self.note(f"{contest.id}: only {ballots_of_it} counted ballots have the weight {weight}")
            if number > 1 and heaviest > sum(weights.elements()) - heaviest:
                self.note(f"{contest.id}: one ballot outweighs all others")
            totals = self.totals[contest.id] if hasattr(self, "totals") else {}
            if totals and number and set(totals.values()) <= {0, sum(weights.elements())}:
                self.note(f"{contest.id}: all counted ballots are alike")
        self.need("totals")

    @check("3.5", "nothing else is in the folder", "1.1")
    def check_nothing_else(self):
        seats, registrars = ("|".join(map(str, range(1, n + 1))) for n in (self.manifest.count, self.manifest.registrars))
        files = re.compile(r"(manifest|keys|board|election|tally|result)\.json|roll\.csv"
                           rf"|ceremony/(join|deal|check|answer|seal)-({seats})\.note|decryptions/({seats})\.json"
                           + (rf"|registrars/({registrars})\.(csv|note)" if registrars else ""))
        folders = {"ceremony", "ceremony/evidence", "board", "decryptions"} | ({"registrars"} if registrars else set())
        for path in sorted(self.record.systems):
            self.note(f"{path} was left by an operating system")
        expected = {file for file in self.record.files if files.fullmatch(file)} | folders & self.record.folders
        for path in sorted((self.record.files | self.record.folders | self.record.odd) - expected):
            if not path.startswith("board/"):     # of which 2.1 has seen everything
                self.fail(f"{path}: this does not belong in the record of an election")

    # --- 4. since the older copy, if there is one ---

    @check("4.1", "what was sealed is unchanged")
    def check_older_sealed(self):
        self.older.sealed(self.fail)

    @check("4.2", "the log goes on from the older copy")
    def check_older_log(self):
        self.note(self.older.log(getattr(self, "f", None), self.fail))

    @check("4.3", "tally, decryptions and result are unchanged")
    def check_older_result(self):
        self.older.later(self.fail)
