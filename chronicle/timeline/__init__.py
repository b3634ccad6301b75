"""A chronology drawn on a scale of time: one by one where there is room, counted by decade, year, month or day where there is not."""
