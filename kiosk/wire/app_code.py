"""The signed code a customer's app shows: `KA1.<payload>.<signature>`, both base64url.

The hub signs with Ed25519; a terminal verifies with the public keys it was given at
enrolment, so that the code is a proof with the cable cut as well.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from kiosk.domain.codes import APP_CODE_PREFIX, is_app_code
from kiosk.domain.customers import KnownAddress
from kiosk.errors import BadInput

MAX_LIFE = timedelta(hours=24)
CLOCK_SLACK = timedelta(minutes=2)


class AppCodePayload(msgspec.Struct, frozen=True, omit_defaults=True):
    """Enough to serve a customer offline, and nothing that a photograph should give away."""

    key_id: str
    customer_id: str
    card_number: str
    first_name: str
    tier_id: str
    points: int
    points_as_of: str
    issued_at: str  # ISO 8601 UTC
    expires_at: str
    basket_id: str = ""
    addresses: tuple[KnownAddress, ...] = ()


def sign(payload: AppCodePayload, key: Ed25519PrivateKey) -> str:
    """Make the text of an app code."""
    body = _encode(msgspec.json.encode(payload))
    signature = _encode(key.sign((APP_CODE_PREFIX + body).encode()))
    return f"{APP_CODE_PREFIX}{body}.{signature}"


def verify(text: str, public_keys: Mapping[str, str], now: datetime) -> AppCodePayload:
    """Return a code's payload if its signature holds at `now` (aware).

    Raises `BadInput`: `app_code_invalid` or `app_code_expired`. `now` is the hub's time
    where it is known: the caller corrects a terminal's clock by the measured offset.
    """
    if not is_app_code(text):
        raise BadInput("app_code_invalid")
    body, _, signature = text.removeprefix(APP_CODE_PREFIX).partition(".")
    try:
        payload = msgspec.json.decode(_decode(body), type=AppCodePayload)
        key = Ed25519PublicKey.from_public_bytes(_decode(public_keys[payload.key_id]))
        key.verify(_decode(signature), (APP_CODE_PREFIX + body).encode())
        issued = datetime.fromisoformat(payload.issued_at)
        expires = datetime.fromisoformat(payload.expires_at)
        current = issued - CLOCK_SLACK <= now <= min(expires, issued + MAX_LIFE) + CLOCK_SLACK
    except (ValueError, KeyError, TypeError, InvalidSignature, msgspec.MsgspecError) as error:
        raise BadInput("app_code_invalid") from error
    if not current:
        raise BadInput("app_code_expired")
    return payload


def peek(text: str) -> AppCodePayload | None:
    """Read a code that was verified before. It proves nothing: use it for words only."""
    body = text.removeprefix(APP_CODE_PREFIX).partition(".")[0]
    try:
        return msgspec.json.decode(_decode(body), type=AppCodePayload)
    except (ValueError, msgspec.MsgspecError):
        return None


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
