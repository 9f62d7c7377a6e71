"""Backups: made while the hub works, put back with a new epoch, and what terminals are told."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.__main__ import main
from kiosk.errors import BadConfig
from kiosk.hub import admin
from kiosk.hub.serve import HubServer, HubSettings, open_hub
from kiosk.hub.storage import backup
from kiosk.hub.storage.database import (
    DATABASE,
    epoch,
    open_database,
    read,
    set_durable_through,
    write,
)
from kiosk.wire.feed import ChangesPage
from kiosk.wire.orders import EPOCH_HEADER
from tests.hub.calling import Enrol, MakeOrder, Terminal

pytestmark = pytest.mark.sqlite  # a copy is a file


def page(terminal: Terminal, since: int = 0, of: str = "") -> ChangesPage:
    answer = terminal.ask("GET", f"/changes?since={since}&epoch={of}")
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=ChangesPage)


def epoch_of(path: Path) -> str:
    """Open a hub's database as a hub does; say its epoch."""
    engine = open_database(path)
    with read(engine) as connection:
        found = epoch(connection)
    engine.dispose()
    return found


def database_of(hub: HubServer) -> Path:
    return hub.hub.data_dir / DATABASE


Replace = Callable[[Path], None]


@pytest.fixture
def replace_by_hand(hub: HubServer) -> Replace:
    """Stop the hub, put a file where its database was, start it again."""

    def replace(copy: Path) -> None:
        hub.stop()
        shutil.copyfile(copy, database_of(hub))
        hub.hub = open_hub(HubSettings(hub.hub.data_dir), hub.hub.clock)
        hub.start()

    return replace


def test_a_backup_of_a_working_hub_makes_its_orders_durable(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, tmp_path: Path
) -> None:
    first = terminal.put(make_order()).json()["sequence"]
    assert page(terminal).durable_through == 0
    made = admin.back_up(hub.engine, tmp_path / "copies.db")
    later = terminal.put(make_order()).json()["sequence"]
    told = page(terminal)
    assert (made.through, told.durable_through, made.epoch) == (first, first, told.epoch)
    assert later > first > 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["copies.db"]
    if os.name == "posix":
        assert made.path.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_whole_while_others_write(hub: HubServer, tmp_path: Path) -> None:
    def write_on() -> None:
        for price in range(1, 60):
            admin.set_price(hub.engine, "S1", price)

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write_on)
        copies = [admin.back_up(hub.engine, tmp_path / f"{n}.db").path for n in range(3)]
        writing.result()
    for copy in copies:
        with closing(dbapi2.connect(str(copy))) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ((price,),) = raw.execute("SELECT price_minor FROM variant WHERE sku = 'S1'").fetchall()
            (told,) = raw.execute("SELECT value FROM counter WHERE name = 'changes'").fetchone()
        assert price == told or (told, price) == (0, 100_000)


def test_an_existing_file_is_never_written_over(hub: HubServer, tmp_path: Path) -> None:
    there = tmp_path / "precious.db"
    there.write_bytes(b"precious")
    with pytest.raises(BadConfig) as refused:
        admin.back_up(hub.engine, there)
    assert (refused.value.code, there.read_bytes()) == ("backup_exists", b"precious")


