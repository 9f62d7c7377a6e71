"""Staff sign-in on a terminal."""

from __future__ import annotations

import msgspec

LOCKED_FOR_S = 300
"""How long a number stays locked after too many wrong PINs; a try meanwhile adds nothing."""


class SignInRequest(msgspec.Struct, frozen=True):
    """`POST /v1/staff/sign-in`: a badge or personnel number with its PIN."""

    number: str
    pin: str


class SignedIn(msgspec.Struct, frozen=True):
    """`grant` goes into `Kiosk-Staff`; `grant_id` may be named in an order's evidence."""

    staff_id: str
    name: str
    role: str  # assistant, manager
    grant: str
    grant_id: str
    expires_at: str  # ISO 8601 UTC
