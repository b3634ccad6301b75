"""Looking for pairs behind the pages, run by `manage.py work`."""

from django_tasks import task


@task()
def look_for_pairs() -> None:
    """Look for pairs, and keep what is found."""
    from pages.pairs.finding import propose  # noqa: PLC0415 - tasks are found before the models are ready

    propose()
