"""The hub's own keys: one signs app codes and catalogues, one recovers terminals' stores.

They lie beside a file of SQLite and are in no backup of it, or on a server in the database
(`shared_keys`). Terminals know the public halves from
their enrolment, so a database goes with the keys it began with, and notes which these are.
"""

from __future__ import annotations

import hashlib
import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Engine

from kiosk.errors import BadConfig, BadInput
from kiosk.hub.engines.port import By, Customers
from kiosk.hub.storage.backup import free_name
from kiosk.hub.storage.database import DATABASE, goes_with, note_keys, read, write
from kiosk.hub.storage.times import as_text
from kiosk.privacy import how_to_close, own_folder
from kiosk.wire.app_code import MAX_LIFE, AppCodePayload, sign

KEY_BYTES = 32  # of X25519 and Ed25519 alike
KEY_FILES = ("app-codes.key", "recovery.key")


@dataclass(frozen=True, slots=True)
class HubKeys:
    """`signing` for app codes, `recovery` to unwrap the key of a terminal's store."""

    signing: Ed25519PrivateKey = field(repr=False)
    recovery: X25519PrivateKey = field(repr=False)

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> HubKeys:
        """Return the keys that `files` holds, whose bytes are as many as a key's."""
        signing, recovery = (files[name] for name in KEY_FILES)
        return cls(
            Ed25519PrivateKey.from_private_bytes(signing),
            X25519PrivateKey.from_private_bytes(recovery),
        )

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

    @property
    def fingerprint(self) -> str:
        """A hash that identifies both keys and reveals neither."""
        public = (key.public_key().public_bytes_raw() for key in (self.signing, self.recovery))
        return hashlib.sha256(b"".join(public)).hexdigest()

    @property
    def files(self) -> dict[str, bytes]:
        """What lies on disk, by the names of the files."""
        raw = (self.signing.private_bytes_raw(), self.recovery.private_bytes_raw())
        return dict(zip(KEY_FILES, raw, strict=True))


def load_keys(data_dir: Path, wanted: str = "") -> HubKeys:
    """Read the keys, making them where there is no hub yet.

    `wanted`: the fingerprint that a database on a server goes with; then there is a hub.
    Raises `BadConfig`: `keys_missing` where there is a database without them, `key_damaged`
    where one is no key, and where the folder cannot be ours alone, or a key's file was open to
    others (`privacy.own_folder`).
    """
    own_folder(data_dir)
    if (
        wanted or (data_dir / DATABASE).exists()
    ):  # asked first: another process makes the keys before it
        _require_keys(data_dir)
    fresh = new_keys()
    for name, key in fresh.files.items():
        if not (data_dir / name).exists():
            _write_once(data_dir / name, key)
    return _read(data_dir)


def new_keys() -> HubKeys:
    """Make keys, in memory only."""
    return HubKeys(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())


def bind(engine: Engine, keys: HubKeys, data_dir: Path) -> None:
    """Note which keys a database goes with, at its first opening.

    Raises `BadConfig` `keys_of_another_hub` where it goes with others.
    """
    with read(engine) as connection:
        noted = goes_with(connection)
    if not noted:
        with write(engine) as connection:
            noted = note_keys(connection, keys.fingerprint)
    if noted != keys.fingerprint:
        raise BadConfig("keys_of_another_hub", path=str(data_dir), names=", ".join(keys.files))


def require_fitting(data_dir: Path, fingerprint: str) -> None:
    """Check that a folder's keys belong to a database; "" (an earlier release's) fits any.

    Raises `BadConfig`: `keys_missing`, `keys_of_another_hub`, `key_readable_by_others`.
    """
    _require_keys(data_dir)
    keys = _read(data_dir)
    if fingerprint not in ("", keys.fingerprint):
        raise BadConfig("keys_of_another_hub", path=str(data_dir), names=", ".join(keys.files))


def fit(data_dir: Path, fingerprint: str) -> bool:
    """Tell whether the keys in a folder are surely those of a database."""
    try:
        require_fitting(data_dir, fingerprint)
    except BadConfig:
        return False
    return fingerprint != ""


def replace_keys(data_dir: Path, keys: HubKeys) -> tuple[Path, ...]:
    """Write keys in the place of those in a folder; return where these were moved to."""
    aside = []
    for name, key in keys.files.items():
        path = data_dir / name
        if path.exists():
            aside.append(path.rename(free_name(path)))
        _write_once(path, key)
    return tuple(aside)


def app_code_for(engine: Customers, keys: HubKeys, customer_id: str, now: datetime) -> str:
    """Sign the code that a customer's app shows. Raises `BadInput` `customer_unknown`."""
    row = engine.customer(By.ID, customer_id)
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


def _require_keys(data_dir: Path) -> None:
    missing = [name for name in KEY_FILES if not (data_dir / name).exists()]
    if missing:
        raise BadConfig("keys_missing", path=str(data_dir), names=" and ".join(missing))


def _read(data_dir: Path) -> HubKeys:
    return HubKeys.of({name: _load(data_dir / name) for name in KEY_FILES})


def _load(path: Path) -> bytes:
    if mend := how_to_close(path, path.stat()):
        raise BadConfig("key_readable_by_others", path=str(path), mend=mend)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise BadConfig("key_damaged", path=str(path))
    return key


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
