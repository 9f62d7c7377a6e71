"""The terminal's hub client, catalogue and outbox against the real hub."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.customers import Recognition
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.ids import OrderNumber
from kiosk.errors import HubRefused, HubUnreachable, NotAuthorised
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.hub_client.client import HubClient
from kiosk.ports.catalogue import FeedPosition
from kiosk.ports.hub import Hub
from kiosk.wire.checkouts import CheckoutLine, CheckoutRequest
from kiosk.wire.feed import PAGE_LIMIT, StockChange
from kiosk.wire.orders import OrderBody
from kiosk.wire.snapshot import verify
from kiosk.wire.terminals import Enrolled, EnrolRequest
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.store.key_backup import unwrap_key, wrap_key

ANNA = "2990000000018"


@dataclass(frozen=True)
class Device:
    """A terminal that enrolled itself as the application does."""

    enrolled: Enrolled
    client: HubClient


@pytest.fixture
def device(hub: HubServer) -> Iterator[Device]:
    code = admin.new_enrolment_code(hub.engine, "shopper", "store-a", "T9")
    nobody = HubClient(hub.url, "")
    enrolled = nobody.enrol(EnrolRequest(code, "test", "1"))
    nobody.close()
    client = HubClient(hub.url, enrolled.token)
    yield Device(enrolled, client)
    client.close()


@pytest.fixture
def port(device: Device) -> Hub:
    return device.client


@pytest.fixture
def files(tmp_path: Path) -> Iterator[CatalogueFiles]:
    opened = CatalogueFiles(tmp_path / "terminal")
    yield opened
    opened.close()


def take_catalogue(device: Device, files: CatalogueFiles) -> FeedPosition:
    port: Hub = device.client
    manifest = verify(port.manifest(), device.enrolled.app_code_keys, datetime.now(UTC))
    part, heard = files.part(manifest), list[int]()
    port.download_catalogue(manifest, part, heard.append)
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])  # as if it had broken off
    port.download_catalogue(manifest, part, heard.append)
    assert part.read_bytes() == whole
    assert heard[-1] == manifest.packed_size
    files.install(manifest)
    position = files.position()
    assert position is not None
    return position


def test_a_code_enrols_once_and_a_revoked_terminal_is_told(hub: HubServer, device: Device) -> None:
    with pytest.raises(HubRefused) as refused:
        device.client.enrol(EnrolRequest("WRONG-CODE", "test", "1"))
    assert refused.value.code == "enrolment_code_unknown"
    admin.revoke_terminal(hub.engine, device.enrolled.terminal_id)
    with pytest.raises(NotAuthorised) as revoked:
        device.client.changes(0, PAGE_LIMIT)
    assert revoked.value.code == "terminal_revoked"


def test_the_stores_key_can_be_wrapped_to_the_hub(hub: HubServer, device: Device) -> None:
    key = bytes(range(32))
    wrapped = wrap_key(key, device.enrolled.recovery_key)
    assert unwrap_key(wrapped, hub.keys.recovery) == key


def test_catalogue_and_feed_reach_the_terminal(
    hub: HubServer, device: Device, port: Hub, files: CatalogueFiles
) -> None:
    position = take_catalogue(device, files)
    catalogue = LocalCatalogue(files)
    assert [hit.product.id for hit in catalogue.search("колготки теплые 98", 5)] == ["p3"]
    admin.set_price(hub.engine, "S1", 77_700)
    admin.set_stock(hub.engine, "S1", "store-a", 9)
    page = port.changes(position.sequence, PAGE_LIMIT)
    files.apply_page(page)
    variant = catalogue.variant("S1")
    assert variant is not None and variant.list_price.minor == 77_700
    levels = {level.location_id: level.on_hand for level in catalogue.stock_of(["S1"])["S1"]}
    assert levels == {"store-a": 9, "store-b": 5, "warehouse": 10}
    assert page.catalogue == position.sha256
    assert files.position() == replace(position, sequence=page.next)


def test_prices_that_were_set_at_once_are_seen_at_once(
    hub: HubServer, device: Device, port: Hub, files: CatalogueFiles
) -> None:
    position = take_catalogue(device, files)
    catalogue = LocalCatalogue(files)
    admin.set_prices(hub.engine, {"S1": 1, "S2": 2, "S3": 3})
    seen, since = [], position.sequence
    for _ in range(3):
        page = port.changes(since, 1)
        files.apply_page(page)
        since = page.next
        found = [catalogue.variant(sku) for sku in ("S1", "S2", "S3")]
        seen.append([variant.list_price.minor for variant in found if variant])
    before = [100_000, 200_000, 50_000]
    assert seen == [before, before, [1, 2, 3]]


def test_a_replayed_order_answers_like_the_first_time(
    port: Hub, make_order: Callable[..., OrderBody]
) -> None:
    order = make_order()
    number = str(OrderNumber("T9", 1))
    body = msgspec.json.encode(msgspec.structs.replace(order, number=number))
    first = port.put_order(order.id, body)
    answer = first.answer
    assert (answer.order_id, answer.number, answer.to_pay) == (order.id, number, order.to_pay)
    assert (answer.status, first.epoch) == ("confirmed", port.status().epoch)
    assert port.put_order(order.id, body) == first
    with pytest.raises(HubRefused) as reused:
        port.put_order(order.id, body.replace(b'"ru"', b'"en"'))
    assert (reused.value.code, reused.value.status) == ("order_id_reused", 422)


def test_a_checkout_holds_until_it_is_let_go(hub: HubServer, port: Hub) -> None:
    def reserved() -> int:
        page = port.changes(0, PAGE_LIMIT)
        told = [one for one in page.changes if isinstance(one, StockChange)]
        return told[-1].level.reserved

    checkout_id = str(uuid.uuid4())
    line = CheckoutLine("S1", 2, FulfilmentKind.COLLECT, "store-b", "store-b")
    answer = port.hold(checkout_id, CheckoutRequest((line,)))
    assert [one.held for one in answer.lines] == [True]
    assert reserved() == 2
    port.let_go(checkout_id)
    assert reserved() == 0
    granted = port.recognise(ANNA)
    basket = port.basket(granted.grant, granted.account.basket_id)
    request = CheckoutRequest((line,), granted.account.basket_id)
    assert port.hold(checkout_id, request, granted.grant, basket.version).lines == answer.lines
    with pytest.raises(HubRefused) as changed:
        port.hold(checkout_id, request, granted.grant, basket.version - 1)
    assert (changed.value.code, changed.value.status) == ("basket_changed", 412)


def test_staff_are_told_of_a_wrong_clock_and_close_the_task(
    port: Hub, make_order: Callable[..., OrderBody]
) -> None:
    order = make_order(created_at="2001-01-01T00:00:00+00:00", number=str(OrderNumber("T9", 1)))
    port.put_order(order.id, msgspec.json.encode(order))
    staff = port.sign_in("17", "4711")
    (task,) = port.staff_tasks(staff.grant)
    assert (task.kind, task.order_id) == ("clock", order.id)
    port.finish_task(staff.grant, task.id)
    assert port.staff_tasks(staff.grant) == ()


def test_the_stream_says_what_is_there_until_the_terminal_hangs_up(
    hub: HubServer, device: Device
) -> None:
    admin.set_price(hub.engine, "S1", 77_700)
    heard: list[int] = []

    def hear(sequence: int) -> None:
        heard.append(sequence)
        if sequence == 1:
            device.client.hang_up()

    with pytest.raises(HubUnreachable) as ended:
        device.client.listen(hear)
    assert (heard[-1], ended.value.args_["why"]) == (1, "closing")


def test_a_card_recognises_and_its_basket_is_appended_to(port: Hub) -> None:
    granted = port.recognise(ANNA)
    account = granted.account
    assert account.recognition is Recognition.RECOGNISED
    with pytest.raises(HubRefused):
        port.profile(granted.grant)
    before = port.basket(granted.grant, account.basket_id)
    op = BasketOp("op-9", OpKind.ADD, "S2", 1, "store", "2025-06-01T00:00:00+00:00")
    after = port.append(granted.grant, account.basket_id, [op])
    assert [one.id for one in after.log] == [*(one.id for one in before.log), "op-9"]
    assert port.append(granted.grant, account.basket_id, [op]) == after
    port.forget(granted.grant)
    with pytest.raises(HubRefused) as ended:
        port.basket(granted.grant, account.basket_id)
    assert not isinstance(ended.value, NotAuthorised)
    with pytest.raises(HubRefused) as unknown:
        port.recognise("2990000000995")
    assert unknown.value.code == "card_unknown"


def test_an_assistant_finds_and_opens_a_customer(port: Hub) -> None:
    with pytest.raises(HubRefused) as wrong:
        port.sign_in("17", "0000")
    assert wrong.value.code == "sign_in_failed"
    staff = port.sign_in("17", "4711")
    assert datetime.fromisoformat(staff.expires_at) > datetime.now(UTC) + timedelta(minutes=1)
    (found,) = port.find_customers(staff.grant, "елкина")
    opened = port.open_customer(staff.grant, found.customer_id)
    assert port.profile(opened.grant).account.recognition is Recognition.PROVEN
    port.sign_out(staff.grant)
    with pytest.raises(HubRefused):
        port.find_customers(staff.grant, "елкина")
