"""The keys of a database that several hubs share: in it, or in the folder of each.

In the database they are made once, by whichever hub comes first. A shop that does not want them in
the dumps of the database has them in folders from the first start on, the same in each.
"""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from kiosk.errors import BadConfig
from kiosk.hub.keys import KEY_BYTES, KEY_FILES, HubKeys, load_keys, new_keys, require_fitting
from kiosk.hub.storage.database import goes_with, note_keys, put_setting, write
from kiosk.hub.storage.shared_files import parts, store
from kiosk.hub.storage.tables import setting
from kiosk.privacy import own_folder

LOG = logging.getLogger(__name__)
KIND = "keys"  # of shared files
_PLACE, _FOLDER = "keys_lie_in", "folder"  # a setting, so that a command need not be told


def shared_keys(engine: Engine, data_dir: Path, *, in_folder: bool = False) -> HubKeys:
    """Return the keys of a server's database, making them where no hub has done so.

    Keys that a folder has from before, and that the database goes with, are taken over into it;
    their files stay. Raises `BadConfig`: `key_damaged`, and what `load_keys` and `require_fitting`
    do of the folder where the keys are to be there.
    """
    own_folder(data_dir)
    with write(engine) as connection:
        stored = _stored(connection)
        if in_folder or (stored is None and _lie_in_folders(connection)):
            if stored is None:
                put_setting(connection, _PLACE, _FOLDER)
            return load_keys(data_dir, goes_with(connection))
        if stored is not None:
            return stored
        keys = new_keys()
        noted = note_keys(connection, keys.fingerprint)  # of hubs that start at once one is first
        if noted != keys.fingerprint:
            if (stored := _stored(connection)) is not None:
                return stored
            require_fitting(data_dir, noted)
            keys = load_keys(data_dir, noted)
            LOG.info("The keys in %s are in the database now and need not stay there", data_dir)
        for name, key in keys.files.items():
            store(connection, KIND, name, [key])
        return keys


def _stored(connection: Connection) -> HubKeys | None:
    """Return the keys in the database; None where there are none."""
    raw = {name: b"".join(parts(connection, KIND, name)) for name in KEY_FILES}
    if not any(raw.values()):
        return None
    for name, key in raw.items():
        if len(key) != KEY_BYTES:
            raise BadConfig("key_damaged", path=name)
    return HubKeys.of(raw)


def _lie_in_folders(connection: Connection) -> bool:
    place = connection.scalar(select(setting.c.value).where(setting.c.name == _PLACE))
    return place == _FOLDER
