"""Hand-written fakes of `kiosk.ports`: a small shop in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk import __version__
from kiosk.domain.catalogue import (
    Category,
    Location,
    Product,
    Promotion,
    Terms,
    Variant,
)
from kiosk.domain.money import Money
from kiosk.domain.receipts import Receipt
from kiosk.domain.stock import StockLevel
from kiosk.errors import (
    BadInput,
    DeviceFault,
    KioskError,
)
from kiosk.lanes import Lanes
from kiosk.ports.catalogue import FeedPosition, ProductHit, Refusal
from kiosk.ports.devices import ViewFrame
from kiosk.ports.machine import Deliver
from kiosk.services.build import Place, Ports, build_terminal
from kiosk.services.hub_time import HubTime
from kiosk.services.terminal import Terminal
from kiosk.wire.feed import ChangesPage
from kiosk.wire.search_text import fold
from kiosk.wire.snapshot import Manifest
from kiosk.words.receipts import Texts
from tests.fake_hub import FakeClock, FakeHub
from tests.fake_outbox import FakeActions, FakeOutbox
from tests.fake_scanner import FakeScannerSetup
from tests.fake_shop_data import (
    ANNA_CARD,
    BADGE,
    BOOTS,
    CATEGORIES,
    HERE,
    HOSTILE_NAME,
    LOCATIONS,
    PRODUCTS,
    PROMOTIONS,
    RAIN_98,
    STRANGER_CARD,
    TEE,
    TERMS,
    VARIANTS,
    rub,
    stock,
)

__all__ = [
    "ANNA_CARD",
    "BADGE",
    "BOOTS",
    "CATEGORIES",
    "HERE",
    "HOSTILE_NAME",
    "LOCATIONS",
    "PRODUCTS",
    "RAIN_98",
    "STRANGER_CARD",
    "TEE",
    "VARIANTS",
    "FakeCamera",
    "FakeCatalogue",
    "FakeClock",
    "FakeHub",
    "FakeOutbox",
    "FakePictures",
    "FakePrinter",
    "FakeShop",
    "FakeStore",
    "build_fake_shop",
    "raise_bug",
    "rub",
]


class FakeCatalogue:
    """The catalogue in dictionaries; `missing` is the time before the first file.

    `prices` are list prices that changed, by SKU; `running` the promotions.
    """

    def __init__(self) -> None:
        self.missing = False
        self.stock = stock()
        self.gone: set[str] = set()
        self.prices: dict[str, Money] = {}
        self.running: Sequence[Promotion] = PROMOTIONS

    def variant_by_gtin(self, gtin14: str) -> Variant | None:
        return next((self._priced(v) for v in VARIANTS.values() if gtin14 in v.gtins), None)

    def variant(self, sku: str) -> Variant | None:
        found = None if sku in self.gone else VARIANTS.get(sku)
        return self._priced(found) if found else None

    def by_article(self, text: str) -> Sequence[Variant]:
        wanted = "-".join(text.upper().split())
        found = [self._priced(v) for v in VARIANTS.values() if v.sku.upper() == wanted]
        return found or [
            self._priced(v) for v in VARIANTS.values() if v.product_id.upper() == wanted
        ]

    def product(self, product_id: str) -> Product | None:
        return PRODUCTS.get(product_id)

    def variants_of(self, product_id: str) -> Sequence[Variant]:
        return [self._priced(v) for v in VARIANTS.values() if v.product_id == product_id]

    def categories(self) -> Sequence[Category]:
        self._there()
        return CATEGORIES

    def in_category(self, category_id: str, limit: int, offset: int) -> Sequence[ProductHit]:
        hits = [self._hit(p) for p in PRODUCTS.values() if p.category_id == category_id]
        return hits[offset : offset + limit]

    def search(self, text: str, limit: int) -> Sequence[ProductHit]:
        wanted = fold(text).split()
        hits = [
            self._hit(p)
            for p in PRODUCTS.values()
            if all(w in fold(" ".join((*p.name.values(), p.brand))) for w in wanted)
        ]
        return hits[:limit] if wanted else []

    def stock_of(self, skus: Sequence[str]) -> Mapping[str, Sequence[StockLevel]]:
        return {sku: self.stock.get(sku, ()) for sku in skus}

    def locations(self) -> Mapping[str, Location]:
        return {} if self.missing else LOCATIONS

    def promotions(self) -> Sequence[Promotion]:
        return self.running

    def terms(self) -> Terms:
        self._there()
        return TERMS

    def at_once(self) -> AbstractContextManager[None]:
        return nullcontext()

    def _there(self) -> None:
        if self.missing:
            raise BadInput("catalogue_missing")

    def _priced(self, variant: Variant) -> Variant:
        return replace(variant, list_price=self.prices.get(variant.sku, variant.list_price))

    def _hit(self, product: Product) -> ProductHit:
        first = self.variants_of(product.id)[0]
        return ProductHit(product, first.colour, first.list_price)


class FakeStore:
    """A catalogue store that is always at the same place; `taken` are the files it got."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.at: FeedPosition | None = FeedPosition("epoch-1", 7, "0" * 64, 7)
        self.taken: list[Manifest] = []
        self.refusal: Refusal | None = None

    def position(self) -> FeedPosition | None:
        return self.at

    def part(self, manifest: Manifest) -> Path:
        return self._folder / manifest.packed_sha256

    def install(self, manifest: Manifest) -> None:
        self.taken.append(manifest)
        self.refusal = None
        sequence = manifest.sequence
        self.at = FeedPosition(manifest.epoch, sequence, manifest.sha256, sequence)

    def apply_page(self, page: ChangesPage, after: int = 0) -> None:
        if self.at is not None:
            self.at = replace(self.at, epoch=page.epoch, sequence=page.next)

    def refused(self) -> Refusal | None:
        return self.refusal

    def note_refusal(self, refusal: Refusal) -> None:
        self.refusal = refusal


