# SPDX-License-Identifier: Apache-2.0
"""What the library refuses, by kind: the exit statuses of the tools (docs/errors.md)."""
from __future__ import annotations


class Error(Exception):
    """Why something was not done. One of its subclasses says what kind of error it is."""

    code: str
    """For programs: stable, such as "wrong-fingerprint"."""
    message: str
    """For people, in English; it may change."""
    file: str
    """The file concerned, or ""."""
    place: str
    """The place in it, from the outermost inwards, or ""."""

    def __init__(self, code: str, message: str, file: str = "", place: str = "") -> None:
        super().__init__(code, message, file, place)
        self.code = code
        self.message = message
        self.file = file
        self.place = place

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.message) if part)


class InvalidError(Error):
    """Checked and found wrong."""


class RefusedError(Error):
    """It cannot be done as asked."""


class MalformedError(Error):
    """The input is not such a thing at all."""


class SystemFailedError(Error):
    """The operating system failed, or there is no memory."""


class IncompleteError(Error):
    """Nothing is wrong, but something is missing yet or could not be checked."""


class MisuseError(Error):
    """A mistake of the caller, or of the library itself."""
