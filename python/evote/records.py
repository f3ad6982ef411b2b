# SPDX-License-Identifier: Apache-2.0
"""The sealed part of an election's record, and what voters' devices and verifiers do with it."""
from __future__ import annotations

import ctypes
import dataclasses
import json
import os
import re
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from . import _library
from ._library import Code, check, fixed_for_c, library, path_for_c, take, text_for_c, wiped_for_c
from .errors import MisuseError

_ID = re.compile("[A-Za-z0-9._-]+")
Titles = Mapping[str, str]
"""From a language, a BCP 47 tag in lower case such as "ky", to a text in it."""


@dataclasses.dataclass(frozen=True)
class Option:
    """What can be chosen."""

    id: str
    titles: Titles


@dataclasses.dataclass(frozen=True)
class Rule:
    """min <= sum of coefficients[i] over the chosen options i <= max."""

    min: int
    max: int
    coefficients: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class Contest:
    """A question. The first rule is how many options may be chosen."""

    id: str
    titles: Titles
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]


@dataclasses.dataclass(frozen=True)
class District:
    """What its voters vote on: ids of contests, in the order of the ballot."""

    id: str
    titles: Titles
    contests: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class OpenedBallot:
    """What an audited ballot encrypts: from contests to the chosen options."""

    tracker: bytes
    district: str
    choices: Mapping[str, tuple[str, ...]]


@dataclasses.dataclass(frozen=True)
class CheckedReceipt:
    """The ballot's place in the log, and how many entries the log had when the receipt was signed."""

    index: int
    log_size: int


class PreparedBallot:
    """An encrypted ballot whose tracker is fixed: it is cast or audited, once. Made by
    Record.prepare. Its secrets are wiped once it is used, at the end of a `with` block, or when
    nothing refers to it any more."""

    tracker: bytes
    """32 bytes, for the voter to note before deciding to cast or to audit."""

    def __init__(self, handle: ctypes.c_void_p) -> None:
        """For Record.prepare alone: takes over what the library gave."""
        self._handle = handle
        self._lock = threading.Lock()
        self._release = weakref.finalize(self, library.evote_ballot_free, handle)
        tracker = ctypes.create_string_buffer(32)
        check(library.evote_ballot_tracker(handle, tracker))
        self.tracker = tracker.raw

    def __enter__(self) -> PreparedBallot:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._release()

    def cast(self) -> bytes:
        """The ballot for the box, 460 to 65,535 bytes. Errors: misuse, if it was used before."""
        return self._use_up(library.evote_ballot_cast)

    def audit(self) -> bytes:
        """The opening (evote-opening-1) for Record.check_opening on another device. The ballot can
        then never be cast. Errors: misuse, if it was used before."""
        return self._use_up(library.evote_ballot_audit)

    def _use_up(self, use: Any) -> bytes:
        with self._lock:
            if not self._release.alive:
                raise MisuseError("misuse", "the ballot was cast or audited before")
            given = _library.Bytes()
            try:
                check(use(self._handle, ctypes.byref(given)))
                return take(given)
            finally:
                self._release()


