"""Chronologies as files for other programs: a calendar, a timeline, a map, a table."""
