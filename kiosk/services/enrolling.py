"""A machine becomes a terminal of the shop, once."""

from __future__ import annotations

import msgspec

from kiosk.errors import BadConfig, HubRefused, StoreBroken
from kiosk.ports.hub import Hub
from kiosk.ports.machine import SecretStore
from kiosk.wire.terminals import Enrolled, EnrolRequest

IDENTITY = "enrolment"
STORE_KEY = "store-key"


class Identity(Enrolled, frozen=True):
    """What this machine keeps of its enrolment.

    `hub_url` is the address it was enrolled at; "" where an earlier release did that.
    """

    hub_url: str = ""


def enrol(hub: Hub, secrets: SecretStore, request: EnrolRequest, hub_url: str = "") -> Identity:
    """Trade a one-time code for this terminal's identity and keep it.

    Raises `HubRefused`: `enrolment_code_unknown`, `terminal_has_orders` (the code makes
    this machine another terminal, and orders of the present one lie on it); `HubUnreachable`.
    """
    enrolled = hub.enrol(request)
    if request.keeps_orders and enrolled.terminal_id != request.terminal_id:
        raise HubRefused("terminal_has_orders", 409)  # a hub too old to ask
    kept = Identity(**msgspec.structs.asdict(enrolled), hub_url=hub_url)
    secrets.set(IDENTITY, msgspec.json.encode(kept).decode())
    return kept


def identity(secrets: SecretStore) -> Identity:
    """Return this terminal's identity.

    Raises `BadConfig("not_enrolled")`, `StoreBroken("secrets_unreadable")`.
    """
    text = secrets.get(IDENTITY)
    if text is None:
        raise BadConfig("not_enrolled")
    try:
        return msgspec.json.decode(text, type=Identity)
    except msgspec.MsgspecError as error:
        raise StoreBroken("secrets_unreadable", path=IDENTITY) from error


def leave(secrets: SecretStore) -> None:
    """Forget this terminal's identity; the key of its store stays with the store."""
    secrets.delete(IDENTITY)


def store_key(secrets: SecretStore) -> bytes | None:
    """Return the key of the terminal's store, if there is one.

    Raises `StoreBroken("secrets_unreadable")`.
    """
    text = secrets.get(STORE_KEY)
    try:
        return None if text is None else bytes.fromhex(text)
    except ValueError as error:
        raise StoreBroken("secrets_unreadable", path=STORE_KEY) from error
