"""The catalogue on this terminal: reading it, keeping it current, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kiosk.domain.catalogue import Category, Colour, Location, Product, Promotion, Terms, Variant
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.wire.feed import ChangesPage
from kiosk.wire.snapshot import Manifest


class Catalogue(Protocol):
    """The catalogue file with newer prices, stock and promotions laid over it."""

    def variant_by_gtin(self, gtin14: str) -> Variant | None: ...
    def variant(self, sku: str) -> Variant | None: ...
    def by_article(self, text: str) -> Sequence[Variant]:
        """Return the variants of a SKU or of a product's article number, folded as a search."""

    def product(self, product_id: str) -> Product | None: ...
    def variants_of(self, product_id: str) -> Sequence[Variant]: ...
    def categories(self) -> Sequence[Category]: ...
    def in_category(self, category_id: str, limit: int, offset: int) -> Sequence[ProductHit]: ...
    def search(self, text: str, limit: int) -> Sequence[ProductHit]: ...
    def stock_of(self, skus: Sequence[str]) -> Mapping[str, Sequence[StockLevel]]: ...
    def locations(self) -> Mapping[str, Location]: ...
    def promotions(self) -> Sequence[Promotion]: ...
    def terms(self) -> Terms: ...
    def at_once(self) -> AbstractContextManager[None]:
        """Let all reads of this thread within see one catalogue, one set of prices and stock."""


@dataclass(frozen=True, slots=True)
class ProductHit:
    """One tile of a list: a product in the colour that matched best; `price` is the lowest."""

    product: Product
    colour: Colour
    price: Money


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """How far this terminal has followed the hub.

    `sha256` names the catalogue file in use, `base` is the last change that it includes,
    `taken_at` when it came into use here (ISO 8601 UTC, "" where that is not known).
    """

    epoch: str
    sequence: int
    sha256: str
    base: int
    taken_at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A catalogue file that was not taken: the code of the `SnapshotRefused`, ISO 8601 UTC."""

    code: str
    at: str


class CatalogueStore(Protocol):
    """The writing side of the catalogue: files on lane `snapshot`, pages on lane `bulk`."""

    def position(self) -> FeedPosition | None:
        """Return where we are; None before the first catalogue."""

    def part(self, manifest: Manifest) -> Path:
        """Where the packed file is downloaded to; what is there already is its beginning.

        Raises `StoreFull` where it would take the room that orders need.
        """

    def install(self, manifest: Manifest) -> None:
        """Unpack and verify the downloaded file, then swap it in for all later reads.

        Raises `SnapshotRefused("snapshot_damaged")`, the file in use stays; `StoreFull`.
        """

    def apply_page(self, page: ChangesPage, after: int = 0) -> None:
        """Apply one page of changes in one transaction; an unfinished batch stays unseen.

        `after` is the position it was asked for; where we fell behind that meanwhile, it
        is not applied: `StoreBroken("catalogue_missing")`, the next round goes on.
        """

    def refused(self) -> Refusal | None:
        """What was last not taken, until a file is taken."""

    def note_refusal(self, refusal: Refusal) -> None:
        """Keep for staff why a file was not taken."""


class PictureStore(Protocol):
    """Product pictures on this terminal's disk, as many bytes as allowed (lane `pictures`)."""

    def find(self, picture: str) -> Path | None:
        """Return a picture's file and count it as used; None where it is not here."""

    def keep(self, picture: str, data: bytes) -> Path:
        """Write a picture; those that were not used for longest go to make room.

        Raises `BadInput("picture_wrong")` where the bytes are not what the name says.
        """
