from django.core.management.base import BaseCommand
from django.db import transaction

from publishing.searching import finding, index, words


class Command(BaseCommand):
    help = "Write anew what search looks through. Readers find what they found before until it is done."

    def handle(self, **_options: object) -> None:
        """Set right what differs from the records, keep the words of all texts, then let the database index all texts anew."""
        with transaction.atomic():
            different = len(list(index.differences()))
            if different:
                index.fix()
            words.learn_anew()
        finding.engine().rebuild()
        self.stdout.write(f"{different} records were found otherwise than they read. All texts are indexed anew.")
