"""A terminal that holds orders and is to go: what store IT types, and what the hub has after it."""

from __future__ import annotations

import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.demo.shop.showcase import HERE, TSHIRT, guest
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Address, Contact, Payment
from kiosk.hub import admin
from kiosk.lanes import Lane
from kiosk.secrets import open_secrets
from kiosk.services.checkout import Form
from kiosk.services.enrolling import STORE_KEY, identity
from kiosk.services.session import Choice
from kiosk.wire.orders import OrderBody
from tests.journey.conftest import Shop

Say = pytest.CaptureFixture[str]


@pytest.fixture
def it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A running terminal whose settings the command line sees as well."""
    monkeypatch.setenv("KIOSK_HUB_URL", shop.settings.hub_url)
    monkeypatch.setenv("KIOSK_DATA_DIR", str(shop.settings.data_dir))
    monkeypatch.setenv("KIOSK_SECRETS", "file")
    return shop


def order(shop: Shop) -> OrderBody:
    """Take a guest's order."""
    terminal, who = shop.terminal, guest()
    terminal.session.add(TSHIRT.sku)
    terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    slot = shop.run(Lane.READ, terminal.checkout.slots)[0]
    address = Address(city=who.city, street=who.street, house=who.house, flat=who.flat)
    form = Form(Payment.ON_DELIVERY, address, Contact(who.phone, who.name), slot)
    state, online = terminal.session.state, terminal.syncing.link.online
    view = shop.run(Lane.READ, lambda: terminal.baskets.view(state))
    files = shop.core.ports.files
    placed = shop.run(
        Lane.DISK,
        lambda: terminal.checkout.place(state, view, form, files.position(), online),
    )
    terminal.session.ordered()
    return placed.order


def order_offline(shop: Shop) -> OrderBody:
    shop.online()
    shop.offline()
    return order(shop)


def switch_off(shop: Shop) -> None:
    shop.shut_down()
    shop.core = replace(shop.core, close=lambda: None)  # the fixture shuts it down again


def terminal_id(shop: Shop) -> str:
    return identity(open_secrets(shop.settings.data_dir, "file")).terminal_id


def at_hub(shop: Shop, *arguments: object) -> int:
    return main(["hub", *map(str, arguments), "--data", str(shop.server.hub.data_dir)])


def at_the_hub(shop: Shop) -> list[str]:
    return [record.id for record in admin.list_orders(shop.server.engine)]


