"""Leaving: everything of a site in one archive, which another site, or another program, reads back."""
