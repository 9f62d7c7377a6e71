"""Secrets that are handed out once and kept as their hash."""

from __future__ import annotations

import hashlib
import secrets

_READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no two that look alike


def new_token() -> str:
    """Make a token of 256 random bits: enough that a plain hash gives nothing away."""
    return secrets.token_urlsafe(32)


def new_readable_code() -> str:
    """Make a code that a person can read off one screen and type into another."""
    letters = "".join(secrets.choice(_READABLE) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def code_hash(typed: str) -> str:
    """Hash a typed code, forgiving case, spaces and dashes."""
    return token_hash("".join(typed.upper().replace("-", " ").split()))


def token_hash(token: str) -> str:
    """Return what is stored of a token, and what it is looked up by."""
    return hashlib.sha256(token.encode()).hexdigest()
