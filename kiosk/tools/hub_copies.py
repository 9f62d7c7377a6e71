"""Backup and restore at the hub, and what IT has to know of what lies beside the database."""

from __future__ import annotations

import shlex
from contextlib import closing
from pathlib import Path

from kiosk.errors import BadConfig
from kiosk.hub import admin
from kiosk.hub.keys import KEY_FILES
from kiosk.hub.serve import HubSettings
from kiosk.hub.storage import pictures

PAGE = "docs/backup-and-restore.md"


def back_up(settings: HubSettings, to: Path) -> int:
    """Write a copy; say what is in it and what is not."""
    data_dir = settings.data_dir
    engine = admin.open_data(settings)
    try:
        made = admin.back_up(engine, to)
    finally:
        engine.dispose()
    orders = f"up to the {made.through}. it received" if made.through else "none so far"
    print(f"{made.path} holds the hub's database: orders ({orders}), terminals, customers,")
    print("staff, baskets, goods, prices and stock.")
    print("Not in it, beside the database:")
    for name in KEY_FILES:
        print(f"  {_key(data_dir / name)}")
    print(f"  {_pictures(pictures.folder(data_dir))}")
    print(f"  {data_dir / 'catalogue'}: comes back by itself, leave it")
    print(f"The way back: {PAGE}")
    return 0


def restore(settings: HubSettings, copy: Path, *, new_keys: bool) -> int:
    """Put a copy back; say what is still to be done. Raises `BadConfig` `restore_of_server`."""
    if settings.database_url:
        raise BadConfig("restore_of_server")
    data_dir = settings.data_dir
    if new_keys:
        aside = admin.put_back_with_new_keys(copy, data_dir)
    else:
        replaced = admin.put_back(copy, data_dir)
        aside = (replaced,) if replaced else ()
    print(f"{copy} is in place. Start the hub: kiosk hub serve --data {shlex.quote(str(data_dir))}")
    print("Terminals send again the orders that came after it.")
    for path in aside:
        print(f"What was there before is kept: {path}")
    if new_keys:
        print("The keys are new: keep a copy of them apart, and renew each terminal, which takes")
        print("no catalogue of this hub before: kiosk hub renew TERMINAL --data DIR")
    named, missing = admin.missing_pictures(copy, data_dir)
    if missing:
        print(
            f"{missing} of its {named} pictures are not in {pictures.folder(data_dir)}: copy them"
        )
        print("there from where they are kept; until then terminals show drawings.")
    return 0


def mark(settings: HubSettings) -> int:
    """Print what a backup of the server that begins now will hold."""
    with closing(admin.open_existing(settings)) as hub:
        print(admin.backup_mark(hub.engine))
    return 0


def note(settings: HubSettings, held: str) -> int:
    """Note that a backup is on disk whole."""
    with closing(admin.open_existing(settings)) as hub:
        through = admin.note_backup(hub.engine, held)
    if through:
        print(f"Terminals may forget the orders up to the {through}. that was received.")
    else:
        print("There were no orders before it: terminals keep all of theirs.")
    return 0


def restored(settings: HubSettings) -> int:
    """Begin a new history after the database was put back by the server's own means."""
    with closing(admin.open_existing(settings)) as hub:
        admin.begin_new_history(hub.engine)
    print("A new history has begun: terminals send again the orders that came after the backup.")
    return 0


def _key(path: Path) -> str:
    if not path.exists():
        return f"{path}: MISSING, and the hub does not start without it"
    return f"{path}: copy it once, and keep it apart from the backups"


def _pictures(folder: Path) -> str:
    try:
        sizes = [p.stat().st_size for p in folder.iterdir() if p.suffix != ".partial"]
    except FileNotFoundError:
        return f"{folder}: no pictures so far; copy them with each backup when there are"
    return (
        f"{folder}: {len(sizes)} pictures ({sum(sizes) / 1e6:.1f} MB), copy new ones with each "
        "backup"
    )
