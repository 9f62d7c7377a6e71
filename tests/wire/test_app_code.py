"""A signed app code is a proof, with the cable cut as well."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.customers import KnownAddress
from kiosk.errors import BadInput
from kiosk.wire.app_code import AppCodePayload, sign, verify

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {"k1": urlsafe_b64encode(KEY.public_key().public_bytes_raw()).rstrip(b"=").decode()}


def payload(hours: float = 1, key_id: str = "k1") -> AppCodePayload:
    return AppCodePayload(
        key_id=key_id,
        customer_id="c1",
        card_number="2990000000178",
        first_name="Анна",
        tier_id="gold",
        points=1_240,
        points_as_of=NOW.isoformat(),
        issued_at=NOW.isoformat(),
        expires_at=(NOW + timedelta(hours=hours)).isoformat(),
        addresses=(KnownAddress("a1", "Лип••• 8"),),
    )


def test_a_code_opens_with_the_key_it_was_signed_with() -> None:
    assert verify(sign(payload(), KEY), KEYS, NOW) == payload()


def test_a_code_fits_a_qr_that_a_phone_can_show() -> None:
    assert len(sign(payload(), KEY)) < 700


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOW + timedelta(hours=2), "app_code_expired"),
        (NOW - timedelta(hours=1), "app_code_expired"),
    ],
)
def test_a_code_is_good_for_its_time_only(at: datetime, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        verify(sign(payload(), KEY), KEYS, at)
    assert caught.value.code == code


def test_no_code_lives_longer_than_a_day_whatever_it_says() -> None:
    text = sign(payload(hours=1_000), KEY)
    with pytest.raises(BadInput):
        verify(text, KEYS, NOW + timedelta(hours=25))


@pytest.mark.parametrize("at", range(4, 60, 7))
def test_a_changed_code_is_refused(at: int) -> None:
    text = sign(payload(), KEY)
    forged = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    with pytest.raises(BadInput) as caught:
        verify(forged, KEYS, NOW)
    assert caught.value.code == "app_code_invalid"


@pytest.mark.parametrize("text", ["", "KA1.", "KA1.e30.AA", "KA1..", "KA1.%%.AA", "x" * 99])
def test_nonsense_is_refused_without_a_crash(text: str) -> None:
    with pytest.raises(BadInput):
        verify(text, KEYS, NOW)


def test_another_shops_key_opens_nothing() -> None:
    with pytest.raises(BadInput):
        verify(sign(payload(), Ed25519PrivateKey.generate()), KEYS, NOW)
    with pytest.raises(BadInput):
        verify(sign(payload(key_id="k2"), KEY), KEYS, NOW)
