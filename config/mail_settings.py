"""Settings of mails: how they go out, under which keys the addresses of readers are kept, and when digests go. Part of `config.settings`."""

from environ import Env

env = Env()

# Set by the operator; without it, mails are written to the log.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
# Set by the operator who replaces SECRET_KEY: the keys before it, which still open what they signed, separated by commas.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Set by the operator: keys under which the addresses of readers are kept, separated by commas. The first one locks, all of them open;
# without it, SECRET_KEY does both. docs/operations.md says how one is replaced.
MAIL_KEYS = env.list("MAIL_KEYS", default=[])
# Set by the operator: the hour of the day, by TIME_ZONE, from which digests go; those of a week go on Mondays.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7)
