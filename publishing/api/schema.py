"""The description of the read API (OpenAPI 3.1), made from its parameters, serializers and types."""

from functools import partial
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from drf_spectacular.drainage import get_override
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, get_doc, resolve_type_hint

from publishing import languages
from publishing.api.examples import example_of
from publishing.api.fields import MOST_NAMES
from publishing.api.filters import Parameter
from publishing.api.formats import Format
from publishing.api.problems import CONTENT_TYPE
from publishing.api.texts import ByLanguage

# JSON.
Schema = dict[str, Any]

TEXT_BY_LANGUAGE = {
    "description": "A value by language; with `?lang=` one text, null where there is none in any language.",
    "anyOf": [
        {"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"enum": languages.codes()}},
        {"type": "string"},
        {"type": "null"},
    ],
}
FALLBACK = {
    "type": "object",
    "description": "With `?lang=`: the texts of this object that stand in another language, with that.",
    "additionalProperties": {"type": "string", "enum": languages.codes()},
}
WITHDRAWN = {
    "type": "object",
    "description": "Of what was taken back, what its page tells: only what the newsroom allowed.",
    "properties": {
        "on": {"type": "string", "format": "date"},
        "title": {"type": "string"},
        "title_language": {"type": "string", "enum": languages.codes()},
        "reason": {"type": "string"},
        "reason_language": {"type": "string", "enum": languages.codes()},
        "instead": {
            "type": "object",
            "description": "The public record to read instead.",
            "properties": {name: {"type": "string"} for name in ("id", "type", "title", "url", "api_url")},
        },
    },
}
INVALID_PARAMS = {
    "type": "array",
    "description": "The parameters that were refused.",
    "items": {"type": "object", "required": ["name", "reason"], "properties": {"name": {"type": "string"}, "reason": {"type": "string"}}},
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "invalid_params": INVALID_PARAMS,
        "withdrawn": WITHDRAWN,
    },
}
PROBLEMS = {
    "400": "A parameter that nobody knows, or whose value cannot be read: `invalid_params` names it.",
    "401": "A key that is not good; without one everything can be read.",
    "404": "There is nothing public under this id.",
    "406": "No such way of writing an answer; `Accept: application/json` always does.",
    "410": "It was public under this id and was taken back: `withdrawn` says what may be told.",
    "429": "Too many requests: ask again after `Retry-After` seconds.",
}
FORMAT = "How the answer is written; `Accept` with its media type says the same. What means nothing there (`fields`, `expand`) is refused."
HEADERS = {
    "ETag": {"description": "Give it back in `If-None-Match` to be told whether anything changed.", "schema": {"type": "string"}},
    "Last-Modified": {"description": "When anything last changed in public.", "schema": {"type": "string"}},
}


