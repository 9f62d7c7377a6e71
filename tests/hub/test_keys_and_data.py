"""A database and its keys go together: one without the other is neither served nor put back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.errors import BadConfig
from kiosk.hub import admin
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.keys import KEY_FILES, load_keys
from kiosk.hub.serve import HubServer, HubSettings, open_hub
from kiosk.hub.storage.database import DATABASE
from tests.hub.calling import Terminal
from tests.some_pictures import jpeg

Said = pytest.CaptureFixture[str]

pytestmark = pytest.mark.sqlite  # keys are made before a file and put back with one


@pytest.fixture
def copy(hub: HubServer, tmp_path: Path) -> Path:
    """A backup of a hub that has stopped since."""
    made = admin.back_up(hub.engine, tmp_path / "copy.db").path
    hub.stop()
    return made


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def opened(folder: Path) -> None:
    open_hub(HubSettings(folder)).close()


def refusal(folder: Path) -> str:
    with pytest.raises(BadConfig) as refused:
        opened(folder)
    return refused.value.code


def bring_keys(hub: HubServer, folder: Path) -> None:
    for name in KEY_FILES:
        shutil.copy(hub.hub.data_dir / name, folder)


def test_a_backup_is_not_put_back_without_its_keys_and_then_it_is(
    hub: HubServer, copy: Path, tmp_path: Path, capsys: Said
) -> None:
    new = tmp_path / "new"
    restore = ["hub", "restore", str(copy), "--data", str(new)]
    assert main(restore) == 1
    said = capsys.readouterr().err
    assert "app-codes.key and recovery.key" in said
    assert "the data are safe" in said
    assert not new.exists()
    new.mkdir(mode=0o700)
    shutil.copy(hub.hub.data_dir / KEY_FILES[0], new)
    assert main(restore) == 1
    assert f"({KEY_FILES[1]})" in capsys.readouterr().err
    bring_keys(hub, new)
    assert main(restore) == 0
    opened(new)
    assert load_keys(new).app_code_keys == hub.keys.app_code_keys


@pytest.mark.parametrize("lost", KEY_FILES)
def test_a_database_without_a_key_is_not_opened_and_gets_no_new_one(
    hub: HubServer, lost: str
) -> None:
    hub.stop()
    folder = hub.hub.data_dir
    kept = (folder / lost).read_bytes()
    (folder / lost).unlink()
    before = files(folder)
    assert refusal(folder) == "keys_missing"
    assert files(folder) == before
    (folder / lost).write_bytes(kept)
    (folder / lost).chmod(0o600)
    opened(folder)


@pytest.mark.parametrize("changed", [KEY_FILES, KEY_FILES[:1], KEY_FILES[1:]])
def test_keys_of_another_hub_are_refused_at_the_start_and_at_the_restore(
    hub: HubServer, copy: Path, tmp_path: Path, changed: tuple[str, ...]
) -> None:
    other = tmp_path / "other"
    opened(other)
    folder = hub.hub.data_dir
    for name in changed:
        shutil.copy(other / name, folder)
    assert refusal(folder) == "keys_of_another_hub"
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(BadConfig, match="keys_of_another_hub"):
        admin.put_back(copy, folder)
    assert (folder / DATABASE).read_bytes() == before


def test_a_copy_put_into_a_folder_by_hand_waits_for_its_keys(
    hub: HubServer, copy: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    shutil.copy(copy, new / DATABASE)
    assert refusal(new) == "keys_missing"
    assert files(new) == [DATABASE]
    bring_keys(hub, new)
    opened(new)


def test_keys_that_are_lost_for_good_are_made_anew_when_asked_for_alone(
    hub: HubServer, terminal: Terminal, tmp_path: Path, capsys: Said
) -> None:
    hub.stop()
    folder, copy = hub.hub.data_dir, str(tmp_path / "copy.db")
    (folder / KEY_FILES[0]).unlink()
    data = ["--data", str(folder)]
    assert main(["hub", "backup", copy, *data]) == 0
    assert f"{KEY_FILES[0]}: MISSING" in capsys.readouterr().out
    assert main(["hub", "restore", copy, "--new-keys", *data]) == 0
    said = capsys.readouterr().out
    assert "renew each terminal" in said
    assert f"{KEY_FILES[1]}.replaced-1" in said
    opened(folder)
    assert load_keys(folder).app_code_keys != hub.keys.app_code_keys
    assert main(["hub", "backup", f"{copy}-2", *data]) == 0
    assert main(["hub", "restore", f"{copy}-2", "--new-keys", *data]) == 1
    assert "without --new-keys" in capsys.readouterr().err


def test_new_keys_are_not_made_while_the_hub_runs(hub: HubServer, tmp_path: Path) -> None:
    copy = admin.back_up(hub.engine, tmp_path / "copy.db").path
    folder = hub.hub.data_dir
    (folder / KEY_FILES[0]).unlink()
    with pytest.raises(BadConfig, match="hub_running"):
        admin.put_back_with_new_keys(copy, folder)
    assert not (folder / KEY_FILES[0]).exists()
    assert (folder / KEY_FILES[1]).exists()


def test_a_restore_counts_the_pictures_that_are_not_there(
    hub: HubServer, seed: ShopSeed, tmp_path: Path, capsys: Said
) -> None:
    folder = hub.hub.data_dir
    one = next(iter(seed.variants))
    admin.add_picture(hub.engine, folder, one.product_id, one.colour.code, jpeg())
    copy = admin.back_up(hub.engine, tmp_path / "copy.db").path
    hub.stop()
    (folder / "pictures").rename(tmp_path / "pictures")
    assert main(["hub", "restore", str(copy), "--data", str(folder)]) == 0
    assert "1 of its 1 pictures are not in" in capsys.readouterr().out
    (tmp_path / "pictures").rename(folder / "pictures")
    assert main(["hub", "restore", str(copy), "--data", str(folder)]) == 0
    assert "pictures" not in capsys.readouterr().out