class Record:
    """A sealed election: its files have the announced fingerprint, and as many trustees as can
    decrypt have signed it. Many threads may use one."""

    id: str
    fingerprint: bytes
    """32 bytes."""
    spoken_fingerprint: str
    """As it is read aloud: eight groups of five digits."""
    voters: int
    """How many voters are on the roll."""
    registrars: int
    """How many registrars give each voter a code; 0 where each voter has one code."""
    titles: Titles
    districts: tuple[District, ...]
    contests: tuple[Contest, ...]

    def __init__(self, folder: str | os.PathLike[str], fingerprint: str) -> None:
        """Reads and checks the sealed files of the record in `folder`; its log is not looked at.
        `fingerprint` is what the trustees announced, as 64 hex digits or as the 40 spoken ones, and
        must not come from the folder. Errors: usage (not a fingerprint), wrong-fingerprint,
        not-sealed, not-a-record, step-missing, and others with file and place for damage."""
        handle = ctypes.c_void_p()
        check(library.evote_record_open(path_for_c(folder), text_for_c(fingerprint),
                                        ctypes.byref(handle)))
        self._handle = handle
        weakref.finalize(self, library.evote_record_free, handle)
        described = _library.Bytes()
        check(library.evote_record_describe(handle, ctypes.byref(described)))
        self._describe(json.loads(take(described)))

    def _describe(self, described: dict[str, Any]) -> None:
        self.id = described["id"]
        self.fingerprint = bytes.fromhex(described["fingerprint"])
        self.spoken_fingerprint = described["spoken_fingerprint"]
        self.voters = described["voters"]
        self.registrars = described["registrars"]
        self.titles = described["titles"]
        self.districts = tuple(District(district["id"], district["titles"],
                                        tuple(district["contests"]))
                               for district in described["districts"])
        self.contests = tuple(_contest(contest) for contest in described["contests"])

    def district_of(self, code: Code | Sequence[Code]) -> str:
        """The id of the district of the voter with this code; with registrars, with these codes, one
        of each in any order. A code in a bytearray can be wiped by the caller, and no other copy of
        it is left. Errors: bad-code, other-registrar, not-on-roll."""
        given = _library.Bytes()
        with wiped_for_c(code) as secret:
            check(library.evote_voter_district(self._handle, secret, ctypes.byref(given)))
        return take(given).decode()

    def prepare(self, code: Code | Sequence[Code], choices: Mapping[str, Iterable[str]],
                counter: int) -> PreparedBallot:
        """Encrypts a ballot of the voter with this code, or these. `choices` has the ids of the chosen options
        for each contest of the voter's district; `counter` is how many valid ballots of this voter
        the board has. Errors: bad-code, other-registrar, not-on-roll, bad-choice, already-voted."""
        if not 0 <= counter < 2**64:
            raise ValueError("a counter is from 0 to 2^64 - 1")
        handle = ctypes.c_void_p()
        lines = _lines_of(choices)
        with wiped_for_c(code) as secret, wiped_for_c(lines) as chosen:
            lines[:] = bytes(len(lines))
            check(library.evote_ballot_prepare(self._handle, secret, chosen, counter,
                                               ctypes.byref(handle)))
        return PreparedBallot(handle)

    def check_opening(self, opening: bytes, tracker: bytes) -> OpenedBallot:
        """What an opened ballot encrypts, if it has the tracker that the voter noted. Errors:
        malformed, file-too-large, other-election, other-ballot (the device had prepared another
        ballot than it showed), bad-ballot (the box would have refused it)."""
        given = _library.Bytes()
        check(library.evote_check_opening(self._handle, opening, len(opening),
                                          fixed_for_c(tracker, 32), ctypes.byref(given)))
        opened = json.loads(take(given))
        return OpenedBallot(bytes.fromhex(opened["tracker"]), opened["district"],
                            {choice["contest"]: tuple(choice["options"])
                             for choice in opened["choices"]})

    def check_receipt(self, receipt: bytes, tracker: bytes) -> CheckedReceipt:
        """What a receipt says, if it is valid and of the ballot with this tracker. Offline: whether
        the board still has the ballot is for an audit. Errors: malformed, bad-receipt,
        bad-signature, other-ballot."""
        index, log_size = ctypes.c_uint64(), ctypes.c_uint64()
        check(library.evote_check_receipt(self._handle, receipt, len(receipt),
                                          fixed_for_c(tracker, 32), ctypes.byref(index),
                                          ctypes.byref(log_size)))
        return CheckedReceipt(index.value, log_size.value)

    def verify_ballots(self, ballots: Iterable[bytes]) -> list[str | None]:
        """Verifies ballots as one batch: what each says by itself, not its place in a log (counters,
        second ballots, copies). None for a valid one and otherwise the protocol's word, such as
        "credential proof". A batch of 1,024 costs least a ballot. Other threads go on meanwhile."""
        entries = [bytes(ballot) for ballot in ballots]
        views = (_library.View * len(entries))(*(_library.View(entry, len(entry)) for entry in entries))
        reasons = (ctypes.c_char_p * len(entries))()
        check(library.evote_verify_ballots(self._handle, views, len(entries), reasons))
        return [None if reason is None else reason.decode() for reason in reasons]


def _contest(contest: dict[str, Any]) -> Contest:
    return Contest(contest["id"], contest["titles"],
                   tuple(Option(option["id"], option["titles"]) for option in contest["options"]),
                   tuple(Rule(rule["min"], rule["max"], tuple(rule["coefficients"]))
                         for rule in contest["rules"]))


def _lines_of(choices: Mapping[str, Iterable[str]]) -> bytearray:
    """The lines "contest: option, option"."""
    lines = bytearray()
    for contest, options in choices.items():
        if isinstance(options, str):
            raise TypeError("the options of a contest are a list of ids, not one text")
        ids = [contest, *options]
        if not all(_ID.fullmatch(text) for text in ids):
            raise ValueError("ids have letters, digits, dots, underscores and hyphens")
        lines += f"{contest}: {', '.join(ids[1:])}\n".encode()
    return lines
