"""The shopper's journey: online, as a guest, with the cable cut, and back."""

from __future__ import annotations

from kiosk.demo.labels import link
from kiosk.demo.player import Player
from kiosk.demo.shop.showcase import ANNA, HOSTILE, RAIN_JACKET, RUBBER_BOOTS, TSHIRT, guest
from kiosk.domain.customers import Recognition

NOT_OURS = "4006381333931"
ADDRESS = "https://shop.example/you-have-won"


class ShopperThread(Player):
    """Plays a shopper at the kiosk."""

    def play(self) -> None:
        """Play the whole thread."""
        self._arrive()
        self._choose()
        self._identify()
        self.thread.step("checkout", self.tap("order"), self.on_page("checkout"))
        self.order("online")
        self._leave("finish")
        self._bad_codes()
        self._guest()
        self._offline()

    def _arrive(self) -> None:
        shell = self.kiosk.ui.shell

        def ready() -> bool:
            return bool(shell.linkState == "online" and shell.catalogueReady)

        self.thread.step("attract", lambda: None, lambda: ready() and self.hands.sees("headline"))

    def _choose(self) -> None:
        step, tile = self.thread.step, f"tile.{TSHIRT.product_id}"
        step("scan-product", lambda: self.hold_up(RAIN_JACKET.gtin13), self.on_page("product"))
        step("choose-home-delivery", self.tap("way.delivery:"), self.sees("way.delivery:"))
        step("add", self.tap("add"), self.sees("added"))
        step("search", self._search_t_shirt, self.sees(tile))
        step("open-found", self.tap(tile), self.on_page("product"))
        step("digital-link", lambda: self.hold_up(link(TSHIRT.gtin13)), self.on_page("product"))

    def _identify(self) -> None:
        hands, step = self.hands, self.thread.step
        step(
            "scan-card-with-wedge",
            lambda: hands.scan_with_wedge(ANNA.card_number),
            lambda: self.state.recognition is Recognition.RECOGNISED and hands.sees("customer"),
        )
        step("web-basket-is-here", self.tap("toBasket"), self.sees("brought"))
        step("undo-merge", self.tap("brought.action"), self.sees("apart"))
        step("bring-over-again", self.tap("apart.action"), self.sees("brought"))
        before = self.pieces
        step(
            "changed-on-the-web",
            lambda: self.world.on_the_web(ANNA.id, RUBBER_BOOTS.sku),
            lambda: self.pieces == before + 1,
        )
        step(
            "show-app-code",
            lambda: self.hold_up(self.world.app_code(ANNA.id)),
            lambda: self.state.recognition is Recognition.PROVEN,
        )

    def _leave(self, name: str) -> None:
        """Finish; the next shopper sees nothing of this one."""
        self.thread.step(
            f"{name}-nothing-left",
            self.tap("finish"),
            lambda: (
                self.on_page("attract")()
                and not self.state.lines
                and self.state.customer is None
                and not self.hands.reads("Анна")
            ),
        )

    def _bad_codes(self) -> None:
        step = self.thread.step
        sees, reads = self.sees, self.hands.reads
        step("unknown-code", lambda: self.hold_up(NOT_OURS), sees("unknown.lookUp"))
        step("looked-up", self.tap("unknown.lookUp"), sees("unknown.said"))
        step("help-is-coming", self.tap("unknown.call"), sees("unknown.coming"))
        step("unknown-closed", self.tap("unknown.close"), lambda: not sees("unknown.digits")())
        step("web-address", lambda: self.hold_up(ADDRESS), lambda: reads("shop.example"))
        step("hostile-name", lambda: self.hold_up(HOSTILE.gtin13), self.on_page("product"))
        step("hostile-added", self.tap("add"), self.sees("added"))
        step("still-there", lambda: None, self.sees("stillThere"))
        step("i-am-here", self.tap("stillThere.here"), lambda: not self.hands.sees("stillThere"))
        step(
            "walked-away-nothing-left",
            self._shown.clear,
            lambda: self.on_page("attract")() and not self.state.lines,
        )

    def _guest(self) -> None:
        hands, step, who = self.hands, self.thread.step, guest()
        step("guest-scans", lambda: self.hold_up(RAIN_JACKET.gtin13), self.on_page("product"))
        hands.tap("add")
        step("guest-basket", self.tap("toBasket"), self.on_page("basket"))
        step("guest-checkout", self.tap("order"), self.on_page("checkout"))
        step("guest-phone-missing", self.tap("place"), self.sees("phone.problem"))
        for name, text in [("street", who.street), ("house", who.house)]:
            hands.tap(name)
            hands.type(text)
        step("guest-keyboard", self.tap("phone"), self.sees("key.enter"))
        hands.type_on_glass(who.phone)
        step("guest-form", lambda: None, lambda: not hands.sees("key.enter"))
        self.order("guest")
        self._leave("guest")

    def _offline(self) -> None:
        step, shell = self.thread.step, self.kiosk.ui.shell
        code = self.world.app_code(ANNA.id)
        step("cable-cut", self.world.cable.cut, lambda: shell.linkState == "offline")
        step("offline-product", lambda: self.hold_up(RAIN_JACKET.gtin13), self.on_page("product"))
        step("offline-add", self.tap("add"), self.sees("added"))
        step("offline-search", self._search_t_shirt, self.sees(f"tile.{TSHIRT.product_id}"))
        step(
            "offline-app-code",
            lambda: self.hold_up(code),
            lambda: self.state.recognition is Recognition.PROVEN,
        )
        step("offline-basket", self.tap("basketButton"), self.on_page("basket"))
        step("offline-checkout", self.tap("order"), self.on_page("checkout"))
        self.order("offline")
        self._leave("offline")

    def _search_t_shirt(self) -> None:
        self.kiosk.ui.shell.home()
        self.tap("searchBox")()
        self.hands.wait(self.on_page("search"), "the search page")
        self.hands.type("футболка воскр")
