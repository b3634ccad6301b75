"""Everything public in one download: every object of the read API, as lines of JSON and as tables, as of one public change."""
