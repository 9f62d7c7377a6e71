"""What staff can do about a refused order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.errors import HubRefused
from kiosk.services.clienteling import CustomerFile
from kiosk.services.link import Link, Reach
from kiosk.services.mending import Refusal
from kiosk.services.session import Identified
from kiosk.wire.customers import Granted
from kiosk.wire.orders import Evidence, OrderBody
from kiosk.wire.staff import SignedIn
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, FakeShop, build_fake_shop, raise_bug
from tests.refused_orders import annas, order, put

MILA = SignedIn("s1", "Мила", "assistant", "staff-grant", "sg1", "2026-11-24T20:00:00Z")
ONLINE, OFFLINE = Link(Reach.ONLINE), Link(Reach.OFFLINE)


def refused(body: OrderBody, reason: str = "proof_missing") -> Refusal:
    return Refusal(body.id, body.number, body.created_at, reason, body)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[FakeShop]:
    made = build_fake_shop(tmp_path, lambda job: job(), raise_bug)
    yield made
    made.terminal.lanes.close()


def test_refused_order_is_read_with_what_the_shop_no_longer_has(shop: FakeShop) -> None:
    put(shop, order("o1", "T7-00401-A"))
    shop.catalogue.gone = {BOOTS}
    read = shop.terminal.mending.read("o1")
    assert read is not None and read.order == order("o1", "T7-00401-A")
    assert read.gone == {BOOTS} and read.can_be_taken_anew
    shop.catalogue.gone = {BOOTS, RAIN_98}
    read = shop.terminal.mending.read("o1")
    assert read is not None and not read.can_be_taken_anew


@pytest.mark.parametrize("body", [b"", b"{", b'{"id": "o1"}', b"\xff\x00"])
def test_body_that_cannot_be_read_leaves_the_order_to_be_cancelled(
    shop: FakeShop, body: bytes
) -> None:
    put(shop, None, "o1")
    row = shop.outbox.row("o1")
    assert row is not None
    shop.outbox.put(type(row)(row.order_id, row.number, row.state, row.created_at, 1, "x", body))
    read = shop.terminal.mending.read("o1")
    assert read is not None and read.order is None and not read.can_be_taken_anew


def test_order_that_is_decided_is_nobodys_to_decide_again(shop: FakeShop) -> None:
    put(shop, order("o1", "T7-00401-A"))
    shop.terminal.mending.cancel("o1", MILA)
    row = shop.outbox.row("o1")
    assert row is not None and row.resolution == "cancelled"
    assert shop.terminal.mending.read("o1") is None
    assert shop.terminal.mending.read("never-was") is None


def test_staff_vouch_for_the_customer_of_an_order_taken_anew(shop: FakeShop) -> None:
    found = shop.terminal.mending.customer_of(refused(annas("o1", "n")), MILA, ONLINE)
    assert isinstance(found, CustomerFile)
    assert found.identified.evidence == Evidence("staff", staff_grant_id="sg1")


def test_out_of_reach_the_card_is_kept_for_the_new_order(shop: FakeShop) -> None:
    shop.hub.reachable = False
    for link in (OFFLINE, ONLINE):  # told, or noticed only now
        found = shop.terminal.mending.customer_of(refused(annas("o1", "n")), MILA, link)
        assert isinstance(found, Identified)
        assert found.evidence == Evidence("card", card_number=ANNA_CARD)
        assert not found.account.customer_id


def test_card_that_the_hub_does_not_know_is_not_tried_again(shop: FakeShop) -> None:
    nobody = msgspec.structs.replace(annas("o1", "n"), customer_id="")
    mending = shop.terminal.mending
    assert mending.customer_of(refused(nobody, "card_unknown"), MILA, ONLINE) is None
    kept = mending.customer_of(refused(nobody), MILA, ONLINE)
    assert isinstance(kept, Identified) and kept.evidence.card_number == ANNA_CARD


def test_guest_stays_a_guest_and_an_unknown_customer_is_not_made_up(shop: FakeShop) -> None:
    mending = shop.terminal.mending
    assert mending.customer_of(refused(order("o1", "n")), MILA, ONLINE) is None

    def unknown(staff_grant: str, customer_id: str) -> Granted:
        raise HubRefused("customer_unknown", 404)

    shop.hub.open_customer = unknown  # type: ignore[method-assign]  # this hub has no such customer
    assert mending.customer_of(refused(annas("o1", "n")), MILA, ONLINE) is None


def test_sign_in_that_has_run_out_is_said(shop: FakeShop) -> None:
    def ended(staff_grant: str, customer_id: str) -> Granted:
        raise HubRefused("grant_ended", 403)

    shop.hub.open_customer = ended  # type: ignore[method-assign]  # this hub ended the sign-in
    with pytest.raises(HubRefused, match="grant_ended"):
        shop.terminal.mending.customer_of(refused(annas("o1", "n")), MILA, ONLINE)
