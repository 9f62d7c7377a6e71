"""Four channels change one basket with what each has seen; in the end all have the same.

The web, the app and two terminals run the real `Session` over the real merge, the hub its real
numbering. Between them lies a network that delays, repeats, reorders and forgets. What must
come out is worked out apart from the merge, from what each knew when it changed a line.

HYPOTHESIS_EXAMPLES sets how many stories are tried (at random; else 50, always the same).
"""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from random import Random

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, StaticPool, create_engine

from kiosk.domain import basket as domain
from kiosk.domain.basket import BasketOp, OpKind, contested, lines, merge
from kiosk.domain.customers import Account, Recognition
from kiosk.hub.engines.embedded import baskets
from kiosk.hub.engines.embedded.tables import basket, basket_op
from kiosk.hub.storage.tables import METADATA
from kiosk.services import session as terminal
from kiosk.services.basket import unsent
from kiosk.services.session import Identified, Session
from kiosk.wire.orders import Evidence
from tests.fake_hub import FakeClock

EXAMPLES = os.environ.get("HYPOTHESIS_EXAMPLES")
ACCOUNT = Account("c1", "Anna", "", 0, "", Recognition.PROVEN, (), "basket")
CHANNELS = {"web": "web", "app": "app", "terminal 1": "store", "terminal 2": "store"}
AT = "2026-11-21T10:00:00+00:00"
_serial = itertools.count()


