"""The day before the month and clocks of 24 hours, as everywhere on this site; Django's own would print 10:38 p.m."""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
