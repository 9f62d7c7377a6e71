"""What a check is, what it works with, and how all are run."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar, runtime_checkable

from kiosk.domain.basket import BasketLine, BasketOp, OpKind, lines
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.ids import uuid7
from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact
from kiosk.hub.engines.port import CommerceEngine, EngineLine, EngineOrder, Pieces
from kiosk.wire.baskets import BasketState

T = TypeVar("T")
R = TypeVar("R")

AT = "2026-11-28T16:30:00.000+00:00"
AT_ONCE = 12  # callers in a race
MOST_PAGES = 100_000


class Page(Protocol):
    """A page of any reading: where to go on, and whether at once."""

    @property
    def next(self) -> str:
        """Return the cursor to go on from."""

    @property
    def more(self) -> bool:
        """Tell whether there is more now."""


P = TypeVar("P", bound=Page)


class Failed(Exception):
    """The engine did otherwise than the port says."""


@dataclass(frozen=True, slots=True)
class Person:
    """A customer that the engine has."""

    id: str
    card: str
    phone: str
    email: str
    first_name: str
    last_name: str
    basket_id: str


class Hands(Protocol):
    """What the shop's own people do in the engine's back office, played for the checks."""

    def set_free(self, sku: str, location_id: str, pieces: int) -> None:
        """Let exactly so many pieces lie there that can still be allocated."""

    def set_price(self, sku: str, price: Money) -> None:
        """Change a list price."""


@runtime_checkable
class Withdrawing(Protocol):
    """Hands of a shop that can take an article off its list."""

    def withdraw(self, sku: str) -> None:
        """Sell it no more."""


@dataclass
class Bench:
    """An engine on the bench.

    The engine may lack parts of the port: each check says which it needs. `people` are two
    customers at least whose baskets and accounts nobody else changes, `skus` twelve at least of
    different variants sold at `store_id` and delivered from `source_id`; `spare_sku` may be
    withdrawn.
    """

    engine: CommerceEngine
    hands: Hands
    people: tuple[Person, ...]
    skus: Sequence[str]
    spare_sku: str
    store_id: str
    source_id: str
    currency: str
    tier_id: str
    today: str
    _turn: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self, pieces: int) -> str:
        """Return a SKU with so many pieces to be had at the source."""
        sku = self.skus[next(self._turn) % len(self.skus)]
        self.hands.set_free(sku, self.source_id, pieces)
        return sku

    def money(self, minor: int) -> Money:
        """Return an amount of the shop's currency."""
        return Money(minor, self.currency)

    def line(
        self,
        sku: str,
        quantity: int = 1,
        kind: FulfilmentKind = FulfilmentKind.DELIVERY,
        minor: int = 100_000,
        waits: bool = False,
    ) -> EngineLine:
        """Return a line out of the source."""
        at = "" if kind is FulfilmentKind.DELIVERY else self.store_id
        return EngineLine(sku, quantity, kind, at, self.source_id, self.money(minor), waits)

    def order(self, *wanted: EngineLine, who: Person | None = None, points: int = 0) -> EngineOrder:
        """Return an order that nobody has placed: a guest's, or `who`'s."""
        order_id = new_id()
        return EngineOrder(
            id=order_id,
            number=f"KIT-{order_id[-12:]}",
            made_at=AT,
            location_id=self.store_id,
            customer_id=who.id if who else "",
            contact=Contact() if who else Contact("+79005550011", "Мария"),
            deliver_to=Address("", "", "Москва", "Липовая", "8", "15"),
            lines=wanted,
            delivery_fee=self.money(0),
            to_pay=self.money(sum(line.charged.minor for line in wanted)),
            points=points,
        )

    def pieces(self, sku: str) -> Pieces:
        """Return what the engine says lies at the source."""
        pages = walk(self.engine.stock_since)
        rows = [one for page in pages for one in page.pieces]
        mine = [one for one in rows if (one.sku, one.location_id) == (sku, self.source_id)]
        return there(mine[-1] if mine else None, f"stock of {sku}")

    def basket(self, who: Person) -> BasketState:
        """Return a customer's basket."""
        return there(self.engine.basket(who.basket_id), "the customer's basket")

    def change(self, who: Person, *ops: BasketOp, channel: str = "web") -> BasketState:
        """Change a customer's basket."""
        return there(self.engine.change_basket(who.basket_id, ops, channel), "the basket")

    def line_of(self, who: Person, sku: str) -> BasketLine | None:
        """Return the line of a SKU in a customer's basket."""
        return next((one for one in lines(self.basket(who).log) if one.sku == sku), None)

    def quantity(self, who: Person, sku: str) -> int:
        """Return how many pieces of a SKU are in a customer's basket."""
        line = self.line_of(who, sku)
        return line.quantity if line else 0

    def seen(self, who: Person, sku: str) -> tuple[str, ...]:
        """Return what a change of a line, made now, has seen."""
        line = self.line_of(who, sku)
        return line.op_ids if line else ()

    def emptied(self, who: Person) -> None:
        """Take out whatever is in a customer's basket."""
        for one in lines(self.basket(who).log):
            self.change(who, op(OpKind.REMOVE, one.sku, 0, one.op_ids))


