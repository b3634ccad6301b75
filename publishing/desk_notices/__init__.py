"""Notices to editors: kept as rows that stand at the desk whatever becomes of the mail, and mailed as each person chose."""
