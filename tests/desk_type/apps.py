from django.apps import AppConfig


class DeskTypeConfig(AppConfig):
    name = "tests.desk_type"
    label = "desk_type"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        """Make dossiers known to the kernel."""
        from publishing.registry import Keeping, ListedRows, RecordType, register  # noqa: PLC0415 - models exist only once apps are ready
        from tests.desk_type import views  # noqa: PLC0415
        from tests.desk_type.models import Dossier, DossierTag  # noqa: PLC0415

        register(
            RecordType(
                model=Dossier,
                kind="dossier",
                url_name="dossiers:detail",
                keeping=Keeping(keep=views.keep, show=views.show, template="desk_type/dossier_version.html"),
                listed_rows=(ListedRows(DossierTag, record="content_object", target="tag"),),
            )
        )