Run = Callable[[Bench], None]


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence about engines, and how to find out; `parts` of the port are what it needs."""

    name: str
    parts: tuple[type, ...]
    run: Run


CHECKS: list[Check] = []


def check(*parts: type) -> Callable[[Run], Run]:
    """Enter a check; the first line of its docstring is its name."""

    def enter(run: Run) -> Run:
        name = (run.__doc__ or "").splitlines()[0].rstrip(".")
        CHECKS.append(Check(name, parts, run))
        return run

    return enter


class Outcome(StrEnum):
    """`left_out`: the engine does not claim the part, or the bench has no hand for it."""

    PASSED = "passed"
    FAILED = "failed"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a check."""

    check: Check
    outcome: Outcome
    why: str = ""


class LeftOut(Exception):
    """The bench lacks what a check needs."""


def run(bench: Bench, checks: Iterable[Check]) -> Iterator[Result]:
    """Run checks one after another."""
    for one in checks:
        yield run_one(bench, one)


def run_one(bench: Bench, one: Check) -> Result:
    """Run a check; whatever goes wrong in it is the engine's failure."""
    for part in one.parts:
        if not isinstance(bench.engine, part):
            return Result(one, Outcome.LEFT_OUT, f"no {part.__name__}")
    try:
        one.run(bench)
    except LeftOut as reason:
        return Result(one, Outcome.LEFT_OUT, str(reason))
    except Failed as failure:
        return Result(one, Outcome.FAILED, str(failure))
    except Exception as error:  # an engine may raise anything: that is the finding
        return Result(one, Outcome.FAILED, f"raised {type(error).__name__}: {error}")
    return Result(one, Outcome.PASSED)


def expect(true: bool, otherwise: str) -> None:
    """Raise `Failed` unless it is so."""
    if not true:
        raise Failed(otherwise)


def same(found: object, wanted: object, of: str = "") -> None:
    """Raise `Failed` unless both are equal."""
    expect(found == wanted, f"{of or 'got'}: {found!r} instead of {wanted!r}")


def there(found: T | None, what: str) -> T:
    """Return what must be there. Raises `Failed`."""
    if found is None:
        raise Failed(f"{what} is not there")
    return found


def raised(kind: type[Exception], call: Callable[[], object]) -> None:
    """Raise `Failed` unless the call raises this."""
    with contextlib.suppress(kind):
        call()
        raise Failed(f"no {kind.__name__}")


def at_once(calls: Sequence[Callable[[], R]], callers: int = AT_ONCE) -> list[R]:
    """Make calls from many threads at once; return the answers in the calls' order."""
    with ThreadPoolExecutor(callers) as pool:
        return [one.result() for one in [pool.submit(call) for call in calls]]


def walk(ask: Callable[[str], P], cursor: str = "") -> list[P]:
    """Read page by page to the end; an engine whose reading has none fails."""
    pages = [ask(cursor)]
    while pages[-1].more:
        expect(len(pages) < MOST_PAGES, "the reading has no end")
        pages.append(ask(pages[-1].next))
    return pages


def new_id() -> str:
    """Return an id that nobody has used."""
    return uuid7(time.time_ns() // 1_000_000)


def op(
    kind: OpKind, sku: str, quantity: int = 1, seen: tuple[str, ...] = (), op_id: str = ""
) -> BasketOp:
    """Return a new operation on a basket."""
    return BasketOp(op_id or new_id(), kind, sku, quantity, "web", AT, 0, seen)
