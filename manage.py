#!/usr/bin/env python
"""Run Django's administrative commands for Matiane."""

import os
import sys


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the settings come first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
