"""The assistant's journey: sign in, a customer over all channels, order; then offline."""

from __future__ import annotations

from kiosk.demo.player import Player
from kiosk.demo.shop.showcase import ANNA, IVAN, MILA, RAIN_JACKET, RUBBER_BOOTS, TSHIRT
from kiosk.domain.customers import Recognition


class AssistantThread(Player):
    """Plays a sales assistant at the tablet."""

    def play(self) -> None:
        """Play the whole thread."""
        self._sign_in()
        self._serve()
        self._offline()
        self._sign_out()

    def _sign_in(self) -> None:
        step, shell, hands = self.thread.step, self.kiosk.ui.shell, self.hands
        step("sign-in", lambda: None, lambda: shell.linkState == "online" and shell.catalogueReady)
        step(
            "badge",
            lambda: self.hold_up(MILA.badge_number),
            self.sees("signin.number.change"),
        )
        for digit in MILA.pin:
            hands.tap(f"pad.{digit}")
        step("customers", self.tap("signin.go"), self.on_page("customers"))

    def _serve(self) -> None:
        step, hands = self.thread.step, self.hands

        def search() -> None:
            hands.tap("customers.search")
            hands.type("Анна")

        self.world.on_the_web(ANNA.id, RUBBER_BOOTS.sku)
        step("find-customer", search, self.sees(f"customer.{ANNA.id}"))
        step("customer", self.tap(f"customer.{ANNA.id}"), self.on_page("customer"))
        hands.wait(lambda: self.pieces > 0, "the web basket")
        before = self.pieces
        step(
            "changed-on-the-web",
            lambda: self.world.on_the_web(ANNA.id, TSHIRT.sku, 2),
            lambda: self.pieces == before + 2,
        )
        step(
            "scan-into-basket",
            lambda: self.hold_up(RAIN_JACKET.gtin13),
            lambda: self.pieces == before + 3,
        )
        step("timeline-talks", self.tap("timeline.talks"), self.sees("customer.timeline"))
        step("take-over-and-order", self.tap("customer.order"), self.on_page("checkout"))
        self.order("assistant")
        step("next-customer", self.tap("finish"), self.on_page("customers"))

    def _offline(self) -> None:
        step, shell = self.thread.step, self.kiosk.ui.shell
        code = self.world.app_code(IVAN.id)
        step("cable-cut", self.world.cable.cut, lambda: shell.linkState == "offline")
        step(
            "offline-customer",
            lambda: self.hold_up(code),
            lambda: self.state.recognition is Recognition.PROVEN and shell.page == "customer",
        )
        step("offline-scan", lambda: self.hold_up(TSHIRT.gtin13), lambda: self.pieces == 1)
        step("offline-checkout", self.tap("customer.order"), self.on_page("checkout"))
        self.order("assistant-offline")
        step("offline-next", self.tap("finish"), self.on_page("customers"))

    def _sign_out(self) -> None:
        step = self.thread.step
        step("outbox", self.tap("rail.outbox"), self.on_page("outbox"))
        step("sign-out", self.tap("rail.sign-out"), self.sees("signOut.go"))
        step(
            "signed-out-nothing-left",
            self.tap("signOut.go"),
            lambda: (
                self.on_page("sign-in")()
                and self.state.staff is None
                and not self.hands.reads("Анна")
                and not self.hands.reads("Иван")
            ),
        )
