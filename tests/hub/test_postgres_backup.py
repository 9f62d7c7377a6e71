"""Backups that a server makes: terminals learn of them, and of a database that was put back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kiosk.__main__ import main
from kiosk.hub import admin
from kiosk.hub.serve import HubServer, open_hub
from kiosk.hub.storage.database import epoch, read
from kiosk.wire.orders import EPOCH_HEADER, OrderAnswer
from tests.databases import hub_settings, named_in, server
from tests.hub.calling import MakeOrder, Terminal

pytestmark = pytest.mark.postgres

Say = pytest.CaptureFixture[str]


@pytest.fixture
def copies() -> Iterator[str]:
    """A folder that the server's user may write to."""
    with tempfile.TemporaryDirectory(prefix="kiosk-copies-") as folder:
        Path(folder).chmod(0o777)
        yield folder


@pytest.fixture
def data(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """What tells the commands which hub."""
    named_in(monkeypatch, hub_settings(hub.hub.data_dir))
    return "--data", str(hub.hub.data_dir)


def durable(terminal: Terminal) -> int:
    return int(terminal.ask("GET", "/changes?since=0").json()["durable_through"])


def test_database_that_was_put_back_is_sent_what_it_forgot(
    hub: HubServer,
    terminal: Terminal,
    make_order: MakeOrder,
    data: tuple[str, str],
    copies: str,
    capsys: Say,
) -> None:
    kept, lost = make_order(), make_order()
    first = terminal.put(kept)
    assert main(["hub", "backup-mark", *data]) == 0
    mark = capsys.readouterr().out.strip()
    answer = msgspec.json.decode(terminal.put(lost).content, type=OrderAnswer)
    name = str(hub.engine.url.database)
    server().run("pg_dump", "--format", "custom", "--file", f"{copies}/hub", name)
    assert durable(terminal) == 0
    assert main(["hub", "backup-done", mark, *data]) == 0
    assert durable(terminal) == answer.sequence - 1, "what came after the mark is not promised"

    older = server().create()
    server().run("pg_restore", "--dbname", older, f"{copies}/hub")
    with read(hub.engine) as connection:
        before = epoch(connection)
    hub.stop()
    hub.hub.close()
    settings = replace(hub_settings(hub.hub.data_dir), database_url=server().url(older))
    assert main(["hub", "restored", *data, "--database-url", settings.database_url]) == 0
    hub.hub = open_hub(settings, hub.hub.clock)
    hub.start()
    again = terminal.put(kept)
    assert again.content == first.content
    assert again.headers[EPOCH_HEADER] != before
    assert durable(terminal) == 0
    assert terminal.put(lost).status_code == 201
    assert len(admin.list_orders(hub.engine)) == 2


def test_mark_of_another_history_or_of_the_future_promises_nothing(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, data: tuple[str, str], capsys: Say
) -> None:
    terminal.put(make_order())
    mark = admin.backup_mark(hub.engine)
    of_epoch, _, sequence = mark.partition(":")
    for wrong in (
        f"{of_epoch}:{int(sequence) + 1}",
        f"x:{sequence}",
        of_epoch,
        "",
        f"{of_epoch}:-1",
    ):
        assert main(["hub", "backup-done", *data, "--", wrong]) == 1
        assert f"'{wrong}' is no mark of this hub's present history" in capsys.readouterr().err
    admin.begin_new_history(hub.engine)
    assert main(["hub", "backup-done", mark, *data]) == 1
    assert durable(terminal) == 0


def test_mark_from_before_the_first_order_promises_nothing_and_says_so(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, data: tuple[str, str], capsys: Say
) -> None:
    mark = admin.backup_mark(hub.engine)
    terminal.put(make_order())
    assert main(["hub", "backup-done", mark, *data]) == 0
    assert "no orders before it" in capsys.readouterr().out
    assert durable(terminal) == 0


def test_commands_for_files_say_what_to_use_instead(
    data: tuple[str, str], tmp_path: Path, capsys: Say
) -> None:
    for command in ("backup", "restore"):
        assert main(["hub", command, str(tmp_path / "copy.db"), *data]) == 1
        assert "PostgreSQL" in capsys.readouterr().err
    assert not (tmp_path / "copy.db").exists()
