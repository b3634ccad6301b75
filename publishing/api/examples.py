"""Examples of answers for the description of the read API."""

import re
from collections.abc import Mapping
from typing import Any

from publishing import languages

EXAMPLES = {
    "uuid": "01932f6e-7c1a-7000-8000-00805f9b34fb",
    "date-time": "2024-10-15T08:30:00Z",
    "date": "2024-10-15",
    "uri": "https://example.org/en/news/talks-in-geneva/",
}
BY_TYPE: dict[str, Any] = {"string": "…", "integer": 1, "number": 1.5, "boolean": True, "null": None}


def example_of(schema: Mapping[str, Any], known: Mapping[str, Any], depth: int = 0) -> Any:  # Any: JSON
    """Return a value that a schema allows."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return {languages.codes()[0]: "…"} if name == "ByLanguage" else example_of(known[name], known, depth + 1)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return example_of(schema[several][0], known, depth)
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return [example_of(schema["items"], known, depth)]
    if kind == "object" and "enum" not in schema:
        return {name: example_of(each, known, depth) for name, each in schema.get("properties", {}).items() if name != "fallback"}
    return plain_example(schema, kind)


def plain_example(schema: Mapping[str, Any], kind: str) -> Any:  # Any: JSON
    """Return a value that a schema of no parts allows."""
    if "enum" in schema:
        return next((each for each in schema["enum"] if each), schema["enum"][0])
    if "pattern" in schema:
        return next((each for each in ("ru", "1.5") if re.search(schema["pattern"], each)), "…")
    return EXAMPLES.get(schema.get("format", ""), BY_TYPE[kind])
