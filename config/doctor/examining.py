"""The examination of a whole deployment."""

from collections.abc import Iterator

from config.doctor import address, beyond, machine, services
from config.doctor.findings import Examination, Finding, examine

# In the order in which one mends: what stands first may be why the next fails.
EXAMINATIONS: list[Examination] = [
    ("settings", machine.settings_are_safe),
    ("disk", machine.disks),
    ("files", machine.files_are_closed),
    ("database", machine.database_is_well),
    ("connections", beyond.connections_are_lent_as_said),
    ("replica", beyond.replica_follows),
    ("migrations", machine.migrations_are_applied),
    ("store", beyond.files_are_kept),
    ("static files", machine.static_files_are_of_this_release),
    ("cache", services.cache_is_well),
    ("worker", services.worker_works),
    ("tasks", services.tasks_succeed),
    ("mail", services.mail_goes_out),
    ("partners", services.partners_hear),
    ("feeds", services.feeds_are_told),
    ("backups", services.backups_are_made),
    ("accounts", services.accounts_are_closed),
    ("address", address.answers),
    ("certificate", address.certificate_lasts),
]


def findings() -> Iterator[Finding]:
    """Yield what there is to say of each part."""
    return examine(EXAMINATIONS)
