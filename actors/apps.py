from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "actors"
    verbose_name = _("Actors")

    def ready(self) -> None:
        """Make actors, offices and places known to the kernel."""
        from actors import cards, findable, folding, kept, seats, trees, withholding  # noqa: PLC0415 - models exist only once apps are ready
        from actors.advice import Notices  # noqa: PLC0415
        from actors.images import images_of  # noqa: PLC0415
        from actors.maps import outlines  # noqa: F401, PLC0415 - its check
        from actors.merging import ACTOR, OFFICE  # noqa: PLC0415
        from actors.models import Actor, ActorName, Office, OfficeLink, OfficeName, Place  # noqa: PLC0415
        from actors.not_named import DoNotName  # noqa: PLC0415
        from actors.unnamed import Unmentioned  # noqa: PLC0415
        from library import usage  # noqa: PLC0415
        from publishing import consistency, other_names, pointing, uniting  # noqa: PLC0415
        from publishing.advice import findings  # noqa: PLC0415
        from publishing.other_names import Names  # noqa: PLC0415
        from publishing.registry import Keeping, RecordType, register  # noqa: PLC0415

        for model in (Actor, Office):
            usage.register(model, images_of)
        register(
            RecordType(
                model=Actor,
                kind="actor",
                url_name="actors:detail",
                keeping=Keeping(keep=kept.keep_actor, show=kept.show, template="actors/version.html"),
                after=(withholding.refuse, seats.settle, usage.settle),
            )
        )
        register(
            RecordType(
                model=Office,
                kind="office",
                url_name="actors:office",
                keeping=Keeping(keep=kept.keep_office, show=kept.show, template="actors/version.html"),
                after=(trees.refuse, seats.settle, usage.settle),
            )
        )
        register(
            RecordType(
                model=Place,
                kind="place",
                url_name="actors:place",
                keeping=Keeping(keep=kept.keep_place, show=kept.show, template="actors/version.html"),
                after=(trees.refuse,),
                no_feed="What is new of a place is told by the articles that carry its tag, which have a feed.",
            )
        )
        # The tables of this app: importing them is what registers them.
        from actors.tables import columns  # noqa: F401, PLC0415

        cards.register()
        findable.register()
        other_names.register(Names(ActorName, "actor"), Names(OfficeName, "office"), Names(Place))
        findings.register(DoNotName(), Notices(), Unmentioned())
        uniting.register(ACTOR)
        uniting.register(OFFICE)
        pointing.register(pointing.Once(OfficeLink, owner="office", names=("other", "kind")))
        consistency.register(consistency.Check("seats of tenures", seats.differences, seats.fix))
        consistency.register(consistency.Check("folded names", folding.differences, folding.fix))
