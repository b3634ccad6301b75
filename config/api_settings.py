"""How the read API answers and describes itself; nothing of it comes from the environment."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {  # Any: as the framework wants them
    "DEFAULT_AUTHENTICATION_CLASSES": ["syndication.reading.KeyAuthentication"],
    "DEFAULT_THROTTLE_CLASSES": ["syndication.reading.FairThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "publishing.api.schema.ReadSchema",
    "EXCEPTION_HANDLER": "publishing.api.problems.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Read API",
    "DESCRIPTION": "What the public may read, as JSON: articles, events, people, offices, places and what belongs to them. It only reads.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["publishing.api.schema.finish"],
}
