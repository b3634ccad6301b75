from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class ChronicleConfig(AppConfig):
    name = "chronicle"
    verbose_name = _("Chronicle")

    def ready(self) -> None:
        """Make events, chronologies, formats and agreements known to the kernel."""
        from actors import acquaintances as door  # noqa: PLC0415 - models exist only once apps are ready
        from actors import agreed as agreements_door  # noqa: PLC0415
        from actors import checks, evidence, folding, timeline, unnamed  # noqa: PLC0415
        from chronicle import acquaintances, agreed, appearances, attendances, cards, family, findable, kept, listings  # noqa: PLC0415
        from chronicle.advice import Unsourced  # noqa: PLC0415
        from chronicle.contradicted import events_against  # noqa: PLC0415
        from chronicle.evidence import attested  # noqa: PLC0415
        from chronicle.images import images_of  # noqa: PLC0415
        from chronicle.models import Agreement, AgreementName, AgreementTag, Chronology, Event, EventTag, Format, Listing, Participant, Signatory  # noqa: PLC0415
        from chronicle.tables import columns  # noqa: F401, PLC0415 - importing the tables registers them
        from library import usage  # noqa: PLC0415
        from publishing import consistency, linking, other_names, pointing  # noqa: PLC0415
        from publishing.advice import findings  # noqa: PLC0415
        from publishing.other_names import Names  # noqa: PLC0415
        from publishing.registry import Keeping, ListedRows, RecordType, follow, register  # noqa: PLC0415

        cards.register()
        findable.register()
        other_names.register(Names(AgreementName, "agreement"), Names(Format))
        linking.register("chronicle:entry", "event")
        findings.register(Unsourced())
        unnamed.tell_of(Event, "participants")
        unnamed.tell_of(Agreement, "signatories")
        keeping = Keeping(keep=kept.keep, show=kept.show, template="chronicle/version.html")
        reserved = frozenset({"feed", "v", "edit"})
        for model in (Event, Chronology, Format, Agreement):
            usage.register(model, images_of)
        register(
            RecordType(
                model=Event,
                kind="event",
                url_name="chronicle:event",
                reserved_slugs=reserved | {"timeline"},
                listed_rows=(
                    ListedRows(EventTag, record="content_object", target="tag"),
                    ListedRows(Listing, record="event", target="chronology", is_left_to_after=True),
                ),
                keeping=keeping,
                after=(family.refuse, listings.settle, usage.settle),
            )
        )
        register(
            RecordType(
                model=Chronology,
                kind="chronology",
                url_name="chronicle:chronology",
                reserved_slugs=reserved,
                keeping=keeping,
                after=(listings.settle, usage.settle),
            )
        )
        register(
            RecordType(
                model=Format,
                kind="format",
                url_name="chronicle:format",
                reserved_slugs=reserved,
                keeping=keeping,
                after=(usage.settle,),
                no_feed="What is new of a format are its sessions, which the feeds of chronologies tell.",
            )
        )
        register(
            RecordType(
                model=Agreement,
                kind="agreement",
                url_name="chronicle:agreement",
                reserved_slugs=reserved,
                listed_rows=(ListedRows(AgreementTag, record="content_object", target="tag"),),
                keeping=keeping,
                after=(usage.settle,),
                no_feed="What is new of an agreement are its stages, whose events the feeds of chronologies tell.",
            )
        )
        # Somebody takes part in a role once, whichever of two joined records named them.
        pointing.register(pointing.Once(Participant, owner="event", names=("actor", "role")))
        pointing.register(pointing.Once(Signatory, owner="agreement", names=("actor",)))
        folding.MODELS.append(self.get_model("Statement"))
        follow(apps.get_model("actors", "Place"), listings.settle_around)
        evidence.register(attested)
        checks.look_elsewhere(events_against)
        folding.MODELS.extend([Chronology, Event, Format, Agreement, AgreementName])
        consistency.register(consistency.Check("places in chronologies", listings.differences, listings.fix))
        attendances.register()
        timeline.register(appearances.SOURCE)
        door.register(acquaintances.acquaintances)
        agreements_door.register(agreed.agreed_by, agreed.may_have_agreed)
