# SPDX-License-Identifier: Apache-2.0
"""The schemas of test-vectors/schemas, and what is checked of every document: it is valid, and spoilt it is not."""
import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator

from mutations import mutations, trimmed

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "test-vectors" / "schemas"
SUFFIX = ".schema.json"
SCHEMAS = {path.name: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*" + SUFFIX))}


def validator(name):
    schema = SCHEMAS[name + SUFFIX]
    try:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012
    except ImportError:     # before jsonschema 4.18
        from jsonschema import RefResolver
        return Draft202012Validator(schema, resolver=RefResolver(name + SUFFIX, schema, store=SCHEMAS))
    resources = [(id, DRAFT202012.create_resource(s)) for id, s in SCHEMAS.items()]
    return Draft202012Validator(schema, registry=Registry().with_resources(resources))


def common(name):
    return SCHEMAS["common" + SUFFIX]["$defs"][name]


class Checks:
    """Counts documents and mutations, and collects what is wrong."""

    def __init__(self):
        self.faults, self.documents, self.refused, self.used = [], 0, 0, set()
        self._validators, self._spoilt = {}, set()

    def validator(self, name):
        if name not in self._validators:
            self._validators[name] = validator(name)
        return self._validators[name]

    def valid(self, name, value, what):
        """The document and the JSON in its strings are valid; some of what can be spoilt in them is refused."""
        self.documents += 1
        self.used.add(name)
        for error in list(self.validator(name).iter_errors(value))[:3]:
            self.faults.append(f"{what}: {error.json_path}: {error.message[:200]}")
        for inner, text in embedded(value):
            self.valid(inner, json.loads(text), f"{what}: {inner}")
        small = trimmed(value)
        if not self.validator(name).is_valid(small):
            self.faults.append(f"{what}: not valid with shorter lists")
            return
        for place, change, spoilt in mutations(name, small):
            if (name, place, change) not in self._spoilt:
                self._spoilt.add((name, place, change))
                self.refuses(name, spoilt, f"{what}: {place}: {change}")

    def refuses(self, name, value, what):
        self.refused += 1
        if self.validator(name).is_valid(value):
            self.faults.append(f"{what} is taken as valid")

    def refuses_at(self, name, value, path, bad):
        spoilt = copy.deepcopy(value)
        inner = spoilt
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = bad
        self.refuses(name, spoilt, f"{name}: {path}: {str(bad)[:80]!r}")

    def end(self, least):
        for fault in self.faults:
            print(fault)
        print(f"{self.documents} documents, {self.refused} spoilt ones, {len(self.faults)} faults")
        sys.exit(1 if self.faults or self.refused < least else 0)


def embedded(value):
    """Strings that are JSON: the key names the file, and so the schema."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.endswith(".json"):
                yield key.removesuffix(".json"), inner
            else:
                yield from embedded(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from embedded(inner)


def strictness(checks):
    """Every schema is one, and leaves nothing open but what is named here."""
    for name, schema in SCHEMAS.items():
        Draft202012Validator.check_schema(schema)
        if schema["$id"] != name or schema["$schema"] != "https://json-schema.org/draft/2020-12/schema":
            checks.faults.append(f"{name}: another $id or $schema")
        for part in [schema, *schema.get("$defs", {}).values()]:
            checks.faults += [f"{name}: {text}" for text in open_parts(part)]
            if "description" not in part or "title" not in part:
                checks.faults.append(f"{name}: a part without title or description")


def open_parts(schema, path=""):
    kind = schema.get("type")
    if kind == "string" and "pattern" not in schema:
        yield f"{path}: any text"
    if kind == "string" and "pattern" in schema and schema["pattern"].startswith("^") \
            and not schema["pattern"].endswith("$(?!\\n)"):
        yield f"{path}: a pattern that lets a line feed follow in some languages"
    if kind == "integer" and not {"minimum", "maximum"} <= set(schema):
        yield f"{path}: an integer without bounds"
    if kind == "array" and "items" not in schema:
        yield f"{path}: a list of anything"
    if kind == "object" and "additionalProperties" not in schema and schema.get("$id") != "errors" + SUFFIX:
        yield f"{path}: an object with any keys"
    if kind == "object" and "properties" not in schema and "propertyNames" not in schema:
        yield f"{path}: an object with keys of any form"
    for key, part in schema.get("properties", {}).items():
        if "description" not in part:
            yield f"{path}.{key}: no description"
        if key.endswith(".json"):
            target = common(part["$ref"].rpartition("/")[2]) if "$ref" in part else part
            if target["contentSchema"] != {"$ref": key.removesuffix(".json") + SUFFIX}:
                yield f"{path}.{key}: not a text of this file"
        yield from open_parts(part, f"{path}.{key}")
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            yield from open_parts(schema[key], f"{path}[]")
    for part in schema.get("anyOf", []):
        yield from open_parts(part, path)
