"""Orders carried to the hub by hand: one file that only the hub's recovery key opens.

HPKE (RFC 9180), DHKEM(X25519, HKDF-SHA256) with ChaCha20-Poly1305: a file that was cut or
changed does not open. It proves nothing about who wrote it: whoever imports it answers for that.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kiosk.domain.orders import OutboxState

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_MAGIC = b"store-kiosk orders 1\n"


class ExportedOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order as the terminal holds it; `body` are the bytes of its `PUT`, unchanged.

    `reason` is the problem code of a refusal that waits for staff.
    """

    id: str
    number: str
    state: OutboxState
    created_at: str
    body: bytes
    reason: str = ""


class OrderExport(msgspec.Struct, frozen=True, omit_defaults=True):
    """The orders of one terminal in the order they are to be placed."""

    made_at: str  # ISO 8601 UTC
    orders: tuple[ExportedOrder, ...]


def seal(export: OrderExport, recovery_key: str) -> bytes:
    """Encrypt to a hub's public key, base64url. Raises `ValueError` for a bad one."""
    padded = recovery_key + "=" * (-len(recovery_key) % 4)
    public = X25519PublicKey.from_public_bytes(urlsafe_b64decode(padded))
    return _MAGIC + _SUITE.encrypt(msgspec.json.encode(export), public, _MAGIC)


def unseal(sealed: bytes, private: X25519PrivateKey) -> OrderExport:
    """Open a file of orders.

    Raises `ValueError`: it is another hub's, damaged, or no file of orders.
    """
    try:
        if not sealed.startswith(_MAGIC):
            raise ValueError("no file of orders")
        plain = _SUITE.decrypt(sealed.removeprefix(_MAGIC), private, _MAGIC)
        return msgspec.json.decode(plain, type=OrderExport)
    except (InvalidTag, ValueError, msgspec.MsgspecError) as error:
        raise ValueError("no file of orders for this key") from error
