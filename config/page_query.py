"""What pages with filters read behind `?`."""

# What some pages read behind `?`, by the end of their address: their filters. Of anything else no page is kept.
# `*` stands for the address of any record, `**` for anything before the last part.
IN_CHRONOLOGIES = ("kind", "actor", "office", "place", "format", "when", "q", "year")
IN_SEARCH = ("q", "kind", "in", "year", "from", "to", "tag", "actor", "place")
PAGE_QUERY = {
    "actors/": ("letter", "page", "office", "place", "on"),
    "offices/": ("letter", "page", "under"),
    "agreements/": ("before", "after", "party", "state"),
    "chronology/*/": ("before", "after", *IN_CHRONOLOGIES),
    **{f"chronology/*/{name}": IN_CHRONOLOGIES for name in ("calendar.ics", "timeline.json", "events.geojson", "events.csv")},
    "chronology/*/timeline/": ("period", *IN_CHRONOLOGIES[:-1]),
    "search/": ("after", "exact", *IN_SEARCH),
    "search/suggest/": ("q",),
    **{f"search/feed.{form}": ("content", *IN_SEARCH) for form in ("atom", "rss", "json")},
    "subscribe/mail/search/": IN_SEARCH,
    "meetings/": ("a", "b", "before", "after"),
    "meetings.csv": ("a", "b"),
    **{f"**/feed.{form}": ("content",) for form in ("atom", "rss", "json")},
}
