#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Audits the record of an election and shows what was checked, and what was counted.

    audit_election.py FOLDER [FINGERPRINT [BALLOT...]]

The fingerprint is what the trustees announced. Ballots are files as they are sent to the box: they are
verified as one batch. The exit status is 0 if the record is valid, 1 if it is not, and 5 if something
could not be checked.
"""
import pathlib
import sys

import evote

STATUS = {evote.Conclusion.VALID: 0, evote.Conclusion.INVALID: 1, evote.Conclusion.INCOMPLETE: 5}


def show_progress(done: int, total: int) -> None:
    """What is raised here would stop the audit and come out of evote.audit, as Control-C does."""
    print(f"{done} of {total} entries of the log", file=sys.stderr)


def show_check(check: evote.Check) -> None:
    print(f"{check.number:>5}  {check.state.value:<11}  {check.title}")
    for failure in check.failures:
        print(f"       {failure.file}: {failure.place}: {failure.reason} ({failure.code})")
    if check.more_failures:
        print(f"       and {check.more_failures} more")
    for text in (check.skipped, *check.notes):
        if text:
            print(f"       {text}")


def show_totals(record: evote.Record, totals: tuple[evote.Total, ...]) -> None:
    for contest in record.contests:
        print(f"\n{next(iter(contest.titles.values()))}")
        votes = {total.option: total.votes for total in totals if total.contest == contest.id}
        for option in contest.options:
            print(f"{votes[option.id]:>9}  {next(iter(option.titles.values()))}")


def main(folder: str, fingerprint: str | None = None, *ballots: str) -> int:
    report = evote.audit(folder, fingerprint, threads=2, progress=show_progress)
    for check in report.checks:
        show_check(check)
    print(f"\nThe record is {report.conclusion.value}.")
    if fingerprint is not None and report.conclusion is not evote.Conclusion.INVALID:
        record = evote.Record(folder, fingerprint)
        if report.totals:
            show_totals(record, report.totals)
        reasons = record.verify_ballots(pathlib.Path(ballot).read_bytes() for ballot in ballots)
        for ballot, reason in zip(ballots, reasons):
            print(f"\n{ballot}: {reason or 'valid'}")
    return STATUS[report.conclusion]


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except evote.Error as error:
        print(f"{error} ({error.code})", file=sys.stderr)
        sys.exit(2)
