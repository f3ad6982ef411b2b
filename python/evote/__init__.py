# SPDX-License-Identifier: Apache-2.0
"""evote for Python: a voter's device and an auditor, by the shared library libevote.so.0.

The library is the one that the environment variable EVOTE_LIBRARY names, or what the system's loader
finds. What it does is described in evote/evote.h and in docs/protocol.md; this package adds nothing
of its own to the cryptography.

    record = evote.Record("election", fingerprint)
    ballot = record.prepare(code, {"mayor": ["asan"]}, counter=0)
    note(ballot.tracker)
    send(ballot.cast())

    report = evote.audit("election", fingerprint, progress=show)
    assert report.conclusion is evote.Conclusion.VALID

Everything that is refused is an evote.Error, whose `code` is for programs (docs/errors.md).
"""
from ._library import lock_secrets, version
from .auditing import AuditReport, Check, CheckState, Conclusion, Failure, Total, audit
from .errors import (Error, IncompleteError, InvalidError, MalformedError, MisuseError,
                     RefusedError, SystemFailedError)
from .records import (CheckedReceipt, Contest, District, OpenedBallot, Option, PreparedBallot,
                      Record, Rule)

__version__ = version()

__all__ = [
    "AuditReport", "Check", "CheckState", "CheckedReceipt", "Conclusion", "Contest", "District",
    "Error", "Failure", "IncompleteError", "InvalidError", "MalformedError", "MisuseError",
    "OpenedBallot", "Option", "PreparedBallot", "Record", "RefusedError", "Rule",
    "SystemFailedError", "Total", "audit", "lock_secrets", "version",
]
