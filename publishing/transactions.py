"""One transaction per editorial act, tried again where two acts stood in each other's way; and transactions that are always undone."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, transaction

Given = ParamSpec("Given")
Result = TypeVar("Result")

# Serialisation failure and deadlock (PostgreSQL, appendix A): the transaction did nothing, and may succeed if repeated.
PASSING = {"40001", "40P01"}
TRIES = 3


def tried_again(act: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run `act`, at most three times if the database undid it for another transaction's sake. Inside an outer transaction it runs once.

    `act` must leave nothing behind outside the database.
    """

    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        for attempt in range(1, TRIES + 1):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                passing = getattr(error.__cause__, "sqlstate", None) in PASSING
                if not passing or attempt == TRIES or transaction.get_connection().in_atomic_block:
                    raise
        raise AssertionError("unreachable")

    return run


def editorial_act(act: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run `act` in one transaction, tried again like `tried_again`. Inside an outer one it runs once, as part of that one."""
    return tried_again(transaction.atomic(act))


class _Undo(Exception):  # noqa: N818 - no error: it carries what was made out of the transaction
    """Leaves a transaction so that nothing of it stays."""

    def __init__(self, result: Any) -> None:  # Any: what the act returned
        self.result = result


def undone(act: Callable[[], Result]) -> Result:
    """Run `act` in a transaction, undo everything it wrote, and return what it returned. What it left for the commit never runs."""
    try:
        with transaction.atomic():
            raise _Undo(act())
    except _Undo as undo:
        return undo.result