class FakePictures:
    """Keeps pictures in a folder; `refusal` is why nothing is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.refusal: KioskError | None = None

    def find(self, picture: str) -> Path | None:
        path = self.folder / picture
        return path if path.exists() else None

    def keep(self, picture: str, data: bytes) -> Path:
        if self.refusal is not None:
            raise self.refusal
        path = self.folder / picture
        path.write_bytes(data)
        return path


class FakePrinter:
    """Keeps what was printed; `fault` is what goes wrong."""

    def __init__(self) -> None:
        self.fault = ""
        self.printed: list[Receipt] = []

    def print(self, receipt: Receipt) -> None:
        self.check()
        self.printed.append(receipt)

    def check(self) -> None:
        if self.fault:
            raise DeviceFault(self.fault)


@dataclass
class FakeSounds:
    """What would have been heard, in order: `scanned` and `refused`."""

    heard: list[str] = field(default_factory=list)

    def warm(self) -> None:
        pass

    def scanned(self) -> None:
        self.heard.append("scanned")

    def refused(self) -> None:
        self.heard.append("refused")


@dataclass
class FakeCamera:
    """A camera that sees what it is given; `asked` is what it was asked for."""

    seen: ViewFrame | None = None
    asked: list[str] = field(default_factory=list)

    def frame(self) -> ViewFrame | None:
        return self.seen

    def stir(self) -> None:
        self.asked.append("stir")

    def light(self, on: bool) -> None:
        self.asked.append(f"light {'on' if on else 'off'}")


@dataclass
class FakeShop:
    """A terminal over fakes, with the fakes to play the outside world."""

    clock: FakeClock
    hub: FakeHub
    catalogue: FakeCatalogue
    store: FakeStore
    outbox: FakeOutbox
    actions: FakeActions
    printer: FakePrinter
    pictures: FakePictures
    sounds: FakeSounds
    camera: FakeCamera
    terminal: Terminal

    def cut_cable(self) -> None:
        """Let the hub be out of reach; the next round notices."""
        self.hub.reachable = False
        self.terminal.syncing.tick()

    def restore_cable(self) -> None:
        """Bring the hub back."""
        self.hub.reachable = True
        self.terminal.syncing.tick()

    def gtin(self, sku: str) -> str:
        """What the barcode of a variant says."""
        return VARIANTS[sku].gtins[0][1:]


def no_texts(language: str) -> Texts:
    raise AssertionError("nothing is printed here")


def build_fake_shop(
    folder: Path,
    deliver: Deliver,
    on_bug: Callable[[BaseException], None],
    texts: Callable[[str], Texts] | None = None,
    mode: str = "shopper",
    language: str = "ru",
) -> FakeShop:
    """Build a terminal over fakes; close `terminal.lanes` afterwards."""
    clock = FakeClock()
    hub, catalogue, outbox = FakeHub(clock), FakeCatalogue(), FakeOutbox()
    lanes = Lanes(deliver, on_bug, clock)
    clock.moved = lanes.look_at_clock
    printer, store, actions = FakePrinter(), FakeStore(folder), FakeActions()
    pictures, sounds, camera = FakePictures(folder), FakeSounds(), FakeCamera()
    ports = Ports(
        hub=hub,
        catalogue=catalogue,
        files=store,
        outbox=outbox,
        actions=actions,
        sounds=sounds,
        printer=printer if texts else None,
        pictures=pictures,
    )
    place = Place(mode, HERE, "T7", {"k1": hub.public_key()}, language)
    built = build_terminal(ports, place, HubTime(clock), lanes, texts or no_texts, __version__)
    terminal = replace(built, scanner_setup=FakeScannerSetup(), camera=camera)
    return FakeShop(
        clock, hub, catalogue, store, outbox, actions, printer, pictures, sounds, camera, terminal
    )


def raise_bug(error: BaseException) -> None:
    """Let a bug in a lane fail the test; a fault without a handler is one, too."""
    if isinstance(error, KioskError):
        raise AssertionError(f"nobody handled {error.code}") from error
    raise error
