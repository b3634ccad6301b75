"""The data dictionary of a dump: what each member of an object and each column of a table is, from the description of the API."""

from typing import Any

from publishing.api.tables import Way
from syndication.dumps.kinds import Kind

# JSON.
Json = dict[str, Any]
# The last column of each table.
RIGHTS = "rights"


def dictionary(found: list[Kind], described: Json) -> Json:
    """Return the dictionary: of each list what its objects, their members and the columns of its table are, then the JSON Schemas of the lines."""
    schemas = described["components"]["schemas"]
    return {"lists": {kind.name: told(kind, described) for kind in found}, "components": {"schemas": schemas}}


def told(kind: Kind, described: Json) -> Json:
    """Return what is said of one list."""
    name, schema = schema_of(kind, described)
    members = {member: about(schema["properties"][member]) for member in kind.members()}
    return {
        "about": about(schema),
        "schema": {"$ref": f"#/components/schemas/{name}"},
        "members": [{"name": member, "about": text} for member, text in members.items()],
        "columns": [column(name, way, members) for name, way in kind.columns().items()] + [{"name": RIGHTS, "about": "Terms of use of the site."}],
    }


def column(name: str, way: Way, members: dict[str, str]) -> Json:
    """Return what is said of a column: where in the object its value stands, and what the member is that holds it."""
    return {"name": name, "way": list(way), "about": members[way[0]]}


def schema_of(kind: Kind, described: Json) -> tuple[str, Json]:
    """Return the name and the schema of the objects of a list, as `/api/v1/{list}/{id}/` answers them."""
    operation = described["paths"][f"/api/v1/{kind.name}/{{id}}/"]["get"]
    name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return name, described["components"]["schemas"][name]


def about(schema: Json) -> str:
    """Return what something is, in words."""
    return str(schema.get("description") or schema.get("title", "")).replace("`", "")
