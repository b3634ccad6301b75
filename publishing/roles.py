"""The roles of the house, as groups: each app's migration says what they may do with its records."""

from collections.abc import Mapping, Sequence
from typing import Any

AUTHOR, EDITOR, ADMINISTRATOR = "Author", "Editor", "Administrator"
# One for each language.
TRANSLATOR = "Translator (%s)"
EVERYTHING = ("add", "change", "delete", "view")

# {role: {"app.model": actions}}
Rights = Mapping[str, Mapping[str, Sequence[str]]]


def grant(apps: Any, alias: str, rights: Rights) -> None:  # Any: the registry of a migration's models
    """Give roles their rights, made where they lack: a fresh database makes permissions only after its last migration."""
    group_model, permission_model, type_model = (apps.get_model(label) for label in ("auth.Group", "auth.Permission", "contenttypes.ContentType"))
    for role, models in rights.items():
        group, _made = group_model.objects.using(alias).get_or_create(name=role)
        for label, actions in models.items():
            app_label, model = label.lower().split(".")
            content_type, _made = type_model.objects.using(alias).get_or_create(app_label=app_label, model=model)
            for action in actions:
                permission, _made = permission_model.objects.using(alias).get_or_create(
                    content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
                )
                group.permissions.add(permission)