def open_memory() -> Engine:
    """Make the hub's basket tables in memory, on one connection."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    METADATA.create_all(engine, tables=[basket, basket_op])
    return engine


MEMORY = open_memory()


@dataclass
class Replica:
    """A channel's copy. `answers` are logs that the hub sent and that have not arrived."""

    channel: str
    session: Session = field(default_factory=lambda: Session(FakeClock(), "en"))
    answers: list[tuple[BasketOp, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.identify(Identified(ACCOUNT, Evidence("card"), "grant", ()))

    @property
    def log(self) -> tuple[BasketOp, ...]:
        return self.session.state.log

    @property
    def skus(self) -> list[str]:
        return [line.sku for line in self.session.state.lines]


who = st.sampled_from(sorted(CHANNELS))
any_sku = st.sampled_from(["boots", "hat"])
pick = st.randoms(use_true_random=False)


class BasketMachine(RuleBasedStateMachine):
    """Every step is one thing that somebody does, or that the network does to them."""

    @initialize()
    def begin(self) -> None:
        self.id = f"basket-{next(_serial)}"
        with MEMORY.begin() as connection:
            baskets.make(connection, self.id)
        self.replicas = {name: Replica(channel) for name, channel in CHANNELS.items()}
        self.knew: dict[str, frozenset[str]] = {}  # by operation: what its author had seen
        self.orders: list[tuple[str, tuple[str, ...]]] = []
        self.underway: list[tuple[str, tuple[BasketOp, ...]]] = []
        self.add("web", "boots", 2)
        self.everybody_exchanges()

    # What people do.

    @rule(name=who, sku=any_sku, quantity=st.integers(1, 3))
    def add(self, name: str, sku: str, quantity: int) -> None:
        replica = self.replicas[name]
        knew = replica.log
        self._note(replica.session.add(sku, quantity), knew)

    @rule(name=who, quantity=st.integers(0, 5), choose=pick)
    def set_quantity(self, name: str, quantity: int, choose: Random) -> None:
        replica = self.replicas[name]
        if replica.skus:
            knew = replica.log
            self._note(replica.session.set_quantity(choose.choice(replica.skus), quantity), knew)

    @rule(name=who, choose=pick)
    def remove(self, name: str, choose: Random) -> None:
        replica = self.replicas[name]
        if replica.skus:
            knew = replica.log
            self._note(replica.session.remove(choose.choice(replica.skus)), knew)

    @rule(name=who, quantity=st.integers(0, 5))
    def settle_what_two_channels_set(self, name: str, quantity: int) -> None:
        replica = self.replicas[name]
        for sku in contested(replica.log).keys() & set(replica.skus):
            knew = replica.log
            self._note(replica.session.set_quantity(sku, quantity), knew)
            assert sku not in contested(replica.log)
            now = {line.sku: line.quantity for line in replica.session.state.lines}
            assert now.get(sku, 0) == quantity

    @rule(name=st.sampled_from(["terminal 1", "terminal 2"]))
    def order(self, name: str) -> None:
        session = self.replicas[name].session
        ids = tuple(i for line in session.state.lines for i in line.op_ids)
        if ids:
            order_id = f"order-{next(_serial)}"
            self.orders.append((order_id, ids))
            of_order = {line.sku for line in session.state.lines}
            self.knew[order_id] = frozenset(
                op.id
                for op in session.state.log
                if op.sku in of_order or op.kind is not OpKind.SET  # a line set to 0 is its own
            )
            session.ordered()
            assert session.state.lines == ()

    # What the network does.

    @rule(name=who)
    def exchange(self, name: str) -> None:
        replica = self.replicas[name]
        self._append(name, unsent(replica.session.state))
        replica.session.adopt(replica.answers[-1])

    @rule(name=who, choose=pick)
    def send(self, name: str, choose: Random) -> None:
        if ops := list(unsent(self.replicas[name].session.state)):
            choose.shuffle(ops)
            self.underway.append((name, tuple(ops)))

    @precondition(lambda self: self.underway)
    @rule(choose=pick, again=st.booleans(), part=st.booleans())
    def deliver(self, choose: Random, again: bool, part: bool) -> None:
        name, ops = sent = choose.choice(self.underway)
        if not again:
            self.underway.remove(sent)
        self._append(name, ops[: len(ops) // 2] if part else ops)

    @precondition(lambda self: self.orders)
    @rule(choose=pick)
    def deliver_order(self, choose: Random) -> None:
        self._take_out(*choose.choice(self.orders))

    @rule(name=who, choose=pick)
    def hear(self, name: str, choose: Random) -> None:
        replica = self.replicas[name]
        if replica.answers:
            replica.session.adopt(choose.choice(replica.answers))

    @rule()
    def everybody_exchanges(self) -> None:
        for name, replica in self.replicas.items():
            self._append(name, unsent(replica.session.state))
        for order in self.orders:
            self._take_out(*order)
        log = self._hub_log()
        for replica in self.replicas.values():
            replica.session.adopt(log)
            assert replica.session.state.lines == lines(log)
            assert contested(replica.log) == contested(log)
        self._is_what_people_meant(log)

    # What must hold.

    @invariant()
    def merging_has_no_order(self) -> None:
        replicas = getattr(self, "replicas", {})
        for replica in replicas.values():
            own, heard = replica.session.state.own, [(), *replica.answers]
            adopted = heard.pop()
            both = merge(adopted, own)
            assert merge(own, adopted) == both == merge(both, both) == merge(both, own)
            for log in heard[-2:]:
                left = merge(merge(log, adopted), own)
                assert left == merge(log, merge(adopted, own)) == merge(own, adopted, log)

    def teardown(self) -> None:
        if hasattr(self, "replicas"):
            self.everybody_exchanges()

    def _note(self, op: BasketOp, knew: tuple[BasketOp, ...]) -> None:
        self.knew[op.id] = frozenset(known.id for known in knew)

    def _append(self, name: str, ops: tuple[BasketOp, ...]) -> None:
        replica = self.replicas[name]
        with MEMORY.begin() as connection:
            state = baskets.append(connection, self.id, ops, replica.channel)
        assert state
        replica.answers.append(state.log)

    def _take_out(self, order_id: str, ids: tuple[str, ...]) -> None:
        with MEMORY.begin() as connection:
            baskets.take_out_ordered(connection, self.id, order_id, ids, AT)

    def _hub_log(self) -> tuple[BasketOp, ...]:
        with MEMORY.begin() as connection:
            state = baskets.state(connection, self.id)
        assert state
        return state.log

    def _is_what_people_meant(self, log: tuple[BasketOp, ...]) -> None:
        """Fold the log by what each author knew, not by what the operations name."""
        ordered = {known for order_id, _ in self.orders for known in self.knew[order_id]}
        verdicts = [op for op in log if op.kind is not OpKind.ADD and op.id in self.knew]
        wanted: dict[str, int] = {}
        at_odds = set()
        for sku in {op.sku for op in log}:
            over = {i for op in verdicts if op.sku == sku for i in self.knew[op.id]} | ordered
            live = [op for op in log if op.sku == sku and op.id not in over]
            sets = [op for op in live if op.kind is OpKind.SET]
            adds = sum(op.quantity for op in live if op.kind is OpKind.ADD)
            wanted[sku] = adds + (sets[-1].quantity if sets else 0)
            if len({op.channel for op in sets}) > 1 and len({op.quantity for op in sets}) > 1:
                at_odds.add(sku)
        found = {line.sku: line.quantity for line in lines(log)}
        assert found == {sku: quantity for sku, quantity in wanted.items() if quantity}
        assert contested(log).keys() == at_odds


BasketMachine.TestCase.settings = settings(
    max_examples=int(EXAMPLES or 50),
    stateful_step_count=40,
)
TestEverybodyEndsWithTheSameBasket = BasketMachine.TestCase


def test_both_ends_run_the_same_code() -> None:
    used = {vars(module)["lines"] for module in (domain, terminal, baskets)}
    assert used == {lines}
    assert vars(terminal)["merge"] is merge
