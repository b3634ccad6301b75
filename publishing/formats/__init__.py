"""What partners read, in the formats of the field; each module writes one."""
