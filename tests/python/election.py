# SPDX-License-Identifier: Apache-2.0
"""The election that capi_election has made, in the folder that EVOTE_ELECTION names."""
import os
import pathlib

FOLDER = pathlib.Path(os.environ["EVOTE_ELECTION"])
FINGERPRINT = (FOLDER / "fingerprint").read_text()
CODES = {voter: (FOLDER / f"code-{voter}").read_text() for voter in "abcd"}
TRACKER = bytes.fromhex((FOLDER / "tracker-a").read_text())
OTHER = bytes(32)
RECEIPT = (FOLDER / "receipt-a").read_bytes()


def ballot(voter: str) -> bytes:
    """What a, c or d has cast."""
    return (FOLDER / f"ballot-{voter}").read_bytes()
