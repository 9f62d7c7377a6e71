"""Signing in and out on the tablet."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.errors import HubRefused
from kiosk.ui.models.people.staff import StaffModel
from kiosk.wire.staff import SignedIn
from tests.assistant_steps import Build, pad, sign_in, tablet
from tests.fakes import ANNA_CARD, BADGE, RAIN_98
from tests.gates import Gate
from tests.ui_driver import Driver, live_strings


def staff(driver: Driver) -> StaffModel:
    model = driver.ui.models["staff"]
    assert isinstance(model, StaffModel)
    return model


def test_badge_and_pin_open_the_customers(build: Build) -> None:
    driver = tablet(build)
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("customers")
    assert driver.has("rail.customers")
    assert "Мила" in driver.texts()


def test_number_then_pin_can_be_typed_on_a_keyboard(build: Build) -> None:
    driver = tablet(build)
    driver.type("1048")
    driver.key(Qt.Key.Key_Return)
    driver.type("1235")
    driver.key(Qt.Key.Key_Backspace)
    driver.type("4")
    driver.key(Qt.Key.Key_Return)
    driver.wait_page("customers")


def test_pin_is_never_on_the_glass_and_gone_after_the_try(build: Build) -> None:
    driver = tablet(build)
    driver.scan(BADGE)
    pad(driver, "7391")
    assert staff(driver).property("pinLength") == 4
    assert not any("7391" in text for text in driver.texts())
    assert not any("7391" in text for text in live_strings(staff(driver)))
    driver.tap("signin.go")
    driver.settle()
    assert staff(driver).property("pinLength") == 0
    assert "7391" not in repr(vars(staff(driver)))


def test_wrong_pin_says_so_and_keeps_the_number(build: Build) -> None:
    driver = tablet(build)
    pad(driver, "1048")
    driver.tap("signin.go")
    pad(driver, "9999")
    driver.tap("signin.go")
    driver.settle()
    assert staff(driver).property("problem") == "wrong"
    assert driver.has("signin.problem")
    assert staff(driver).property("number") == "1048"
    pad(driver, "1234")
    assert not driver.has("signin.problem")
    driver.tap("signin.go")
    driver.wait_page("customers")


def test_locked_number_says_when_to_try_again(build: Build) -> None:
    driver = tablet(build)

    def locked(number: str, pin: str) -> SignedIn:
        raise HubRefused("sign_in_locked", 423)

    driver.shop.hub.sign_in = locked  # type: ignore[method-assign]  # this hub locks
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.settle()
    assert staff(driver).property("problem") == "locked"
    assert any("14:11" in text for text in driver.texts())


def test_sign_in_without_network_says_what_is_safe(build: Build) -> None:
    driver = tablet(build, online=False)
    assert driver.has("signin.problem")
    assert any("saved" in text for text in driver.texts())
    driver.scan(BADGE)
    driver.tap("pad.1")
    driver.type("2")
    assert staff(driver).property("pinLength") == 0
    driver.shop.restore_cable()
    driver.wait(lambda: driver.ui.shell.linkState == "online")
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("customers")


def test_network_that_goes_during_a_try_says_so(build: Build) -> None:
    driver = tablet(build)
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.shop.hub.reachable = False
    driver.tap("signin.go")
    driver.settle()
    assert staff(driver).property("problem") == "offline"
    assert any("when the network is back" in text for text in driver.texts())


def test_a_try_under_way_shows_and_takes_no_digits(build: Build) -> None:
    driver = tablet(build)
    answer, go_on = driver.shop.hub.sign_in, Gate()

    def slow(number: str, pin: str) -> SignedIn:
        assert go_on.wait()
        return answer(number, pin)

    driver.shop.hub.sign_in = slow  # type: ignore[method-assign]  # this hub takes its time
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.tap("signin.go")
    assert staff(driver).property("busy")
    driver.tap("pad.5")
    assert staff(driver).property("pinLength") == 0
    go_on.set()
    driver.wait_page("customers")


def test_session_that_ends_during_a_try_stays_signed_out(build: Build) -> None:
    driver = tablet(build)
    answer, go_on = driver.shop.hub.sign_in, Gate()

    def slow(number: str, pin: str) -> SignedIn:
        assert go_on.wait()
        return answer(number, pin)

    driver.shop.hub.sign_in = slow  # type: ignore[method-assign]  # this hub takes its time
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.ui.shell.endSession()
    go_on.set()
    driver.wait(lambda: driver.shop.hub.forgotten == ["staff-grant"])
    assert driver.shop.terminal.session.state.staff is None
    assert driver.ui.shell.page == "sign-in"


def test_scans_before_signing_in_ask_to_sign_in(build: Build) -> None:
    driver = tablet(build)
    for code in (ANNA_CARD, driver.shop.gtin(RAIN_98), driver.shop.hub.app_code()):
        driver.ui.shell.dismissNotice()
        driver.scan(code)
        assert driver.ui.shell.noticeCode == "sign_in_first"
    assert driver.shop.terminal.session.state.customer is None


def test_sign_out_asks_ends_at_the_hub_and_returns_to_the_form(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.tap("rail.sign-out")
    driver.settle()
    driver.tap("signOut.stay")
    assert driver.ui.shell.page == "customers"
    driver.tap("rail.sign-out")
    driver.settle()
    driver.tap("signOut.go")
    driver.settle()
    assert driver.ui.shell.page == "sign-in"
    assert driver.shop.hub.forgotten == ["staff-grant"]
    assert not driver.has("rail.customers")
    assert not any("Мила" in text for text in live_strings(staff(driver)))


def test_another_badge_while_signed_in_changes_nothing(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.scan(BADGE)
    assert driver.ui.shell.noticeCode == "badge_other"
    assert driver.ui.shell.page == "customers"


def test_no_view_model_grows_a_metaobject_of_its_own(build: Build) -> None:
    """A slot without @Slot gives its object one; QML then takes a freed one's for another's."""
    driver = sign_in(tablet(build))
    for model in (*driver.ui.models.values(), driver.ui.shell):
        assert "__METAOBJECT__" not in vars(model), type(model).__name__
