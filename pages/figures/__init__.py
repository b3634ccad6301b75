"""Figures without tracking: how often pages are read, counted at the server or from its logs, and what the newsroom put out."""
