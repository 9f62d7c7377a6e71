"""The signed manifest of a catalogue file, and what is looked at before one is taken.

The hub signs with the Ed25519 key whose public half a terminal got at its enrolment, over
the manifest's bytes as they travel. What is signed begins with `PURPOSE`, so that no other
signature of the hub's holds for a manifest.
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

from kiosk.domain.ids import is_sha256
from kiosk.errors import SnapshotRefused

PURPOSE = b"store-kiosk catalogue manifest\n"
_NO_MANIFEST = (
    ValueError,
    KeyError,
    TypeError,
    RecursionError,
    InvalidSignature,
    msgspec.MsgspecError,
)
LIFE = timedelta(days=2)  # how long a manifest may be in a cache on its way
MEDIA_TYPE = "application/zstd"
LARGEST_FILE = 16 * 1024**3  # bytes; a million variants are 320 MB
MOST_TEXT = 200  # characters of a name in it


class Manifest(msgspec.Struct, frozen=True):
    """Which catalogue file is current; `sequence` is the change of `epoch` it includes.

    `sha256` and `size` (bytes) are the database's and name it; `packed_*` are those of the
    zstd file that travels. `min_app` is the first release that reads it. A manifest counts
    until `not_after` (ISO 8601 UTC); a file that is in use stays in use.
    """

    epoch: str
    sequence: int
    schema: int
    sha256: str
    size: int
    packed_sha256: str
    packed_size: int
    min_app: str
    not_after: str

    @property
    def file_name(self) -> str:
        """The packed file's name at the hub: `/v1/catalogue/{file_name}`."""
        return f"catalogue-{self.sha256}.db.zst"


class SignedManifest(msgspec.Struct, frozen=True):
    """Answer to `GET /v1/catalogue/manifest`."""

    manifest: msgspec.Raw
    key_id: str
    signature: str  # base64url


def sign(manifest: Manifest, key: Ed25519PrivateKey, key_id: str) -> SignedManifest:
    """Return a manifest as the bytes that travel, with the signature over them."""
    body = msgspec.json.encode(manifest)
    signature = urlsafe_b64encode(key.sign(PURPOSE + body)).rstrip(b"=").decode()
    return SignedManifest(msgspec.Raw(body), key_id, signature)


def verify(signed: SignedManifest, public_keys: Mapping[str, str], now: datetime) -> Manifest:
    """Return a manifest if its signature holds and it counts at `now` (aware).

    Raises `SnapshotRefused`: `snapshot_unsigned`, `snapshot_expired`, or `snapshot_damaged`
    where it promises what cannot be.
    """
    body = bytes(signed.manifest)
    try:
        key = Ed25519PublicKey.from_public_bytes(_decode(public_keys[signed.key_id]))
        key.verify(_decode(signed.signature), PURPOSE + body)
        manifest = msgspec.json.decode(body, type=Manifest)
        expires = datetime.fromisoformat(manifest.not_after)
        expired = now > expires
    except _NO_MANIFEST as error:
        raise SnapshotRefused("snapshot_unsigned") from error
    if not _is_possible(manifest):
        raise SnapshotRefused("snapshot_damaged")
    if expired:
        raise SnapshotRefused("snapshot_expired", not_after=manifest.not_after)
    return manifest


def _is_possible(manifest: Manifest) -> bool:
    """Tell whether a file can be as described; its hash becomes a name on the disk."""
    return (
        is_sha256(manifest.sha256)
        and is_sha256(manifest.packed_sha256)
        and 0 < manifest.size <= LARGEST_FILE
        and 0 < manifest.packed_size <= LARGEST_FILE
        and 0 <= manifest.sequence <= 2**53
        and max(len(manifest.epoch), len(manifest.min_app)) <= MOST_TEXT
    )


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
