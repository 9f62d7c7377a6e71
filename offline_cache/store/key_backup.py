"""The store's key, wrapped to the hub's public key: a lost keyring loses no order.

HPKE (RFC 9180), DHKEM(X25519, HKDF-SHA256) with ChaCha20-Poly1305; only the hub's private
key opens it.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kiosk.errors import StoreBroken
from offline_cache.connection import faults
from offline_cache.whole_file import whole_file

FILE_NAME = "terminal.key.wrapped"

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_PURPOSE = b"store-kiosk terminal.db key 1"


def wrap_key(key: bytes, recovery_public_key_b64url: str) -> bytes:
    """Encrypt the store's key to the hub. Raises `ValueError` for a bad public key."""
    padded = recovery_public_key_b64url + "=" * (-len(recovery_public_key_b64url) % 4)
    public = X25519PublicKey.from_public_bytes(urlsafe_b64decode(padded))
    return _SUITE.encrypt(key, public, _PURPOSE)


def unwrap_key(wrapped: bytes, private: X25519PrivateKey) -> bytes:
    """Recover the store's key with the hub's private key.

    Raises `StoreBroken` (`key_backup_unreadable`): another key pair, or a damaged file.
    """
    try:
        return _SUITE.decrypt(wrapped, private, _PURPOSE)
    except (InvalidTag, ValueError) as error:
        raise StoreBroken("key_backup_unreadable", file=FILE_NAME) from error


def write_wrapped_key(data_dir: Path, wrapped: bytes) -> Path:
    """Put the wrapped key beside the store, whole or not at all, readable by its owner."""
    path = data_dir / FILE_NAME
    with faults(path), whole_file(path) as file:
        file.write(wrapped)
    return path
