"""One transaction per editorial act, tried again where two acts stood in each other's way."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

Given = ParamSpec("Given")
Result = TypeVar("Result")

# Serialisation failure and deadlock (PostgreSQL, appendix A): the transaction did nothing, and may succeed if repeated.
PASSING = {"40001", "40P01"}
TRIES = 3


def editorial_act(act: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run `act` in one transaction, at most three times if the database undid it for another transaction's sake.

    `act` must leave nothing behind outside the database. Inside an outer transaction it runs once, as part of that one.
    """

    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return act(*args, **kwargs)
            except OperationalError as error:
                passing = getattr(error.__cause__, "sqlstate", None) in PASSING
                if not passing or attempt == TRIES or transaction.get_connection().in_atomic_block:
                    raise
        raise AssertionError("unreachable")

    return run