def test_a_backup_that_is_not_on_disk_whole_makes_nothing_durable(
    hub: HubServer,
    terminal: Terminal,
    make_order: MakeOrder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def disk_full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    terminal.put(make_order())
    place = tmp_path / "copies"
    with pytest.raises(BadConfig) as missing:
        admin.back_up(hub.engine, place / "a.db")
    place.mkdir()
    monkeypatch.setattr(backup, "_sync", disk_full)
    with pytest.raises(BadConfig) as full:
        admin.back_up(hub.engine, place / "a.db")
    assert {missing.value.code, full.value.code} == {"backup_not_written"}
    assert full.value.args_["why"] == "No space left on device"
    assert list(place.iterdir()) == []
    assert page(terminal).durable_through == 0


def test_what_a_backup_of_another_epoch_holds_is_not_durable_in_this_one(hub: HubServer) -> None:
    with write(hub.engine) as connection:
        set_durable_through(connection, "another epoch", 5)
        set_durable_through(connection, epoch(connection), 3)
        set_durable_through(connection, epoch(connection), 2)
        answer = connection.exec_driver_sql("SELECT value FROM setting WHERE name LIKE 'durable%'")
        assert answer.scalar_one() == "3"


def test_a_restored_copy_begins_one_new_epoch_and_takes_what_it_had_lost(
    hub: HubServer,
    terminal: Terminal,
    make_order: MakeOrder,
    replace_by_hand: Replace,
    tmp_path: Path,
) -> None:
    kept, lost = make_order(), make_order()
    before = terminal.put(kept)
    admin.back_up(hub.engine, tmp_path / "first.db")
    admin.back_up(hub.engine, tmp_path / "copy.db")
    admin.set_price(hub.engine, "S2", 1)
    terminal.put(lost)
    old = page(terminal).epoch
    replace_by_hand(tmp_path / "copy.db")
    new = page(terminal)
    assert new.epoch != old == before.headers[EPOCH_HEADER]
    assert new.durable_through == 0
    replayed, resent = terminal.put(kept), terminal.put(lost)
    assert (replayed.content, replayed.headers[EPOCH_HEADER]) == (before.content, new.epoch)
    assert (resent.status_code, terminal.put(lost).content) == (201, resent.content)
    assert [one.id for one in admin.list_orders(hub.engine)] == [kept.id, lost.id]
    hub.stop()
    assert epoch_of(database_of(hub)) == new.epoch


def test_several_processes_that_open_a_copy_at_once_agree_on_its_epoch(
    hub: HubServer, tmp_path: Path
) -> None:
    made = admin.back_up(hub.engine, tmp_path / "copy.db")
    with ThreadPoolExecutor(4) as threads:
        (found,) = set(threads.map(epoch_of, [made.path] * 8))
    assert found != made.epoch


def test_a_copy_beside_the_log_of_what_it_replaced_is_not_opened(
    hub: HubServer, tmp_path: Path
) -> None:
    made = admin.back_up(hub.engine, tmp_path / "copy.db")
    log = Path(f"{made.path}-wal")
    log.write_bytes(b"of another database")
    with pytest.raises(BadConfig) as refused:
        open_database(made.path)
    assert refused.value.code == "restored_beside_wal"
    log.unlink()
    assert epoch_of(made.path) != made.epoch


def test_a_copy_is_put_back_by_command_and_nothing_is_thrown_away(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, tmp_path: Path
) -> None:
    copy = admin.back_up(hub.engine, tmp_path / "copy.db").path
    terminal.put(make_order())
    folder = hub.hub.data_dir
    with pytest.raises(BadConfig) as running:
        admin.put_back(copy, folder)
    assert running.value.code == "hub_running"
    assert page(terminal).next > 0
    hub.stop()
    first = admin.put_back(copy, folder)
    assert first is not None
    with closing(dbapi2.connect(str(first))) as raw:
        assert raw.execute("SELECT count(*) FROM shop_order").fetchone() == (1,)
    database_of(hub).write_bytes(b"damaged" * 1000)
    Path(f"{database_of(hub)}-wal").write_bytes(b"and its log")
    second = admin.put_back(copy, folder)
    assert second is not None and second != first
    assert Path(f"{second}-wal").read_bytes() == b"and its log"
    assert len({epoch_of(database_of(hub)), epoch_of(database_of(hub)), epoch_of(first)}) == 2
    assert copy.exists()


def test_only_a_copy_is_put_back(hub: HubServer, tmp_path: Path) -> None:
    hub.stop()
    present = database_of(hub).read_bytes()
    (tmp_path / "text").write_text("no database")
    opened = shutil.copyfile(database_of(hub), tmp_path / "opened.db")
    for wrong in (tmp_path / "text", opened, tmp_path / "missing", tmp_path):
        with pytest.raises(BadConfig) as refused:
            admin.put_back(wrong, hub.hub.data_dir)
        assert refused.value.code == "no_backup"
    assert database_of(hub).read_bytes() == present


def test_a_hub_learns_from_its_terminals_that_it_lost_history(
    hub: HubServer,
    terminal: Terminal,
    enrol: Enrol,
    web: httpx.Client,
    replace_by_hand: Replace,
    tmp_path: Path,
) -> None:
    other = enrol("T2")
    web.get("/status")
    hub.stop()
    raw_copy = shutil.copyfile(database_of(hub), tmp_path / "raw.db")
    hub.start()
    admin.set_price(hub.engine, "S1", 1)
    seen = page(terminal)
    replace_by_hand(raw_copy)
    assert page(terminal, 0, seen.epoch).epoch == seen.epoch

    def ask(caller: Callable[[str], httpx.Response], of: str) -> str:
        answer = caller(f"/changes?since={seen.next}&epoch={of}")
        assert (answer.status_code, answer.json()["code"]) == (410, "changes_gone")
        return page(terminal).epoch

    for caller, of in ((web.get, seen.epoch), (lambda path: terminal.ask("GET", path), "")):
        assert ask(caller, of) == seen.epoch  # channels and the ignorant prove nothing
    new = ask(lambda path: terminal.ask("GET", path), seen.epoch)
    assert new != seen.epoch
    assert ask(lambda path: other.ask("GET", path), seen.epoch) == new


Said = pytest.CaptureFixture[str]


def test_the_command_line_backs_up_and_restores(
    hub: HubServer, tmp_path: Path, capsys: Said
) -> None:
    copy, data = str(tmp_path / "copy.db"), ["--data", str(hub.hub.data_dir)]
    assert main(["hub", "backup", copy, *data]) == 0
    said = capsys.readouterr().out
    for beside in ("app-codes.key: copy it", "recovery.key: copy it", "pictures", "catalogue"):
        assert f"{hub.hub.data_dir / beside}" in said
    assert main(["hub", "backup", copy, *data]) == 1
    assert "there already" in capsys.readouterr().err
    assert main(["hub", "restore", copy, *data]) == 1
    assert "Stop the hub" in capsys.readouterr().err
    hub.stop()
    assert main(["hub", "restore", copy, *data]) == 0
    assert f"{DATABASE}.replaced-1" in capsys.readouterr().out
