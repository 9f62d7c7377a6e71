"""Scan to receipt without a window: online, with the cable cut, and back."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import msgspec
import pytest

from kiosk.demo.paper import read_paper
from kiosk.demo.shop.showcase import ANNA, RAIN_JACKET, RUBBER_BOOTS, TSHIRT, guest
from kiosk.domain.customers import Recognition
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Address, Contact, OutboxState, Payment
from kiosk.errors import BadInput, KioskError
from kiosk.hub import admin
from kiosk.hub.keys import app_code_for
from kiosk.lanes import Lane
from kiosk.services.basket import BasketView, unsent
from kiosk.services.checkout import Form, Placed
from kiosk.services.link import Reach
from kiosk.services.scanning import ProductFound
from kiosk.services.session import Choice
from tests.hub_client.foreign_server import Reply, Server
from tests.journey.conftest import Shop

ROOT = Path(__file__).resolve().parents[2]


def scan(shop: Shop, code: str) -> None:
    found = shop.run(Lane.READ, lambda: shop.terminal.scanning.resolve(code))
    assert isinstance(found, ProductFound)
    shop.terminal.session.add(found.variant.sku)


def basket(shop: Shop) -> BasketView:
    state = shop.terminal.session.state
    return shop.run(Lane.READ, lambda: shop.terminal.baskets.view(state))


def app_code(shop: Shop) -> str:
    return app_code_for(shop.server.commerce, shop.server.keys, ANNA.id, datetime.now(UTC))


def identify(shop: Shop, code: str) -> None:
    recognising = shop.terminal.recognising
    recognising.app_code(code)
    shop.main.until(lambda: not recognising.busy)


def place(shop: Shop, form: Form) -> Placed:
    terminal, view = shop.terminal, basket(shop)
    state, online = terminal.session.state, terminal.syncing.link.online
    files = shop.core.ports.files
    placed = shop.run(
        Lane.DISK,
        lambda: terminal.checkout.place(state, view, form, files.position(), online),
    )
    assert terminal.receipts is not None
    receipts = terminal.receipts
    shop.run(Lane.PRINTER, lambda: receipts.print(placed.order))
    terminal.session.ordered()
    terminal.syncing.drain()
    return placed


def to_known_address(shop: Shop) -> Form:
    customer = shop.terminal.session.state.customer
    assert customer is not None
    known = customer.account.addresses[0]
    slot = shop.run(Lane.READ, shop.terminal.checkout.slots)[0]
    return Form(Payment.ON_DELIVERY, Address(ref=known.ref, label=known.label), slot=slot)


def to_guest(shop: Shop) -> Form:
    who = guest()
    slot = shop.run(Lane.READ, shop.terminal.checkout.slots)[0]
    address = Address(city=who.city, street=who.street, house=who.house, flat=who.flat)
    return Form(Payment.ON_DELIVERY, address, Contact(who.phone, who.name), slot)


def check_receipt(shop: Shop, placed: Placed) -> None:
    assert shop.paper.wait_for_job(1, 10)
    paper = "\n".join(read_paper(shop.paper.jobs[-1]))
    assert f"[barcode {placed.order.number}]" in paper
    assert f"{placed.order.to_pay.minor / 100:.2f}" in paper
    for line in placed.order.lines:
        assert line.name.split()[0] in paper


def test_an_order_for_home_delivery_reaches_the_hub_and_the_paper(shop: Shop) -> None:
    shop.online()
    scan(shop, RAIN_JACKET.gtin13)
    shop.terminal.session.choose(RAIN_JACKET.sku, Choice(FulfilmentKind.DELIVERY))
    identify(shop, app_code(shop))
    view = basket(shop)
    assert {line.variant.sku for line in view.lines} == {
        RAIN_JACKET.sku,
        RUBBER_BOOTS.sku,
        TSHIRT.sku,
    }
    placed = place(shop, to_known_address(shop))
    shop.main.until(lambda: bool(shop.settled), "the hub's answer")
    assert shop.settled[0].reason == ""
    orders = admin.list_orders(shop.server.engine)
    assert [(o.id, o.order.number) for o in orders] == [(placed.order.id, placed.order.number)]
    check_receipt(shop, placed)
    assert not placed.order.offline


def test_a_signed_code_and_an_order_work_with_the_cable_cut(shop: Shop) -> None:
    shop.online()
    code = app_code(shop)
    shop.offline()
    scan(shop, RAIN_JACKET.gtin13)
    identify(shop, code)
    customer = shop.terminal.session.state.customer
    assert customer is not None
    assert customer.account.recognition is Recognition.PROVEN
    assert (customer.account.first_name, customer.grant) == ("Анна", "")
    placed = place(shop, to_known_address(shop))
    check_receipt(shop, placed)
    assert "receipt.offline" in "\n".join(read_paper(shop.paper.jobs[-1]))
    row = shop.run(Lane.DISK, lambda: shop.core.ports.outbox.row(placed.order.id))
    assert row is not None
    assert row.state in {OutboxState.PENDING, OutboxState.SENT}
    assert admin.list_orders(shop.server.engine) == ()
    shop.cable.restore()
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    assert [o.id for o in admin.list_orders(shop.server.engine)] == [placed.order.id]
    assert shop.settled[0].answer is not None


@pytest.mark.parametrize("step", ["scan", "identify", "basket", "order"])
def test_the_cable_may_be_cut_at_any_step(shop: Shop, step: str) -> None:
    shop.online()
    code = app_code(shop)
    work: dict[str, Callable[[], object]] = {
        "scan": lambda: scan(shop, RAIN_JACKET.gtin13),
        "identify": lambda: identify(shop, code),
        "basket": lambda: basket(shop),
        "order": lambda: place(shop, to_known_address(shop)),
    }
    for name, do in work.items():
        if name == step:
            shop.cable.cut()  # the terminal does not know yet
        do()
    shop.cable.restore()
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    assert shop.settled[0].reason == ""
    assert len(admin.list_orders(shop.server.engine)) == 1


def test_an_order_whose_answer_was_lost_is_not_doubled(shop: Shop) -> None:
    shop.online()
    scan(shop, TSHIRT.gtin13)
    form = to_guest(shop)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    placed = place(shop, form)
    shop.main.until(lambda: bool(shop.settled), "the hub's answer")
    first = shop.settled[0].answer
    again = shop.run(Lane.NET, lambda: shop.core.ports.hub.put_order(placed.order.id, placed.body))
    assert again.answer == first
    assert len(admin.list_orders(shop.server.engine)) == 1


def test_a_captive_portal_refuses_no_order(shop: Shop) -> None:
    shop.online()
    hub = shop.server.url.removeprefix("http://").split(":")
    portal = Server()
    portal.reply = Reply(404, "text/html", b"<html>Please sign in to StoreWiFi</html>")
    shop.cable.lead_to(("127.0.0.1", int(portal.url.rsplit(":", 1)[1])))
    shop.main.until(lambda: shop.terminal.syncing.link.reason == "hub_nonsense", "the portal")
    scan(shop, TSHIRT.gtin13)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    placed = place(shop, to_guest(shop))
    assert placed.order.offline
    shop.cable.lead_to((hub[0], int(hub[1])))
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    portal.close()
    assert shop.settled[0].reason == ""


def test_a_hub_that_was_killed_gets_the_order_when_it_is_back(shop: Shop) -> None:
    shop.online()
    shop.server.stop()
    shop.main.until(lambda: not shop.terminal.syncing.link.online, "being offline")
    scan(shop, TSHIRT.gtin13)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    placed = place(shop, to_guest(shop))
    shop.server.start()
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    assert [o.id for o in admin.list_orders(shop.server.engine)] == [placed.order.id]


def test_a_revoked_terminal_keeps_its_orders(shop: Shop) -> None:
    shop.online()
    terminal_id = admin.list_terminals(shop.server.engine)[0].id
    admin.revoke_terminal(shop.server.engine, terminal_id)
    shop.main.until(lambda: shop.terminal.syncing.link.reach is Reach.REFUSED, "the refusal")
    scan(shop, TSHIRT.gtin13)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    placed = place(shop, to_guest(shop))
    row = shop.core.ports.outbox.row(placed.order.id)
    assert row is not None
    assert row.state is OutboxState.PENDING
    assert not shop.settled


def test_an_offline_order_survives_the_terminals_restart(shop: Shop) -> None:
    shop.online()
    shop.offline()
    scan(shop, TSHIRT.gtin13)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    placed = place(shop, to_guest(shop))
    shop.shut_down()
    shop.cable.restore()
    shop.boot()
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    assert [o.id for o in admin.list_orders(shop.server.engine)] == [placed.order.id]


def test_an_order_survives_kill_9_right_after_its_commit(shop: Shop) -> None:
    shop.online()
    shop.shut_down()
    command = [sys.executable, "-m", "tests.journey.place_and_die", shop.cable.url]
    killed = subprocess.run(  # noqa: S603  # our own script
        [*command, str(shop.settings.data_dir)], cwd=ROOT, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    shop.boot()
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    assert [o.id for o in admin.list_orders(shop.server.engine)] == [killed.stdout.decode()]


def test_a_refused_order_stays_and_says_why_and_holds_no_other_back(shop: Shop) -> None:
    shop.online()
    scan(shop, TSHIRT.gtin13)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    good = place(shop, to_guest(shop))
    order = msgspec.structs.replace(
        good.order, id="01900000-0000-7000-8000-000000000001", number=good.order.number[:-1] + "?"
    )
    body = msgspec.json.encode(order)
    shop.run(
        Lane.DISK,
        lambda: shop.core.ports.outbox.commit(order.id, order.number, body, order.created_at),
    )
    scan(shop, RUBBER_BOOTS.gtin13)
    shop.terminal.session.choose(RUBBER_BOOTS.sku, Choice(FulfilmentKind.DELIVERY))
    later = place(shop, to_guest(shop))
    shop.main.until(lambda: len(shop.settled) == 3, "three decisions")
    states = {r.order_id: (r.state, r.reason) for r in shop.core.ports.outbox.rows()}
    assert states[order.id][0] is OutboxState.REJECTED
    assert states[order.id][1] == "order_invalid"
    assert states[good.order.id][0] is OutboxState.ACCEPTED
    assert states[later.order.id][0] is OutboxState.ACCEPTED


def test_what_is_added_here_and_on_the_web_is_one_basket(shop: Shop) -> None:
    shop.online()
    identify(shop, app_code(shop))
    scan(shop, RAIN_JACKET.gtin13)
    state = shop.terminal.session.state
    assert state.customer is not None
    grant, basket_id = state.customer.grant, state.customer.account.basket_id
    on_the_web = replace(state.own[0], id="web-1", sku=TSHIRT.sku, quantity=3)
    admin.append_to_basket(shop.server.engine, basket_id, (on_the_web,), "web")
    log = shop.run(
        Lane.NET, lambda: shop.terminal.baskets.exchange(grant, basket_id, unsent(state))
    )
    shop.terminal.session.adopt(log)
    quantities = {line.sku: line.quantity for line in shop.terminal.session.state.lines}
    assert quantities == {RAIN_JACKET.sku: 1, TSHIRT.sku: 5, RUBBER_BOOTS.sku: 1}


def test_new_prices_and_stock_arrive_and_stay_when_the_cable_is_cut(shop: Shop) -> None:
    shop.online()
    admin.set_price(shop.server.engine, RAIN_JACKET.sku, 123_400)
    admin.set_stock(shop.server.engine, RAIN_JACKET.sku, "S01", 7)

    def seen() -> bool:
        view = shop.terminal.browsing.open_variant(RAIN_JACKET.sku, "")
        return view.list_price.minor == 123_400 and view.ways[0].available == 7

    shop.main.until(seen, "the change")
    shop.offline()
    assert seen()
    assert shop.terminal.browsing.search("дождевик")


def test_a_full_basket_is_checked_before_anything_is_written(shop: Shop) -> None:
    shop.online()
    with pytest.raises(BadInput) as empty:
        place(shop, Form(Payment.AT_TILL))
    assert empty.value.code == "basket_empty"
    scan(shop, TSHIRT.gtin13)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    form = to_guest(shop)
    for changed, code in [
        (replace(form, contact=Contact("12")), "phone_too_short"),
        (replace(form, address=Address(street="x")), "address_incomplete"),
        (replace(form, address=Address(ref="home")), "proof_needed"),
        (replace(form, slot=None), "slot_missing"),
        (replace(form, payment=Payment.ON_COLLECTION), "payment_impossible"),
    ]:
        with pytest.raises(BadInput) as caught:
            place(shop, changed)
        assert caught.value.code == code
    assert shop.core.ports.outbox.rows() == ()


def test_an_unknown_card_is_said_so(shop: Shop) -> None:
    shop.online()
    refusals: list[KioskError] = []
    shop.terminal.recognising.refused.add(refusals.append)
    shop.terminal.recognising.card("2990999999998")
    shop.main.until(lambda: bool(refusals))
    assert refusals[0].code == "card_unknown"
    assert shop.terminal.session.state.customer is None


def test_nothing_personal_is_readable_in_the_terminals_files(shop: Shop) -> None:
    shop.online()
    shop.offline()
    scan(shop, TSHIRT.gtin13)
    shop.terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    form = to_guest(shop)
    place(shop, form)
    secrets = [form.contact.phone[-7:], form.address.street, form.contact.name]
    for path in shop.settings.data_dir.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for secret in secrets:
            assert secret.encode() not in content, path


def test_a_terminal_that_never_restarts_forgets_old_orders_too(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.shut_down()
    shop.cable.cut()  # or the hub would say that no days pass
    days = count(step=3)
    later = lambda _: datetime.now(UTC) + timedelta(days=next(days))  # noqa: E731
    monkeypatch.setattr("kiosk.app.SystemClock.now", later)
    monkeypatch.setattr("kiosk.app.PURGE_EVERY_S", 0.05)
    shop.boot()
    outbox = shop.core.ports.outbox
    outbox.commit("old", "T7-00001-X", b"Pushkin Street 7", "2026-01-01T00:00:00+00:00")
    outbox.accept("old", b"{}", "epoch", 1)

    def body() -> bytes | None:
        row = outbox.row("old")
        return row.body if row else None

    shop.main.until(lambda: body() == b"", "forgetting")
