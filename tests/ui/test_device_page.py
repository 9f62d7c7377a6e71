"""This device in one look, and the first screen before there is a catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from kiosk import __version__
from kiosk.domain.orders import OutboxState
from kiosk.errors import HubUnreachable, KioskError, SnapshotRefused, StoreFull
from kiosk.ports.catalogue import Refusal
from kiosk.ports.orders import OutboxRow
from kiosk.services.snapshots import Coming
from kiosk.ui.models.device.device import DeviceModel, FactRow
from tests.assistant_steps import pad
from tests.fakes import BADGE, FakeStore
from tests.ui_driver import Build, Driver, live_strings

MB = 1_000_000


def store(driver: Driver) -> FakeStore:
    return driver.shop.store


def device(driver: Driver) -> DeviceModel:
    return cast(DeviceModel, driver.ui.models["device"])


def facts(driver: Driver) -> dict[str, FactRow]:
    driver.settle()
    return {row.key: row for row in device(driver).facts.rows}


def told(driver: Driver, coming: Coming | None, fault: KioskError | None = None) -> None:
    """Let the snapshots tell of something, as their lane does."""
    driver.shop.terminal.snapshots._show(coming, fault)
    driver.settle()


def coming(driver: Driver, received: int, size: int = 120 * MB) -> None:
    told(driver, Coming())
    driver.shop.clock.advance(3)
    told(driver, Coming(received, size))


def refuse(driver: Driver, code: str) -> None:
    store(driver).refusal = Refusal(code, driver.shop.clock.now().isoformat())
    told(driver, None, SnapshotRefused(code))


def signed_in(build: Build, **options: object) -> Driver:
    driver = build(**{"mode": "assistant", "language": "en"} | options)
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait(lambda: driver.ui.shell.staffed)
    driver.settle()
    return driver


def at_the_page(build: Build, **options: object) -> Driver:
    driver = signed_in(build, **options)
    driver.ui.shell.open("device")
    driver.wait_page("device")
    return driver


def test_tablet_s_rail_leads_to_it(build: Build) -> None:
    d = signed_in(build)
    d.tap("rail.device")
    d.wait_page("device")
    assert "Everything is in order" in d.texts()


def test_badge_at_the_shopper_s_terminal_leads_to_it(build: Build) -> None:
    d = signed_in(build, mode="shopper")
    d.wait_page("outbox")
    d.tap("outbox.device")
    d.wait_page("device")
    d.tap("back")
    d.wait_page("outbox")


def test_nobody_reaches_it_without_signing_in(build: Build) -> None:
    d = build(mode="shopper")
    d.ui.shell.open("device")
    d.settle()
    assert d.ui.shell.page == "attract"
    assert not device(d).facts.rows


def test_it_says_what_is_in_use_and_which_device_this_is(build: Build) -> None:
    d = at_the_page(build)
    at = store(d).at
    assert at is not None
    taken = (d.shop.clock.now() - timedelta(days=1)).isoformat()
    store(d).at = replace(at, taken_at=taken, sha256="3f2a91c0" + "0" * 56, base=0)
    device(d).open()
    known = facts(d)
    assert {row.tone for row in known.values()} == {"good"}
    assert known["connection"].value == "Connected"
    assert known["catalogue"].value.startswith("In use since 23 November")
    assert known["orders"].value == "All have been sent"
    about = {row.key: row.value for row in device(d).about.rows}
    assert about["version"] == __version__ and about["place"] == "Galereya mall"
    assert about["prefix"] == "T7" and about["file"] == "3f2a91c0 · 7 updates"


def test_new_catalogue_on_its_way_is_told_in_bytes_and_per_cent(build: Build) -> None:
    d = at_the_page(build)
    coming(d, 48 * MB)
    row = facts(d)["new"]
    assert (row.value, row.share) == ("48 of 120 MB · 40%", 0.4)
    assert row.tone == "good" and "stays in use meanwhile." in row.detail
    assert "All is well. A new catalogue is downloading" in d.texts()
    told(d, Coming(120 * MB, 120 * MB))
    assert facts(d)["new"].value == "It is here and being checked…"
    told(d, None)
    assert "new" not in facts(d)


def test_small_catalogue_is_told_with_a_decimal(build: Build) -> None:
    d = at_the_page(build)
    coming(d, 400_000, 1_600_000)
    assert facts(d)["new"].value == "0.4 of 1.6 MB · 25%"


@pytest.mark.parametrize(
    ("code", "tone", "words"),
    [
        ("snapshot_unsigned", "error", "cannot be trusted. Tell IT."),
        ("snapshot_schema", "error", "another version of this program. Tell IT."),
        ("app_too_old", "error", "needs an update."),
        ("snapshot_expired", "waiting", "if this stays, tell IT."),
        ("snapshot_older", "waiting", "if this stays, tell IT."),
        ("snapshot_damaged", "waiting", "if this stays, tell IT."),
    ],
)
def test_refused_catalogue_has_its_reason_and_what_happens(
    build: Build, code: str, tone: str, words: str
) -> None:
    d = at_the_page(build)
    refuse(d, code)
    row = facts(d)["new"]
    assert row.tone == tone and words in row.detail
    assert row.value.startswith("Not installed") and "stays in use" in row.detail
    assert row.detail in "\n".join(d.texts())
    assert device(d).trouble is (tone == "error")


def test_refusal_goes_when_a_catalogue_was_taken(build: Build) -> None:
    d = at_the_page(build)
    refuse(d, "snapshot_unsigned")
    assert device(d).state == "error"
    store(d).refusal = None
    told(d, None)
    assert "new" not in facts(d) and device(d).state == "good"


def test_full_disk_says_that_there_is_no_room(build: Build) -> None:
    d = at_the_page(build)
    told(d, None, StoreFull("store_full"))
    row = facts(d)["new"]
    assert row.value == "No room" and "disk is full" in row.detail and "order" not in row.detail


def test_loss_of_the_network_is_no_fault_of_the_catalogue(build: Build) -> None:
    d = at_the_page(build)
    told(d, None, HubUnreachable("hub_unreachable"))
    assert "new" not in facts(d)


def test_offline_it_says_since_when_and_that_it_goes_on_by_itself(build: Build) -> None:
    d = at_the_page(build)
    d.shop.cut_cable()
    d.shop.terminal.syncing.tick()
    d.wait(lambda: d.ui.shell.linkState == "offline")
    known = facts(d)
    assert known["connection"].value == "No network"
    assert known["connection"].detail.startswith("Last contact: today, ")
    assert known["prices"].tone == "waiting" and "network is back" in known["prices"].detail
    assert device(d).state == "waiting" and device(d).reasons.startswith("Server connection")
    refuse(d, "snapshot_unsigned")
    assert device(d).reasons.startswith("New catalogue · Server connection")


def test_orders_not_sent_and_refused_are_counted(build: Build) -> None:
    d = at_the_page(build)
    at = d.shop.clock.now().isoformat()
    d.shop.outbox.put(OutboxRow("p1", "T7-1", OutboxState.PENDING, at, 1, "", b"{}"))
    device(d).open()
    d.settle()
    assert facts(d)["orders"].value == "1 not sent"
    d.shop.outbox.put(OutboxRow("r1", "T7-2", OutboxState.REJECTED, at, 1, "bad_request", b"{}"))
    device(d).open()
    row = facts(d)["orders"]
    assert row.tone == "error" and row.value == "1 not accepted · 1 not sent"
    assert row.detail.startswith("One order needs your decision")
    assert device(d).trouble is False  # the orders' own button counts them


def test_signing_out_leaves_nothing_of_it(build: Build) -> None:
    d = at_the_page(build, mode="shopper")
    refuse(d, "snapshot_unsigned")
    d.ui.shell.endSession()
    d.wait_page("attract")
    told(d, None)
    assert not device(d).facts.rows and not device(d).trouble
    assert not [text for text in live_strings(device(d)) if "T7" in text]


def test_first_start_names_no_number_before_it_is_known(build: Build) -> None:
    d = build(catalogue=False, language="en")
    told(d, Coming())
    d.shop.clock.advance(3)
    told(d, Coming())
    assert d.has("noCatalogue") and not d.has("noCatalogue.progress")
    assert not [text for text in d.texts() if any(c.isdigit() for c in text)]


def test_first_start_that_takes_long_says_how_far_it_is(build: Build) -> None:
    d = build(catalogue=False, language="en")
    told(d, Coming())
    told(d, Coming(2 * MB, 120 * MB))
    assert not d.has("noCatalogue.progress")  # what is quick needs no bar
    d.shop.clock.advance(3)
    told(d, Coming(48 * MB, 120 * MB))
    assert d.has("noCatalogue.progress") and "48 of 120 MB · 40%" in d.texts()
    told(d, Coming(120 * MB, 120 * MB))
    assert "Checking the catalogue…" in d.texts() and not d.has("noCatalogue.progress")


def test_first_catalogue_that_is_refused_asks_for_an_assistant(build: Build) -> None:
    d = build(catalogue=False, language="en")
    told(d, None, SnapshotRefused("app_too_old", needed="9.0"))
    said = "\n".join(d.texts())
    assert "Please ask an assistant" in said and "For staff" in said
    assert "newer version" in said and "Tell IT" in said
    told(d, Coming(), SnapshotRefused("app_too_old", needed="9.0"))  # the next try begins
    assert "newer version" in "\n".join(d.texts())


def test_first_start_offline_says_so_and_not_what_was_refused(build: Build) -> None:
    d = build(catalogue=False, online=False, language="en")
    told(d, None, HubUnreachable("hub_unreachable"))
    assert any("server does not answer" in text for text in d.texts())
