"""What the doctor asks a worker to do."""

from django_tasks import task


@task()
def answer() -> None:
    """Do nothing; that it is done shows that somebody works."""
