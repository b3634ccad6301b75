import datetime as dt

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

from publishing.publishable import new_short_id
from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

CODES = ("en", "ka")
RIGHTS = {
    AUTHOR: {"actors.place": EVERYTHING},
    EDITOR: {"actors.place": (*EVERYTHING, "publish")},
    TRANSLATOR % "English": {"actors.place": ("change", "view")},
    TRANSLATOR % "Georgian": {"actors.place": ("change", "view")},
    ADMINISTRATOR: {"actors.place": (*EVERYTHING, "publish", "erase")},
}


def seen(apps, alias):
    """Return the keys of the places that readers saw: those that an office or a remit of the public part names, and what they lie in."""
    actors, offices, remits, places = (
        apps.get_model("actors", name).objects.using(alias) for name in ("Actor", "Office", "Remit", "Place")
    )
    live = Q(state="published", live_at__lte=timezone.now())
    public_actors, public_offices = actors.filter(live).values("pk"), offices.filter(live).values("pk")
    of_tenures = Q(tenure__actor__in=public_actors, tenure__post__office__in=public_offices)
    named = Q(pk__in=offices.filter(live).values("place")) | Q(
        pk__in=remits.filter(of_tenures | Q(post__office__in=public_offices)).values("place")
    )
    keys, fresh = set(), set(places.filter(named).values_list("pk", flat=True))
    while fresh:
        keys |= fresh
        fresh = set(places.filter(children__in=fresh).values_list("pk", flat=True)) - keys
    return keys


def made_at(key, now):
    """Return when a row was made: its key says it (UUID version 7)."""
    if key.version != 7:
        return now
    return min(dt.datetime.fromtimestamp((key.int >> 80) / 1000, tz=dt.UTC), now)


def make_records(apps, schema_editor):
    """Give each place a state and its dates.

    What readers saw is public, in the languages in which it has a name, since it was made; the rest is a draft. The change log says
    nothing of it: no place changes, and partners have had the list of places under the same ids.
    """
    alias = schema_editor.connection.alias
    public, now = seen(apps, alias), timezone.now()
    for place in apps.get_model("actors", "Place").objects.using(alias).order_by("pk").iterator(chunk_size=500):
        at = made_at(place.pk, now)
        place.short_id, place.created_at, place.edited_at = new_short_id(), at, at
        place.working_title = place.name_en or place.name_ka
        named = [code for code in CODES if getattr(place, f"name_{code}")]
        if place.pk in public and named:
            place.state = "published"
            place.live_at = place.first_published_at = place.updated_at = at
            for code in CODES:
                setattr(place, f"published_at_{code}", at if code in named else None)
                setattr(place, f"listed_at_{code}", at)
                setattr(place, f"available_{code}", code in named)
        place.save()


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("actors", "0006_place_columns")]

    operations = [migrations.RunPython(make_records, migrations.RunPython.noop), migrations.RunPython(add_rights, migrations.RunPython.noop)]