class ReadSchema(AutoSchema):
    """Describes what `ReadViewSet` and `AnswerView` answer."""

    view: Any  # one of these

    def get_operation_id(self) -> str:
        """Return, for example, `list_articles` and `get_article`."""
        kind = getattr(self.view, "kind", "") or self.path.strip("/").rpartition("/")[2]
        return f"get_{kind}" if "{" in self.path or self.plural() == "about" else f"list_{self.plural()}"

    def plural(self) -> str:
        """Return the name of the list in its address."""
        return self.path.removeprefix("/api/v1/").partition("/")[0] or "about"

    def get_response_serializers(self) -> Any:  # Any: as in the library
        """Leave out what has a shape of its own."""
        return None if getattr(self.view, "shape", None) is not None else super().get_response_serializers()

    def get_tags(self) -> list[str]:
        """Gather a list with its objects."""
        return [self.plural()]

    def get_summary(self) -> str:
        """Return the first line of what the view says of itself."""
        doc = get_doc(type(self.view)).partition("\n")[0]
        return f"One of these: {doc}" if getattr(self.view, "action", "") == "retrieve" else doc

    def get_description(self) -> str:
        """Return the rest of it."""
        return get_doc(type(self.view)).partition("\n")[2].strip() or self.get_summary()

    def _get_filter_parameters(self) -> list[Schema]:
        named = getattr(self.view, "parameters" if self._is_list_view() else "parameters_of_one", None)
        found = [self.parameter(name, each) for name, each in named.base_filters.items() if self.is_offered(name)] if named else []
        if names := [each.format for each in self.formats()]:
            schema = {"type": "string", "enum": ["json", *names]}
            found.append({"name": "format", "in": "query", "description": FORMAT, "schema": schema, "example": "json"})
        return found

    def is_offered(self, name: str) -> bool:
        """Tell whether a parameter has anything to choose from."""
        return name != "expand" or bool(self.view.kinds)

    def _get_pagination_parameters(self) -> list[Schema]:
        return []

    def _get_format_parameters(self) -> list[Schema]:
        return []

    def formats(self) -> list[Format]:
        """Return the formats of the field in which this can be had."""
        return [each for each in self.view.get_renderers() if isinstance(each, Format)]

    def map_renderers(self, attribute: str) -> list[str]:
        """Return our own JSON: what stands in the other formats is described with them."""
        del attribute
        return ["application/json"]

    def parameter(self, name: str, parameter: Parameter) -> Schema:
        """Return a parameter of an address."""
        field: Any = parameter.field
        schema = field.described()
        if name in ("fields", "expand"):
            names = self.view.field_names() if name == "fields" else list(self.view.kinds)
            schema = {"type": "array", "minItems": 1, "maxItems": MOST_NAMES, "items": {"type": "string", "enum": names}}
        found = {"name": name, "in": "query", "description": str(field.help_text), "schema": schema}
        if parameter.is_needed:
            found["required"] = True
        if schema["type"] == "array":
            found |= {"style": "form", "explode": False}
        return {**found, "example": parameter.example} if parameter.example is not None else found

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        codes = [code for code in PROBLEMS if code not in ("404", "410") or "{" in self.path]
        if (shape := getattr(self.view, "shape", None)) is not None:
            found: Schema = {"200": {"content": {"application/json": {"schema": self.schema_of(shape)}}}}
        else:
            found = super()._get_response_bodies(direction)
        for each in self.formats():
            found["200"]["content"][each.media_type] = {"schema": each.described(self.view, is_page=self._is_list_view())}
        found["200"] |= {"headers": HEADERS, "description": found["200"].get("description") or self.get_summary()}
        self.component("Problem", PROBLEM)
        told = {code: {"description": PROBLEMS[code], "content": {CONTENT_TYPE: {"schema": self.ref("Problem")}}} for code in codes}
        not_modified = {"304": {"description": "Nothing changed since the answer whose `ETag` or date was given."}}
        moved = {"301": {"description": "Merged into another record, whose address is in `Location`."}} if "404" in codes else {}
        return {**found, **moved, **not_modified, **told}

    def _map_response_type_hint(self, method: Any) -> Schema:
        inner = method.func if isinstance(method, partial) else method
        hint = get_override(inner, "field") or get_type_hints(inner).get("return")
        return self.schema_of(hint) if self.is_ours(hint) else super()._map_response_type_hint(method)

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Schema:  # noqa: FBT001, FBT002 - as there
        shape = getattr(field, "shape", None)
        return self.schema_of(shape) if shape is not None else super()._map_serializer_field(field, direction, bypass_extensions)

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Schema:  # noqa: FBT001, FBT002
        schema = super()._map_serializer(serializer, direction, bypass_extensions)
        properties = schema.get("properties", {})
        for name, kind in getattr(getattr(serializer, "Meta", None), "expandable", {}).items():
            properties[name] = expanded(properties[name], kind)
        if "id" in properties:
            properties["fallback"] = FALLBACK
            schema["required"] = ["id"]
        return schema

    def is_ours(self, hint: Any) -> bool:
        """Tell whether a type is made of ours somewhere inside."""
        return hint is ByLanguage or is_typeddict(hint) or any(self.is_ours(each) for each in get_args(hint))

    def schema_of(self, hint: Any) -> Schema:
        """Return the schema of a type."""
        if hint is ByLanguage:
            return self.component("ByLanguage", TEXT_BY_LANGUAGE)
        if is_typeddict(hint):
            return self.component(hint.__name__.removesuffix("Data"), None, hint)
        if get_origin(hint) is list:
            return {"type": "array", "items": self.schema_of(get_args(hint)[0])}
        if get_origin(hint) is NotRequired:
            return self.schema_of(get_args(hint)[0])
        if type(None) in (some := get_args(hint)):
            (one,) = [each for each in some if each is not type(None)]
            return {"anyOf": [self.schema_of(one), {"type": "null"}]}
        return resolve_type_hint(hint)

    def component(self, name: str, schema: Schema | None, hint: Any = None) -> Schema:
        """Register a schema under a name, once, and return what refers to it."""
        made = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=hint or name)
        if made not in self.registry:
            # Registered first: a type may name itself.
            self.registry.register(made)
            made.schema = schema or self.object_of(hint)
        return made.ref

    def ref(self, name: str) -> Schema:
        """Return what refers to a schema."""
        return {"$ref": f"#/components/schemas/{name}"}

    def object_of(self, hint: Any) -> Schema:
        """Return the schema of an object."""
        hints = get_type_hints(hint, include_extras=True)
        properties = {name: self.schema_of(each) for name, each in hints.items()}
        return {"type": "object", "description": (hint.__doc__ or "").strip(), "required": sorted(hint.__required_keys__), "properties": properties}


def expanded(schema: Schema, kind: str) -> Schema:
    """Return the schema of a field whose ids `?expand=` makes whole objects of."""
    if kind == "kind" or "$ref" in schema.get("items", {}) or "$ref" in schema:
        return schema
    ref = {"$ref": f"#/components/schemas/{kind.capitalize()}"}
    about = {"description": schema.pop("description", "")}
    if schema.get("type") == "array":
        return {**about, **schema, "items": {"anyOf": [schema["items"], ref]}}
    return {**about, "anyOf": [schema, ref]}


def finish(result: Schema, generator: Any, request: Any, public: bool) -> Schema:  # noqa: FBT001 - as the library calls it
    """Take out what only the library needs, and give every answer an example."""
    del generator, request, public
    known = result["components"]["schemas"]
    cleaned(result)
    unbounded(known)
    for operation in (operation for path in result["paths"].values() for operation in path.values()):
        for media in operation["responses"]["200"].get("content", {}).values():
            media["example"] = example_of(media["schema"], known)
    return result


def cleaned(value: Any) -> None:  # Any: JSON
    """Take the library's marks out of a description."""
    if isinstance(value, dict):
        value.pop("x-spec-enum-id", None)
        value.pop("readOnly", None)
        for each in value.values():
            cleaned(each)
    if isinstance(value, list):
        for each in value:
            cleaned(each)


def unbounded(value: Any) -> None:  # Any: JSON
    """Take out of objects how large a number the database at hand can hold: that is no promise, and differs between databases."""
    if isinstance(value, dict):
        if "integer" in (value.get("type") or ""):
            value.pop("maximum", None)
            value.pop("format", None)
        for each in value.values():
            unbounded(each)
    if isinstance(value, list):
        for each in value:
            unbounded(each)
