# SPDX-License-Identifier: Apache-2.0
"""Ways to spoil a document, each of which its schema must refuse."""
import copy
import re

# What may be left out, by schema and place.
OPTIONAL = {("manifest", ".opens"), ("manifest", ".closes"), ("manifest", ".contests[].rules"), ("board", ".witnesses"),
            ("manifest", ".registrars"), ("board", ".registrars"),
            ("report", ".errors"), ("report", ".fingerprint"), ("report", ".log"), ("report", ".contests")}
NULLABLE = {("report", ".fingerprint"), ("report", ".log"), ("report", ".contests"),
            ("report", ".sections[].checks[].skipped")}
NULLABLE |= {(name, f".errors[].{key}") for name in ("report", "errors") for key in ("file", "place")}
# Objects whose keys are ids or languages.
MAPS = {"title", "totals", "coefficients", "selections"}
NULLABLE |= {("vectors-refusals-notes", ".vectors[].notes[].text"),
             ("vectors-refusals-registrars", ".vectors[].files[].text"), ("vectors-refusals-log", ".vectors[].files[].bytes")}
# Hex of no fixed length.
ANY_LENGTH = {"ballot", "ballots", "valid", "entries", "entry", "message", "bytes", "secret", "statement"}
IDS = {"id", "district"}
SAMPLES = (None, True, 7, 1.5, "text", [], {})


def trimmed(value):
    """With at most six items in every list, the first and the last ones."""
    if isinstance(value, dict):
        return {key: trimmed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [trimmed(inner) for inner in (value if len(value) <= 6 else value[:3] + value[-3:])]
    return value


def kind(value):
    if isinstance(value, bool) or value is None:
        return str(value is None)
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def places(value, place="", path=()):
    """Every value in the document as (place, path, value); in a place, lists and maps have no numbers and ids."""
    yield place, path, value
    if isinstance(value, dict):
        is_map = bool(path) and path[-1] in MAPS
        for key, inner in value.items():
            yield from places(inner, place + ("{}" if is_map else f".{key}"), (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, place + "[]", (*path, number))


def mutations(schema, document):
    """Yields (place, what is done there, the spoilt document)."""
    for place, path, value in places(document):
        if schema == "errors" and path and path[0] != "errors":     # a fact of the command
            continue
        for change, bad in spoilt(schema, place, path, value):
            if not path:
                yield place, change, bad
                continue
            copied = copy.deepcopy(document)
            inner = copied
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = bad
            yield place, change, copied


def spoilt(schema, place, path, value):
    for sample in SAMPLES:
        if kind(sample) != kind(value) and not (schema, place) in NULLABLE:
            yield f"another type, {sample!r}", sample
    if (schema, place) in NULLABLE:
        yield "another type", 1.5
    name = next((key for key in reversed(path) if isinstance(key, str)), "")
    if isinstance(value, dict):
        yield from spoilt_object(schema, place, path, value)
    elif isinstance(value, list):
        yield "an item of another type", [*value, None]
    elif isinstance(value, str):
        yield from spoilt_string(name, value)
        if name in IDS or name == "contests":
            yield from ((f"{bad[:5]!r} as an id", bad) for bad in ("", "a b", "a" * 65, "\u00fc", "a\n"))
    elif kind(value) == "number":
        yield "2^64", 2**64
        yield "-2^17", -2**17
        yield "a fraction", value + 0.5


def spoilt_object(schema, place, path, value):
    if path and path[-1] in MAPS:
        if value:
            yield "a key of another form", {**value, "a b": next(iter(value.values()))}
        return
    unknown = "Not a fact" if (schema, place) == ("errors", "") else "unknown"
    yield "an unknown key", {**value, unknown: 0}
    for key in value:
        is_fact = (schema, place) == ("errors", "") and key != "errors"
        if (schema, f"{place}.{key}") not in OPTIONAL and not is_fact:
            yield f"without {key}", {k: v for k, v in value.items() if k != key}


def spoilt_string(name, value):
    yield "a control character", value + "\u0007"
    if not re.fullmatch("[0-9a-f]{16,}", value):
        return
    if value != value.upper():
        yield "upper-case hex", value.upper()
    yield "another digit", value[:-1] + "g"
    yield "a line feed", value + "\n"
    yield "a digit less", value[:-1]
    yield "a digit more", value + "0"
    if name not in ANY_LENGTH:
        yield "a byte less", value[:-2]
        yield "a byte more", value + "00"
