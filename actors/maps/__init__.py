"""Places on a map of our own: outlines from one file, which the operator may replace, and nothing from elsewhere."""
