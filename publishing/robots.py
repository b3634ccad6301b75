"""Who reads as a machine does."""

import re

# Stands in the environment (PEP 3333) of a request that the site makes of itself: nobody read, and nobody looked for anything.
ITSELF = "matiane.itself"
# Who says that he is no person; and whoever says nothing.
ROBOTS = re.compile(
    r"(?<!cu)bots?\b|crawl|spider|slurp|archiver|fetch|monitor|uptime|preview|validator|lighthouse|headless|scan|curl|wget|python|java/|ruby"
    r"|perl|php|go-http|okhttp|axios|node|libwww|httpclient|facebookexternalhit|whatsapp|telegram|feed|rss|reader|^-?$|^[^ ]{0,10}$",
    re.IGNORECASE,
)


def is_robot(agent: str) -> bool:
    """Tell whether a request with this User-Agent is none of a person."""
    return ROBOTS.search(agent) is not None
