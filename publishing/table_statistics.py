"""What SQLite's planner is told of the tables: how many rows an index finds for a value. Without it some questions read whole tables.

`PRAGMA optimize` looks only at tables that its own connection has asked, and the worker asks few; so all are looked at, a part of each
(https://www.sqlite.org/lang_analyze.html, section 4). PostgreSQL does this by itself.
"""

import logging
import threading

from django.db import Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)

# Seconds between two looks: the web server learns of one when it opens its next connection.
EVERY = 3600.0
# Rows of an index that are looked at: a moment, however large the table.
MOST_ROWS = 1000


def keep_until(stop: threading.Event) -> None:
    """Look at the tables now and then until `stop` is set; on SQLite alone."""
    if connection.vendor != "sqlite":
        return
    while not stop.is_set():
        try:
            look(connection)
        except Error as error:
            logger.warning("The statistics of the tables are not of now: %s", error)
        finally:
            connections.close_all()
        stop.wait(EVERY)


def look(database: BaseDatabaseWrapper) -> None:
    """Write down what the indexes of an SQLite database hold."""
    with database.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {MOST_ROWS}")
        cursor.execute("ANALYZE")
