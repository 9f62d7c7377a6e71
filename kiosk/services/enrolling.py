"""A machine becomes a terminal of the shop, once."""

from __future__ import annotations

import msgspec

from kiosk.errors import BadConfig, StoreBroken
from kiosk.ports import Hub, SecretStore
from kiosk.wire.terminals import Enrolled, EnrolRequest

IDENTITY = "enrolment"


def enrol(hub: Hub, secrets: SecretStore, request: EnrolRequest) -> Enrolled:
    """Trade a one-time code for this terminal's identity and keep it.

    Raises `HubRefused("enrolment_code_unknown")`, `HubUnreachable`.
    """
    enrolled = hub.enrol(request)
    secrets.set(IDENTITY, msgspec.json.encode(enrolled).decode())
    return enrolled


def identity(secrets: SecretStore) -> Enrolled:
    """Return this terminal's identity.

    Raises `BadConfig("not_enrolled")`, `StoreBroken("secrets_unreadable")`.
    """
    text = secrets.get(IDENTITY)
    if text is None:
        raise BadConfig("not_enrolled")
    try:
        return msgspec.json.decode(text, type=Enrolled)
    except msgspec.MsgspecError as error:
        raise StoreBroken("secrets_unreadable", path=IDENTITY) from error
