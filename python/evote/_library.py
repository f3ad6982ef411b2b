# SPDX-License-Identifier: Apache-2.0
"""The C interface (evote/evote.h) as ctypes sees it: what is called, and how results are taken over."""
from __future__ import annotations

import contextlib
import ctypes
import enum
import os
from collections.abc import Iterator, Sequence
from typing import Any

from .errors import (Error, IncompleteError, InvalidError, MalformedError, MisuseError,
                     RefusedError, SystemFailedError)


class Status(enum.IntEnum):
    """enum evote_status."""

    OK = 0
    INVALID = 1
    REFUSED = 2
    MALFORMED = 3
    SYSTEM = 4
    INCOMPLETE = 5
    MISUSE = 6


class Bytes(ctypes.Structure):
    """struct evote_bytes."""

    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t)]


class View(ctypes.Structure):
    """struct evote_view."""

    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


class LastError(ctypes.Structure):
    """struct evote_error."""

    _fields_ = [("code", ctypes.c_char_p), ("message", ctypes.c_char_p),
                ("file", ctypes.c_char_p), ("place", ctypes.c_char_p)]


Progress = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64)

_text, _handle = ctypes.c_char_p, ctypes.c_void_p
_bytes_out, _handle_out = ctypes.POINTER(Bytes), ctypes.POINTER(ctypes.c_void_p)
_number_out = ctypes.POINTER(ctypes.c_uint64)

# The parameters of each function that returns a status.
_PARAMETERS: dict[str, list[Any]] = {
    "evote_lock_secrets": [],
    "evote_record_open": [_text, _text, _handle_out],
    "evote_record_describe": [_handle, _bytes_out],
    "evote_voter_district": [_handle, _text, _bytes_out],
    "evote_ballot_prepare": [_handle, _text, _text, ctypes.c_uint64, _handle_out],
    "evote_ballot_tracker": [_handle, _text],
    "evote_ballot_cast": [_handle, _bytes_out],
    "evote_ballot_audit": [_handle, _bytes_out],
    "evote_check_opening": [_handle, _text, ctypes.c_size_t, _text, _bytes_out],
    "evote_check_receipt": [_handle, _text, ctypes.c_size_t, _text, _number_out, _number_out],
    "evote_verify_ballots": [_handle, ctypes.POINTER(View), ctypes.c_size_t,
                             ctypes.POINTER(_text)],
    "evote_audit": [_text, _text, ctypes.c_uint, Progress, ctypes.c_void_p, _bytes_out, _bytes_out],
}
# Of those that return nothing.
_OF_NOTHING: dict[str, list[Any]] = {
    "evote_last_error": [ctypes.POINTER(LastError)],
    "evote_bytes_free": [_bytes_out],
    "evote_record_free": [_handle],
    "evote_ballot_free": [_handle],
}

_ERRORS: dict[Status, type[Error]] = {
    Status.INVALID: InvalidError,
    Status.REFUSED: RefusedError,
    Status.MALFORMED: MalformedError,
    Status.SYSTEM: SystemFailedError,
    Status.INCOMPLETE: IncompleteError,
    Status.MISUSE: MisuseError,
}


def _load() -> ctypes.CDLL:
    name = os.environ.get("EVOTE_LIBRARY") or "libevote.so.0"
    try:
        loaded = ctypes.CDLL(name)
    except OSError as error:
        raise ImportError(f"evote needs libevote.so.0: {error} (EVOTE_LIBRARY can say where it is)"
                          ) from error
    for function, parameters in _PARAMETERS.items():
        getattr(loaded, function).argtypes = parameters
        getattr(loaded, function).restype = ctypes.c_int
    for function, parameters in _OF_NOTHING.items():
        getattr(loaded, function).argtypes = parameters
        getattr(loaded, function).restype = None
    loaded.evote_version.argtypes = []
    loaded.evote_version.restype = ctypes.c_char_p
    return loaded


library = _load()


def last_error(status: int) -> Error:
    """The error of this thread's last call, which ended with this status."""
    last = LastError()
    library.evote_last_error(ctypes.byref(last))
    return _ERRORS[Status(status)](last.code.decode(), last.message.decode("utf-8", "replace"),
                                   os.fsdecode(last.file), last.place.decode("utf-8", "replace"))


def check(status: int) -> None:
    """Raises the error unless the status is OK."""
    if status != Status.OK:
        raise last_error(status)


def take(given: Bytes) -> bytes:
    """A copy of what the library gave away, which is wiped and released."""
    try:
        return ctypes.string_at(given.data, given.size) if given.data else b""
    finally:
        library.evote_bytes_free(ctypes.byref(given))


def text_for_c(text: str | bytes) -> bytes:
    """A text without zero bytes, at which C would take it to end."""
    data = text.encode() if isinstance(text, str) else text
    if b"\0" in data:
        raise ValueError("there is a zero byte in this text")
    return data


def path_for_c(path: str | bytes | os.PathLike[str]) -> bytes:
    """The name of a file or folder."""
    return text_for_c(os.fsencode(path))


def fixed_for_c(data: bytes, size: int) -> bytes:
    """Bytes of which C knows how many there are."""
    if len(data) != size:
        raise ValueError(f"{size} bytes are needed, not {len(data)}")
    return bytes(data)


Code = str | bytes | bytearray


@contextlib.contextmanager
def wiped_for_c(text: Code | Sequence[Code]) -> Iterator[ctypes.Array[ctypes.c_char]]:
    """A copy of a secret text that is wiped; of several ones, a line each. Of a bytearray there is
    no other copy."""
    lines = [text] if isinstance(text, (str, bytes, bytearray)) else list(text)
    sources = [line if isinstance(line, bytearray) else bytearray(text_for_c(line)) for line in lines]
    if any(0 in source for source in sources):
        raise ValueError("there is a zero byte in this text")
    buffer = ctypes.create_string_buffer(max(1, sum(len(source) + 1 for source in sources)))
    try:
        at = 0
        for line, source in zip(lines, sources):
            if at:
                buffer[at - 1] = b"\n"
            if source:
                ctypes.memmove(ctypes.byref(buffer, at),
                               (ctypes.c_char * len(source)).from_buffer(source), len(source))
            at += len(source) + 1
            if source is not line:
                source[:] = bytes(len(source))
        yield buffer
    finally:
        ctypes.memset(buffer, 0, len(buffer))


def version() -> str:
    """The version of the library, such as "0.1.0"."""
    return str(library.evote_version().decode())


def lock_secrets() -> bool:
    """Keeps the library's secrets in locked memory that core dumps leave out. To be called first,
    before there are threads. False if the memory could not be locked; secrets are then wiped all the
    same. Python's own objects are not among them."""
    status = library.evote_lock_secrets()
    if status not in (Status.OK, Status.INCOMPLETE):
        raise last_error(status)
    return bool(status == Status.OK)
