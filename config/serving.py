"""Settings of the page cache, and of the cache in front of the site that is told of changes."""

import environ

env = environ.Env()

# Set by the operator: which cache in front of the site is told at once when something public changes (varnish, nginx, cloudflare,
# fastly), at what address, and by what secret.
PURGE_KIND, PURGE_URL = env.str("PURGE_KIND", default=""), env.str("PURGE_URL", default="")
PURGE_TOKEN = env.str("PURGE_TOKEN", default="")
# How long whoever asks waits for a Redis that hangs, in seconds: then the site does without (publishing/kept_pages.py).
CACHE_PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}
# How long browsers may keep a page without asking again, in seconds.
PAGE_MAX_AGE = 0
# How long the cache that is told may keep a page without asking (set by the operator, higher under attack); show it while it asks; show it
# while the site fails. In seconds.
PAGE_SHARED, PAGE_SHARED_STALE, PAGE_SHARED_ERROR = env.int("PAGE_SHARED", default=60), 30, 86_400
# How long any other cache may show a page while the site fails: nobody tells it what was taken back meanwhile.
PAGE_UNTOLD_STALE = 300
# Set by the operator: nothing is written on this machine, the desk is closed. `manage.py read_only` does the same without a restart.
READ_ONLY = env.bool("READ_ONLY", default=False)
