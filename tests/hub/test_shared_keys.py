"""The keys of a database that hubs share: the same for all, in it or in each hub's folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from kiosk.__main__ import main
from kiosk.errors import BadConfig
from kiosk.hub.keys import KEY_FILES, load_keys
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.hub.shared_keys import KIND
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import setting, shared_file
from kiosk.tools.engine_check.kit import at_once
from tests.databases import hub_settings

pytestmark = pytest.mark.postgres


@pytest.fixture
def settings(tmp_path: Path) -> HubSettings:
    """Of a hub over an empty database."""
    return hub_settings(tmp_path / "hub")


@pytest.fixture
def another(settings: HubSettings, tmp_path: Path) -> HubSettings:
    """Of a hub of the same database with a folder of its own."""
    return replace(settings, data_dir=tmp_path / "another")


def fingerprint(settings: HubSettings) -> str:
    with closing(open_hub(settings)) as hub:
        return hub.keys.fingerprint


def refusal(settings: HubSettings) -> str:
    with pytest.raises(BadConfig) as refused:
        open_hub(settings)
    return refused.value.code


def in_database(settings: HubSettings) -> int:
    """Return how many keys are there."""
    with closing(open_hub(settings)) as hub, read(hub.engine) as connection:
        keys = select(func.count()).where(shared_file.c.kind == KIND)
        return connection.scalar(keys) or 0


@contextmanager
def as_before(settings: HubSettings) -> Iterator[None]:
    """Leave a hub as one is that kept its keys in the folder before they could lie elsewhere."""
    with closing(open_hub(replace(settings, keys_in_folder=True))) as hub:
        with write(hub.engine) as connection:
            connection.execute(delete(setting).where(setting.c.name == "keys_lie_in"))
        yield


def test_hubs_that_start_at_once_have_the_same_keys_and_none_in_their_folders(
    settings: HubSettings, tmp_path: Path
) -> None:
    hubs = [replace(settings, data_dir=tmp_path / f"hub-{n}") for n in range(6)]
    found = at_once([partial(fingerprint, one) for one in hubs])
    assert len(set(found)) == 1
    assert [list(one.data_dir.iterdir()) for one in hubs] == [[]] * 6


def test_keys_of_a_folder_are_taken_over_where_the_database_goes_with_them(
    settings: HubSettings, another: HubSettings
) -> None:
    with as_before(settings):
        assert refusal(another) == "keys_missing"
        load_keys(another.data_dir)
        assert refusal(another) == "keys_of_another_hub"
        mine = load_keys(settings.data_dir).fingerprint
        assert fingerprint(settings) == mine
    assert fingerprint(another) == mine, "those of its folder are nobody's"
    assert in_database(another) == 2
    assert sorted(path.name for path in settings.data_dir.iterdir()) == sorted(KEY_FILES)


def test_keys_in_folders_are_the_same_at_each_hub_and_stay_out_of_the_database(
    settings: HubSettings, another: HubSettings
) -> None:
    of_folder = replace(settings, keys_in_folder=True)
    mine = fingerprint(of_folder)
    assert fingerprint(settings) == mine, "a command is not told where they are"
    assert refusal(another) == refusal(replace(another, keys_in_folder=True)) == "keys_missing"
    assert list(another.data_dir.iterdir()) == []
    for name in KEY_FILES:
        shutil.copy(settings.data_dir / name, another.data_dir)
    assert fingerprint(another) == fingerprint(replace(another, keys_in_folder=True)) == mine
    assert in_database(settings) == 0


def test_keys_in_the_database_are_not_looked_for_elsewhere(
    settings: HubSettings, another: HubSettings
) -> None:
    mine = fingerprint(settings)
    of_folder = replace(another, keys_in_folder=True)
    assert refusal(of_folder) == "keys_missing"
    load_keys(another.data_dir)
    assert refusal(of_folder) == "keys_of_another_hub"
    assert fingerprint(another) == mine


def test_key_that_is_none_any_more_is_said(settings: HubSettings) -> None:
    with closing(open_hub(settings)) as hub, write(hub.engine) as connection:
        one = shared_file.c.name == KEY_FILES[0]
        connection.execute(update(shared_file).where(one).values(data=b"short"))
    assert refusal(settings) == "key_damaged"


def test_serve_is_told_to_keep_them_in_the_folder(
    settings: HubSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[HubSettings] = []
    monkeypatch.setattr("kiosk.hub.serve.serve", told.append)
    monkeypatch.setenv("KIOSK_HUB_DATABASE_URL", settings.database_url)
    where = ["hub", "serve", "--data", str(settings.data_dir)]
    assert main([*where, "--keys-in-folder"]) == main(where) == 0
    assert [one.keys_in_folder for one in told] == [True, False]
