"""The description of the read API: for machines (OpenAPI 3.1), and as a page for people."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from publishing import languages, navigation
from publishing.api.problems import BadParameters, problem

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.1"
# JSON.
Json = dict[str, Any]
# What is the same wherever it can be asked: the page says it once.
EVERYWHERE = ("lang", "fields", "limit", "cursor", "ids")


@lru_cache(maxsize=1)
def described() -> Json:
    """Return the description, in English. Made once in each process: only a release changes it."""
    with override(languages.codes()[0]):
        found: Json = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
    return {**found, "servers": [{"url": settings.SITE_URL}]}


@lru_cache(maxsize=1)
def written() -> str:
    """Return the description as text."""
    return json.dumps(described(), indent=1, ensure_ascii=False)


@csrf_exempt
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The description for machines."""
    return refused(request) or HttpResponse(written(), content_type=MEDIA_TYPE)


@csrf_exempt
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description for people, in English; `?lang=` says in which language the site around it is, for whoever comes from there.

    Context: what `described_for_people` returns, in_english, and the head of the page.
    """
    if response := refused(request, lang=languages.codes()):
        return response
    english, *others = languages.codes()
    code, address = request.GET.get("lang", english), reverse("api:docs")
    with override(code):
        where = {english: address, **{other: f"{address}?lang={other}" for other in others}}
        head = navigation.head(where, section="api", canonical=address, available=[english])
        response = render(request, "api/docs.html", {**described_for_people(), "in_english": code == english, **head})
    response.headers["Content-Language"] = code
    return response


def refused(request: HttpRequest, **known: list[str]) -> HttpResponse | None:
    """Return the answer to parameters other than those of which all values are `known`; None if nobody gave any."""
    wrong = {name: "There is no such parameter here." for name in request.GET if name not in known}
    wrong |= {
        name: f"Give one of: {', '.join(values)}."
        for name, values in known.items()
        if not {*(said := request.GET.getlist(name))} <= {*values} or len(said) > 1
    }
    return problem(BadParameters(wrong), {}) if wrong else None


@lru_cache(maxsize=1)
def described_for_people() -> Json:
    """Return what the page prints: `everywhere` (parameters of all lists), `groups` (what each list can be asked), `objects` (what is in answers)."""
    found = described()
    shared = found["paths"]["/api/v1/articles/"]["get"]["parameters"]
    everywhere = [{**row_of(row), **({"type": "list of names"} if row["name"] == "fields" else {})} for row in shared if row["name"] in EVERYWHERE]
    groups: dict[str, list[Json]] = {}
    for path, operations in found["paths"].items():
        for operation in operations.values():
            groups.setdefault(operation["tags"][0], []).append(printed(path, operation))
    schemas = {name: each for name, each in found["components"]["schemas"].items() if not name.startswith("Paginated")}
    objects = [{"name": name, "about": words(each.get("description", "")), "rows": rows_of(each)} for name, each in sorted(schemas.items())]
    return {
        "groups": [{"name": name, "operations": rows} for name, rows in groups.items()],
        "objects": objects,
        "everywhere": everywhere,
        "info": found["info"],
    }


def printed(path: str, operation: Json) -> Json:
    """Return an address with its parameters, and an example of its answer."""
    parameters = [
        row_of(row) for row in operation.get("parameters", []) if row["name"] not in EVERYWHERE or "fields" not in operation_names(operation)
    ]
    content = next(iter(operation["responses"]["200"]["content"].values()))
    return {
        "path": path,
        "anchor": operation["operationId"],
        "summary": operation["summary"],
        "about": words(operation["description"]) if operation["description"] != operation["summary"] else "",
        "parameters": parameters,
        "answer": type_of(content["schema"]).removeprefix("Paginated").removesuffix("List"),
        "is_list": type_of(content["schema"]).startswith("Paginated"),
        # Of a list, what is in a page is what its objects are.
        "example": "" if type_of(content["schema"]).startswith("Paginated") else json.dumps(content["example"], indent=1, ensure_ascii=False),
    }


def operation_names(operation: Json) -> set[str]:
    """Return the names of what can be asked."""
    return {row["name"] for row in operation.get("parameters", [])}


def row_of(parameter: Json) -> Json:
    """Return a parameter as the page prints it."""
    about = words(parameter.get("description", ""))
    return {"name": parameter["name"], "about": about, "type": type_of(parameter["schema"]), "example": example(parameter)}


def words(text: str) -> str:
    """Return a text without the marks that set words of addresses apart."""
    return text.replace("`", "")


def example(parameter: Json) -> str:
    """Return an example of a parameter as an address has it."""
    value = parameter.get("example", "")
    return ",".join(value) if isinstance(value, list) else str(value)


def rows_of(schema: Json) -> list[Json]:
    """Return the members of an object."""
    return [{"name": name, "type": type_of(each), "about": words(each.get("description", ""))} for name, each in schema.get("properties", {}).items()]


def type_of(schema: Json) -> str:
    """Return what a value may be, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(type_of(each) for each in schema[several]))
    if "enum" in schema:
        return ", ".join(str(each) for each in schema["enum"] if each not in ("", None))
    kind = schema.get("type", "object")
    if kind == "array":
        return f"list of {type_of(schema['items'])}"
    if isinstance(kind, list):
        return " or ".join(kind)
    return str(schema.get("format", kind))
