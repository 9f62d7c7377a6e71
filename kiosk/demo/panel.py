"""What the side panel can do: hold things up, change the web basket, pull the cable."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.demo import labels
from kiosk.demo.paper import read_paper
from kiosk.demo.shop import showcase
from kiosk.demo.world import World
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Demo"
QML_IMPORT_MAJOR_VERSION = 1

PRODUCTS = {
    "Rain jacket, 98": showcase.RAIN_JACKET.gtin13,
    "Rubber boots, 27": showcase.RUBBER_BOOTS.gtin13,
    "T-shirt, 98": showcase.TSHIRT.gtin13,
    "T-shirt, 98, by its link": labels.link(showcase.TSHIRT.gtin13),
    "T-shirt, 98, a marked piece": labels.mark(showcase.TSHIRT.gtin13, "5kZq1Lw3pT7aB"),
    "A very long name": showcase.LONG_NAME.gtin13,
    "A hostile name": showcase.HOSTILE.gtin13,
    "Not from this shop": "4006381333931",
}
CUSTOMERS = {"Анна (gold)": showcase.ANNA, "Иван (no basket)": showcase.IVAN}


@QmlElement
@QmlUncreatable("made by the demo")
class Panel(QObject):
    """Plays the outside world; `hold_up` shows a picture to the terminal's camera."""

    changed = Signal()

    def __init__(self, world: World, hold_up: Callable[[Path], None]) -> None:
        super().__init__()
        self._world = world
        self._hold_up = hold_up
        self._printed: list[str] = []
        self._timer = QTimer(self, interval=500)
        self._timer.timeout.connect(self._look_at_paper)
        self._timer.start()

    @Property("QStringList", constant=True)
    def products(self) -> list[str]:
        """Labels that can be held up."""
        return list(PRODUCTS)

    @Property("QStringList", constant=True)
    def customers(self) -> list[str]:
        """Customers who can come."""
        return list(CUSTOMERS)

    @Property(bool, notify=changed)
    def plugged(self) -> bool:
        """Whether the network cable is in."""
        return self._world.cable.plugged

    @Property(str, notify=changed)
    def paper(self) -> str:
        """The last receipt, as the simulated printer put it on paper."""
        return "\n".join(self._printed)

    @Slot(str)
    def scanProduct(self, name: str) -> None:
        """Hold a product's label before the camera."""
        self._show(PRODUCTS[name])

    @Slot(str)
    def showCard(self, name: str) -> None:
        """Hold a customer's loyalty card before the camera."""
        self._show(CUSTOMERS[name].card_number)

    @Slot(str)
    def showPhone(self, name: str) -> None:
        """Hold a customer's phone with their app's signed code before the camera."""
        customer_id = CUSTOMERS[name].id
        self._apart(lambda: self._show(self._world.app_code(customer_id)))

    @Slot()
    def showBadge(self) -> None:
        """Hold the assistant's badge before the camera."""
        self._show(showcase.MILA.badge_number)

    @Slot()
    def addOnTheWeb(self) -> None:
        """Let Anna add a T-shirt on the website."""
        self._apart(lambda: self._world.on_the_web(showcase.ANNA.id, showcase.TSHIRT.sku))

    @Slot()
    def toggleCable(self) -> None:
        """Pull the network cable, or plug it in again."""
        cable = self._world.cable
        (cable.cut if cable.plugged else cable.restore)()
        self.changed.emit()

    def _show(self, code: str) -> None:
        self._hold_up(self._world.label(code))

    def _apart(self, work: Callable[[], None]) -> None:
        """Do what touches the hub's database beside the main thread."""
        threading.Thread(target=work, name="outside-world", daemon=True).start()

    def _look_at_paper(self) -> None:
        jobs = self._world.paper.jobs
        printed = read_paper(jobs[-1]) if jobs else []
        if printed != self._printed:
            self._printed = printed
            self.changed.emit()
