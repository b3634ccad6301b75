"""Settings of what the operator sees of a running site: figures, logs, errors. Part of `config.settings`."""

from environ import Env

env = Env()

# Set by the operator: what whoever reads /metrics must show (`Authorization: Bearer …`); without it there is no such page, and nothing is counted.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# Set by the operator: where errors are reported to, besides the log; needs the package sentry-sdk (requirements-sentry.txt).
SENTRY_DSN = env.str("SENTRY_DSN", default="")
# Set by the operator: `json` for a line of JSON each, `line` for people; and from which level on. INFO tells of every request.
LOG_FORMAT, LOG_LEVEL = env.str("LOG_FORMAT", default="line"), env.str("LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.watching.logs.Line"}, "json": {"()": "config.watching.logs.Json"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_FORMAT == "json" else "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
