"""The hub's own keys: one signs app codes, one recovers terminals' stores."""

from __future__ import annotations

import hashlib
import os
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Engine

from kiosk.errors import BadInput
from kiosk.hub.storage import customers
from kiosk.hub.storage.database import read
from kiosk.hub.storage.times import as_text
from kiosk.privacy import own_folder
from kiosk.wire.app_code import MAX_LIFE, AppCodePayload, sign


@dataclass(frozen=True, slots=True)
class HubKeys:
    """`signing` for app codes, `recovery` to unwrap the key of a terminal's store."""

    signing: Ed25519PrivateKey = field(repr=False)
    recovery: X25519PrivateKey = field(repr=False)

    @property
    def key_id(self) -> str:
        """Names the signing key in every code it signs."""
        return hashlib.sha256(self.signing.public_key().public_bytes_raw()).hexdigest()[:12]

    @property
    def app_code_keys(self) -> dict[str, str]:
        """The public keys a terminal verifies codes with, base64url by key id."""
        return {self.key_id: _encode(self.signing.public_key().public_bytes_raw())}

    @property
    def recovery_key(self) -> str:
        """The public key a terminal wraps its store's key to, base64url."""
        return _encode(self.recovery.public_key().public_bytes_raw())


def load_keys(data_dir: Path) -> HubKeys:
    """Read the keys, making them on first use.

    Raises `BadConfig` where the folder cannot be ours alone (`kiosk.privacy.own_folder`), or
    a key's file was open to others.
    """
    own_folder(data_dir)
    signing = _load(data_dir / "app-codes.key", Ed25519PrivateKey.generate().private_bytes_raw())
    recovery = _load(data_dir / "recovery.key", X25519PrivateKey.generate().private_bytes_raw())
    return HubKeys(
        Ed25519PrivateKey.from_private_bytes(signing),
        X25519PrivateKey.from_private_bytes(recovery),
    )


def app_code_for(engine: Engine, keys: HubKeys, customer_id: str, now: datetime) -> str:
    """Sign the code that a customer's app shows. Raises `BadInput` `customer_unknown`."""
    with read(engine) as connection:
        row = customers.by_id(connection, customer_id)
    if row is None:
        raise BadInput("customer_unknown", customer_id=customer_id)
    payload = AppCodePayload(
        key_id=keys.key_id,
        customer_id=row.id,
        card_number=row.card_number,
        first_name=row.first_name,
        tier_id=row.tier_id,
        points=row.points,
        points_as_of=row.points_as_of,
        issued_at=as_text(now),
        expires_at=as_text(now + MAX_LIFE),
        basket_id=row.basket_id,
        addresses=row.known_addresses,
    )
    return sign(payload, keys.signing)


def _load(path: Path, fresh: bytes) -> bytes:
    if not path.exists():
        _write_once(path, fresh)
    return path.read_bytes()


def _write_once(path: Path, content: bytes) -> None:
    """Make a file whole or not at all; the first of several processes wins."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(partial)
    partial.unlink()


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
