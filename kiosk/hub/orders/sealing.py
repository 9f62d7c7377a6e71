"""The hub's seal on its answers: what it once decided stands, even if it forgot it.

A hub that was restored from an older copy does not know the orders that came later. Terminals send
them again, with its first answers. The seal, made with a key that is not restored with the copy,
proves that these are its own. So nothing that the copy lacks (a sign-in, a price, a refused order
that this one replaced) can turn a promise into a refusal.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.money import Money
from kiosk.domain.orders import LineState
from kiosk.hub.orders.repricing import Decided
from kiosk.wire.orders import FIRST_ANSWER_LIMIT, OrderAnswer, OrderBody

_PURPOSE = b"store-kiosk order answer 1\x00"


def seal(key: Ed25519PrivateKey, body_sha256: str, answer: OrderAnswer) -> OrderAnswer:
    """Return an answer with the seal that ties it to the order's bytes."""
    signature = urlsafe_b64encode(key.sign(_sealed(body_sha256, answer))).decode()
    return msgspec.structs.replace(answer, seal=signature)


def read(header: str, key: Ed25519PrivateKey, body_sha256: str) -> OrderAnswer | None:
    """Read `Kiosk-First-Answer`; None where there is none or it is not ours for this order."""
    if not header or len(header) > FIRST_ANSWER_LIMIT:
        return None
    try:
        answer = msgspec.json.decode(_decode(header), type=OrderAnswer)
        key.public_key().verify(_decode(answer.seal), _sealed(body_sha256, answer))
    except (msgspec.MsgspecError, ValueError, RecursionError, InvalidSignature):
        return None
    return answer


def can_stand(first: OrderAnswer, places: Collection[str]) -> bool:
    """Tell whether the copy still has the places that an answer names."""
    named = {place for line in first.lines for place in (line.location_id, line.source_id)}
    return named - {""} <= set(places)


def charged(first: OrderAnswer, order: OrderBody) -> Decided:
    """Return the money as it was decided.

    An answer names what it charged otherwise than was quoted; nothing is due for what it
    left out.
    """
    told = {one.sku: one.decided for one in first.differences}
    nothing = Money(0, order.to_pay.currency)
    lines = tuple(
        nothing if outcome.state is LineState.LEFT_OUT else told.get(line.sku, line.total)
        for line, outcome in zip(order.lines, first.lines, strict=True)
    )
    fee = told.get("", order.delivery_fee)
    return Decided(lines, fee, first.to_pay, first.points, first.differences, ())


def _sealed(body_sha256: str, answer: OrderAnswer) -> bytes:
    """Return the bytes that are sealed, field by field: later releases may answer with more."""
    parts = [
        body_sha256,
        *(answer.order_id, answer.number, answer.status),
        *(answer.to_pay, answer.points),
        [(one.sku, one.quoted, one.decided) for one in answer.differences],
        [
            (line.sku, line.state, line.location_id, line.source_id, line.promise)
            for line in answer.lines
        ],
    ]
    return _PURPOSE + msgspec.json.encode(parts)


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
