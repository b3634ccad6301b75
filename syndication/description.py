"""What the description of the API (OpenAPI) says of keys."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class KeyScheme(OpenApiAuthenticationExtension):
    """A key as a bearer token (RFC 6750)."""

    target_class = "syndication.reading.KeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """Return the scheme as OpenAPI has it."""
        return {"type": "http", "scheme": "bearer", "description": "A key raises the limit of requests. Everything can be read without one."}
