"""Settings of backups: where they go, who can open them, how long they stay. Part of `config.settings`."""

from environ import Env

env = Env()

# Set by the operator: the folder that backups go to, best on another disk. Without it, `backups` in DATA_DIR.
BACKUP_TO = env.str("BACKUP_TO", default="")
# Set by the operator, one of the two: the public keys of those who can open a backup (age1…), separated by commas, or a pass phrase.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_PASSPHRASE = env.str("BACKUP_PASSPHRASE", default="")
# Set by the operator: of how many days, weeks and months the last backup stays.
BACKUP_KEEP = env.str("BACKUP_KEEP", default="7,5,12")
# Set by the operator: what the site signs its lists with (`publishing.signatures`); without it, SECRET_KEY. Changing it needs a new list.
SIGNING_SECRET = env.str("SIGNING_SECRET", default="")
# Set by the operator: where it is told that a backup failed or is late; without it, EDITORS_EMAIL.
OPERATORS_EMAIL = env.str("OPERATORS_EMAIL", default="")
