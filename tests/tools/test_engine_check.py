"""The conformance kit: what the engines here pass, and that it finds what is wrong."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.basket import BasketOp
from kiosk.errors import BadInput
from kiosk.hub.engines.port import Baskets, EngineOrder, EventPage, Orders, Placement
from kiosk.tools.engine_check.command import engine_check
from kiosk.tools.engine_check.embedded import embedded
from kiosk.tools.engine_check.kit import CHECKS, Bench, Check, Outcome, run, run_one
from kiosk.wire.baskets import BasketState
from tests.databases import ON_POSTGRES, server

TOY = Path(__file__).parents[2] / "docs" / "engines" / "toy.py"
LEFT_OUT = {"An article that is sold no more is seen to go"}


@pytest.fixture(scope="module")
def on_the_bench() -> Iterator[Bench]:
    """One hub over a file; where the tests are on a server, two over a database of it."""
    url = server().url(server().create()) if ON_POSTGRES else ""
    with embedded(url, 2 if ON_POSTGRES else 1) as bench:
        yield bench


def toy() -> Any:  # noqa: ANN401  # a module of the documentation
    spec = importlib.util.spec_from_file_location("toy", TOY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["toy"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_embedded(on_the_bench: Bench, check: Check) -> None:
    result = run_one(on_the_bench, check)
    wanted = Outcome.LEFT_OUT if check.name in LEFT_OUT else Outcome.PASSED
    assert (result.outcome, result.why) == (
        wanted,
        result.why if wanted is not Outcome.PASSED else "",
    )


def test_there_are_a_hundred_checks_with_names_of_their_own() -> None:
    assert len(CHECKS) >= 100
    names = [(check.run.__module__, check.name) for check in CHECKS]
    assert len(set(names)) == len(names)


def test_the_toy_of_the_documentation_passes_all_that_it_claims() -> None:
    assert len(TOY.read_text("utf-8").splitlines()) < 150
    with toy().bench() as bench:
        assert isinstance(bench.engine, Orders)
        assert isinstance(bench.engine, Baskets)
        results = list(run(bench, CHECKS))
    counts = Counter(result.outcome for result in results)
    assert [x.check.name for x in results if x.outcome is Outcome.FAILED] == []
    assert counts[Outcome.PASSED] > 40


class Fault:
    """A toy with something wrong with it (labelled)."""

    def __init__(self, real: Any) -> None:  # noqa: ANN401
        self._real = real

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._real, name)

    def basket(self, basket_id: str) -> BasketState | None:
        state: BasketState | None = self._real.basket(basket_id)
        return state

    def change_basket(
        self, basket_id: str, ops: Sequence[BasketOp], channel: str
    ) -> BasketState | None:
        state: BasketState | None = self._real.change_basket(basket_id, ops, channel)
        return state

    def place(self, order: EngineOrder) -> Placement:
        placement: Placement = self._real.place(order)
        return placement

    def status(self, order_id: str) -> Placement | None:
        placement: Placement | None = self._real.status(order_id)
        return placement

    def events(self, cursor: str, limit: int = 500) -> EventPage:
        page: EventPage = self._real.events(cursor, limit)
        return page


class Forgetful(Fault):
    """Does not know an order again."""

    def place(self, order: EngineOrder) -> Placement:
        return super().place(replace(order, id=f"{order.id}{len(self._real._events)}"))


class Overselling(Fault):
    """Looks first and takes then: what others took meanwhile is sold again."""

    def place(self, order: EngineOrder) -> Placement:
        placement = super().place(order)
        return replace(placement, backordered=placement.backordered[:0])


class Last(Fault):
    """The last writer of a basket wins."""

    def change_basket(
        self, basket_id: str, ops: Sequence[BasketOp], channel: str
    ) -> BasketState | None:
        if basket_id in self._real._logs and ops:
            self._real._logs[basket_id].clear()
        return super().change_basket(basket_id, ops, channel)


class Stranger(Fault):
    """Says in each channel what the operation says."""

    def change_basket(
        self, basket_id: str, ops: Sequence[BasketOp], channel: str
    ) -> BasketState | None:
        return super().change_basket(basket_id, ops, "web")


class Silent(Fault):
    """Skips an event."""

    def events(self, cursor: str, limit: int = 500) -> EventPage:
        page = super().events(cursor, limit)
        return replace(page, events=page.events[:-1])


class Broken(Fault):
    """Raises whatever it likes."""

    def status(self, order_id: str) -> Placement | None:
        raise ZeroDivisionError


@pytest.mark.parametrize("fault", [Forgetful, Overselling, Last, Stranger, Silent, Broken])
def test_a_fault_is_found(fault: Callable[[Any], Any]) -> None:
    with toy().bench() as bench:
        bench.engine = fault(bench.engine)
        failed = [one for one in run(bench, CHECKS) if one.outcome is Outcome.FAILED]
    assert failed
    assert all(one.why for one in failed)


def test_the_command_says_what_failed_and_ends_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine_check(f"{TOY}:bench", "", 1, as_json=False) == 0
    assert "0 failed" in capsys.readouterr().out

    @contextmanager
    def wrong(*_: object) -> Iterator[Bench]:
        with toy().bench() as bench:
            bench.engine = Forgetful(bench.engine)
            yield bench

    monkeypatch.setattr("kiosk.tools.engine_check.command.embedded", wrong)
    assert engine_check("", "", 1, as_json=False) == 1
    said = capsys.readouterr().out
    assert "FAIL  orders    An order placed three times is one order" in said


@pytest.mark.parametrize("which", ["nothing.py:bench", "bench", ":", f"{TOY}:nothing", f"{TOY}:"])
def test_what_is_no_engine_is_said_so(which: str) -> None:
    with pytest.raises(BadInput) as caught:
        engine_check(which, "", 1, as_json=False)
    assert caught.value.code == "engine_unknown"
