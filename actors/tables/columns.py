"""The tables of people, offices, posts and tenures, with their columns: one declaration for both ways, documented in docs/tables.md."""

from django.utils.translation import gettext_lazy as _

from actors.models import Actor, EndStatus, Existence, Mark, Office, Post, Tenure
from actors.tables import people, widgets
from actors.tables.kinds import Column, Kind, dates, marks, plain, register, table, to_read, translated
from actors.tables.widgets import Choice, Named, Number, Rows, Sources, YesNo

ACTORS = table(
    "ActorTable",
    {
        **plain("id"),
        **translated("name", "sort_name", "slug", "summary"),
        **dates("born", "died"),
        "has_profile": Column(YesNo()),
        "names": Column(Rows(widgets.read_name, widgets.write_name)),
        "identifiers": Column(Rows(widgets.read_identifier, widgets.write_identifier)),
        **to_read("state"),
    },
)
OFFICES = table(
    "OfficeTable",
    {
        **plain("id"),
        **translated("name", "slug", "summary"),
        **marks(Mark),
        "kind": Column(Choice(Office.Kind)),
        "parent": Column(Named("office")),
        "place": Column(Named("place")),
        "recognition": Column(Choice(Office.Recognition)),
        **dates("recognition_period"),
        "existence": Column(Choice(Existence)),
        **dates("existed_from", "existed_to"),
        "names": Column(Rows(widgets.read_office_name, widgets.write_office_name)),
        "links": Column(Rows(widgets.read_link, widgets.write_link)),
        **to_read("state"),
    },
)
POSTS = table(
    "PostTable",
    {
        **plain("id"),
        "office": Column(Named("office")),
        **translated("title", "also"),
        **marks(Post.OwnMark),
        "seats": Column(Number(nothing="many")),
        **plain("deputy_to"),
        "existence": Column(Choice(Existence)),
        **dates("existed_from", "existed_to"),
        **to_read("office_name", "state"),
    },
)
TENURES = table(
    "TenureTable",
    {
        **plain("id"),
        "actor": Column(Named("actor")),
        "office": Column(Named("office")),
        **plain("post", "title_as_printed"),
        **dates("start", "end"),
        "end_status": Column(Choice(EndStatus)),
        "end_reason": Column(Choice(Tenure.EndReason)),
        "is_acting": Column(YesNo()),
        "ordinal": Column(Number()),
        "sources": Column(Sources()),
        **plain("locator"),
        **to_read("actor_name", "dates_in_words", "state"),
    },
)


register(
    Kind(
        "actors",
        _("Actors"),
        Actor,
        ACTORS,
        needed=("name",),
        lists={"names": ("names", ("name",)), "identifiers": ("identifiers", ("scheme", "value"))},
    ),
    Kind(
        "offices",
        _("Offices"),
        Office,
        OFFICES,
        needed=("name",),
        lists={"names": ("names", ("name",)), "links": ("links", ("kind", "other"))},
        above="parent",
    ),
    Kind(
        "posts",
        _("Posts"),
        Office,
        POSTS,
        prefix="posts",
        owner="office",
        needed=("office", "title"),
        is_twin=people.same_title,
        finish_state=people.with_deputies,
        shown=people.shown_of_post,
    ),
    Kind(
        "tenures",
        _("Tenures"),
        Actor,
        TENURES,
        prefix="tenures",
        owner="actor",
        needed=("actor", "office", "post"),
        is_named=False,
        twins=("post", "start", "end"),
        finish_row=people.take_post,
        together=people.Seats,
        shown=people.shown_of_tenure,
    ),
)
