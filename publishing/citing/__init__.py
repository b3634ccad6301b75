"""How one cites a published version of a record: as a line, and in the formats of reference managers."""
