"""On which addresses a server is about to listen: the demo, with its known passwords, may do so on loopback only."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence

OPTIONS = ("--host", "--bind", "-b")
VARIABLES = ("BIND", "GRANIAN_HOST", "UVICORN_HOST")


def is_loopback(address: str) -> bool:
    """Return whether only programs on this machine reach the address."""
    host = address.strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind_addresses(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the addresses that a command line and an environment ask a server to listen on."""
    yield from (environment[name] for name in VARIABLES if environment.get(name))
    # A path is a file of this machine.
    if (where := environment.get("LISTEN", "")) and not where.startswith("/"):
        yield host_of(where)
    for position, argument in enumerate(arguments):
        option, _equals, value = argument.partition("=")
        if option in OPTIONS:
            yield host_of(value or next(iter(arguments[position + 1 :]), ""))
    if "runserver" in arguments:
        for argument in arguments[arguments.index("runserver") + 1 :]:
            if not argument.startswith("-") and not argument.isdigit():
                yield host_of(argument)


def host_of(address: str) -> str:
    """Return the host of `host:port`, `[host]:port` or `host`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def public_addresses(arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Return the asked-for addresses that others could reach."""
    return [address for address in bind_addresses(arguments, environment) if not is_loopback(address)]
