"""`python -m config.server [--web] [HOME]`: keeps the programs of a site running until SIGTERM, and renews them at SIGHUP."""

import os
import signal
import sys
from pathlib import Path

from config.server.keeping import Keeper
from config.server.sockets import listening


def main() -> int:
    """Run the site that stands at HOME, the folder of its code (a link may lead there), with --web without a worker; return the status."""
    words = [word for word in sys.argv[1:] if word != "--web"]
    home = Path(words[0] if words else ".").absolute()
    where = os.environ.get("LISTEN") or f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    keeper = Keeper(home, listening(where), workers=int(os.environ.get("WEB_WORKERS", "2")), web_only="--web" in sys.argv)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: keeper.stop())
    signal.signal(signal.SIGHUP, lambda _number, _frame: keeper.renew())
    return keeper.run()


if __name__ == "__main__":
    sys.exit(main())