def test_a_machine_with_an_order_is_let_go_only_with_its_file_which_places_it_once(
    it: Shop, tmp_path: Path, capsys: Say
) -> None:
    waiting, file = order_offline(it), tmp_path / "orders.file"
    assert main(["unenrol"]) == 1
    assert "close it first" in capsys.readouterr().err
    switch_off(it)
    assert main(["unenrol"]) == 1
    said = capsys.readouterr().err
    assert waiting.number in said
    assert "kiosk export FILE" in said
    assert main(["export", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert waiting.number.encode() not in file.read_bytes()
    assert main(["export", str(file)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["unenrol"]) == 0
    assert waiting.number in capsys.readouterr().out
    assert main(["run"]) == 1
    assert "no terminal yet" in capsys.readouterr().err
    assert at_the_hub(it) == []
    assert at_hub(it, "import-orders", file) == 0
    assert f"{waiting.number}  confirmed\nplaced=1 known=0 refused=0" in capsys.readouterr().out
    assert at_hub(it, "import-orders", file) == 0
    assert "was here before\nplaced=0 known=1 refused=0" in capsys.readouterr().out
    assert at_the_hub(it) == [waiting.id]
    assert (it.settings.data_dir / "terminal.db").exists()
    assert main(["unenrol"]) == 0


def test_an_order_taken_after_the_export_keeps_the_machine(
    it: Shop, tmp_path: Path, capsys: Say
) -> None:
    first = order_offline(it)
    switch_off(it)
    assert main(["export", str(tmp_path / "first")]) == 0
    it.boot()
    second = order(it)
    switch_off(it)
    capsys.readouterr()
    assert main(["unenrol"]) == 1
    said = capsys.readouterr().err
    assert second.number in said
    assert first.number not in said


def test_a_revoked_terminals_order_goes_to_the_hub_in_a_file(
    it: Shop, tmp_path: Path, capsys: Say
) -> None:
    waiting, file = order_offline(it), tmp_path / "orders.file"
    admin.revoke_terminal(it.server.engine, terminal_id(it))
    it.cable.restore()
    switch_off(it)
    assert main(["export", str(file)]) == 0
    assert at_hub(it, "import-orders", file) == 0
    assert at_the_hub(it) == [waiting.id]


def test_an_order_that_arrived_meanwhile_is_not_doubled_by_its_file(
    it: Shop, tmp_path: Path, capsys: Say
) -> None:
    waiting, file = order_offline(it), tmp_path / "orders.file"
    switch_off(it)
    assert main(["export", str(file)]) == 0
    it.cable.restore()
    it.boot()
    it.main.until(lambda: bool(it.settled), "the hub's answer")
    assert at_hub(it, "import-orders", file) == 0
    assert f"{waiting.number}  confirmed, was here before" in capsys.readouterr().out
    assert at_the_hub(it) == [waiting.id]


def test_a_renewal_brings_a_revoked_terminals_order_to_the_hub(it: Shop, capsys: Say) -> None:
    waiting, me = order_offline(it), terminal_id(it)
    switch_off(it)
    it.cable.restore()
    assert at_hub(it, "revoke", me) == 0
    other = admin.new_enrolment_code(it.server.engine, "shopper", HERE, "T8")
    assert main(["enrol", other]) == 1
    assert "hub renew" in capsys.readouterr().err
    assert terminal_id(it) == me
    assert at_hub(it, "renew", me) == 0
    assert main(["enrol", capsys.readouterr().out.strip()]) == 0
    assert terminal_id(it) == me
    it.boot()
    it.main.until(lambda: bool(it.settled), "the hub's answer")
    assert it.settled[0].reason == ""
    assert at_the_hub(it) == [waiting.id]
    assert [row.prefix for row in admin.list_terminals(it.server.engine)] == ["T7"]


def test_a_machine_that_was_let_go_with_its_file_becomes_another_terminal_and_sends_it_not(
    it: Shop, tmp_path: Path
) -> None:
    waiting, file = order_offline(it), tmp_path / "orders.file"
    switch_off(it)
    it.cable.restore()
    assert main(["export", str(file)]) == 0
    assert main(["unenrol"]) == 0
    code = admin.new_enrolment_code(it.server.engine, "shopper", HERE, "T8")
    assert main(["enrol", code]) == 0
    it.boot()
    it.online()
    own = order(it)
    it.terminal.syncing.drain()
    it.main.until(lambda: bool(it.settled), "the hub's answer")
    assert at_the_hub(it) == [own.id]
    assert own.number.startswith("T8-")
    assert at_hub(it, "import-orders", file) == 0
    assert sorted(at_the_hub(it)) == sorted([waiting.id, own.id])


def test_a_store_whose_key_was_lost_is_opened_at_the_hub(
    it: Shop, tmp_path: Path, capsys: Say
) -> None:
    waiting, file = order_offline(it), tmp_path / "orders.file"
    switch_off(it)
    open_secrets(it.settings.data_dir, "file").delete(STORE_KEY)
    for command in (["export", str(file)], ["unenrol"], ["enrol", "AAAAA-AAAAA"]):
        assert main(command) == 1
        assert "hub recover-store" in capsys.readouterr().err
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("terminal.key.wrapped", "terminal.db"):
        assert at_hub(it, "recover-store", copy, "--out", file) == 1
        assert f"{name} is missing" in capsys.readouterr().err
        shutil.copy(it.settings.data_dir / name, copy)
    assert at_hub(it, "recover-store", copy, "--out", file) == 0
    assert at_hub(it, "import-orders", file) == 0
    assert at_the_hub(it) == [waiting.id]


def test_another_users_terminal_is_left_alone(
    it: Shop, monkeypatch: pytest.MonkeyPatch, capsys: Say
) -> None:
    switch_off(it)
    monkeypatch.setattr("os.geteuid", lambda: 54321)
    assert main(["unenrol"]) == 1
    assert "run this as that user" in capsys.readouterr().err


def test_a_machine_that_is_no_terminal_is_let_go_and_nothing_is_made_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("KIOSK_SECRETS", "file")
    assert main(["unenrol"]) == 0
    assert main(["export", str(tmp_path / "file")]) == 0
    assert list(tmp_path.iterdir()) == []
