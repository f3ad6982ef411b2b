# SPDX-License-Identifier: Apache-2.0
"""The audit of a whole record: what evote-verify does."""
from __future__ import annotations

import ctypes
import dataclasses
import enum
import json
import os
import threading
from collections.abc import Callable
from typing import Any

from . import _library
from ._library import Status, last_error, library, path_for_c, take, text_for_c


class Conclusion(enum.Enum):
    """What an audit comes to."""

    VALID = "valid"
    """Every check passed."""
    INVALID = "invalid"
    """A check failed."""
    INCOMPLETE = "incomplete"
    """Nothing is wrong, but something was not checked: it proves nothing."""


class CheckState(enum.Enum):
    """What became of a check."""

    PASS = "PASS"
    FAIL = "FAIL"
    NOT_CHECKED = "NOT CHECKED"


@dataclasses.dataclass(frozen=True)
class Failure:
    """What is wrong; `file` and `place` may be empty."""

    code: str
    file: str
    place: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Check:
    """One of the numbered checks of docs/record.md."""

    number: str
    title: str
    state: CheckState
    failures: tuple[Failure, ...]
    more_failures: int
    """How many there are besides `failures`."""
    skipped: str
    """Why it was not checked, if that is known."""
    notes: tuple[str, ...]
    """What is worth knowing and not wrong."""


@dataclasses.dataclass(frozen=True)
class Total:
    """What one option got: weights added up."""

    contest: str
    option: str
    votes: int


@dataclasses.dataclass(frozen=True)
class AuditReport:
    """What an audit found."""

    conclusion: Conclusion
    checks: tuple[Check, ...]
    totals: tuple[Total, ...]
    """The result of the election; none unless it was found correct."""
    json: bytes
    """The whole report: evote-report-1."""


def audit(folder: str | os.PathLike[str], fingerprint: str | None = None, *, threads: int = 1,
          progress: Callable[[int, int], object] | None = None) -> AuditReport:
    """Audits the record in `folder`. Without the announced fingerprint no audit is complete.

    `progress(done, total)` is told how many entries of the log are verified, by one thread at a
    time, which is not the caller's. If it raises, the audit stops, and the exception comes out of
    this function; so does Control-C. What it returns does not matter. Other threads of Python go on
    meanwhile.

    What is wrong in the record is in the report. Errors: usage (not a fingerprint), not-a-record,
    and those of the system.
    """
    if not 1 <= threads < 2**32:
        raise ValueError("an audit needs at least one thread")
    reports: list[AuditReport] = []
    stopped_by: list[BaseException] = []
    over = threading.Event()

    def call(_context: int | None, done: int, total: int) -> int:
        try:
            if progress is not None and not stopped_by:
                progress(done, total)
        except BaseException as error:  # between here and there is the library
            stopped_by.append(error)
        return 1 if stopped_by else 0

    def run() -> None:
        try:
            if not stopped_by:
                reports.append(_run(folder, fingerprint, threads, call))
        except BaseException as error:  # between threads
            stopped_by.append(error)
        finally:
            over.set()

    # In the main thread, the library would keep Python from noticing Control-C.
    thread = threading.Thread(target=run)
    try:
        thread.start()
        over.wait()
    except BaseException as error:
        stopped_by.append(error)
        if thread.ident is not None:  # it has begun, and ends at its next call
            over.wait()
    if not stopped_by:
        return reports[0]
    try:
        raise stopped_by[0]
    finally:
        stopped_by.clear()


def _run(folder: str | os.PathLike[str], fingerprint: str | None, threads: int,
         call: Callable[[int | None, int, int], int]) -> AuditReport:
    report, totals = _library.Bytes(), _library.Bytes()
    status = library.evote_audit(path_for_c(folder),
                                 None if fingerprint is None else text_for_c(fingerprint), threads,
                                 _library.Progress(call), None, ctypes.byref(report),
                                 ctypes.byref(totals))
    given, result = take(report), take(totals)
    if not given:
        raise last_error(status)
    return _report_of(Status(status), given, json.loads(result or b"[]"))


def _report_of(status: Status, given: bytes, totals: list[dict[str, Any]]) -> AuditReport:
    conclusion = {Status.OK: Conclusion.VALID, Status.INVALID: Conclusion.INVALID,
                  Status.INCOMPLETE: Conclusion.INCOMPLETE}[status]
    checks = tuple(_check_of(check) for section in json.loads(given)["sections"]
                   for check in section["checks"])
    return AuditReport(conclusion, checks, tuple(Total(**total) for total in totals), given)


def _check_of(check: dict[str, Any]) -> Check:
    failures = tuple(Failure(failure["code"], failure["file"], failure["place"], failure["reason"])
                     for failure in check["failures"])
    return Check(check["number"], check["title"], CheckState(check["state"]), failures,
                 check["more_failures"], check["skipped"] or "", tuple(check["notes"]))
