"""What calls of `kiosk hub` as earlier releases took them are now."""

from __future__ import annotations

from collections.abc import Collection, Sequence

_RETIRED = {
    "--demo-shop": "kiosk hub fill-demo --data DIR, and then kiosk hub serve --data DIR",
    "--new-terminal": "kiosk hub new-terminal MODE LOCATION PREFIX --data DIR",
    "--terminals": "kiosk hub terminals --data DIR",
    "--revoke": "kiosk hub revoke TERMINAL --data DIR",
    "--renew": "kiosk hub renew TERMINAL --data DIR",
    "--backup": "kiosk hub backup FILE --data DIR",
    "--restore": "kiosk hub restore FILE --data DIR",
    "--import-orders": "kiosk hub import-orders FILE --data DIR",
    "--recover-store": "kiosk hub recover-store COPY --out FILE --data DIR",
}
_TOLD = ("-h", "--help")


def retired(arguments: Sequence[str], commands: Collection[str]) -> str:
    """Say what replaces a call as earlier releases took it; "" where it names one of `commands`."""
    for given in arguments[1:]:
        if now := _RETIRED.get(given.partition("=")[0]):
            return f"{given.partition('=')[0]} is a command of its own now: {now}"
    if not any(given in commands or given in _TOLD for given in arguments[1:]):
        return (
            "Say what the hub is to do: kiosk hub serve --data DIR starts it, kiosk hub --help "
            "lists the rest."
        )
    return ""
