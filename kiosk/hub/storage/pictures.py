"""Product pictures: files named by their SHA-256, which all hubs find; never changed."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, select, update

from kiosk.domain.catalogue import Variant
from kiosk.domain.ids import is_sha256
from kiosk.domain.pictures import LARGEST_FILE, may_be_drawn
from kiosk.errors import BadInput
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.shared_files import PICTURES, Wanted, shared_files
from kiosk.hub.storage.tables import variant
from kiosk.privacy import create


def folder(data_dir: Path) -> Path:
    """Return where this hub's files lie."""
    return data_dir / PICTURES


def keep(engine: Engine, data_dir: Path, data: bytes) -> str:
    """Write a picture, durably, and return its name. Raises `BadInput` `picture_wrong`."""
    if len(data) > LARGEST_FILE or not may_be_drawn(data):
        raise BadInput("picture_wrong")
    name = hashlib.sha256(data).hexdigest()
    files = shared_files(engine, data_dir, PICTURES)
    with read(engine) as connection:
        if files.size(connection, name) is not None:
            return name
    place = folder(data_dir)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = place / f"{name}.{os.getpid()}.partial"
    create(partial)
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with write(engine) as connection:
        files.add(connection, name, partial)
    return name


def load(engine: Engine, data_dir: Path, name: str) -> bytes | None:
    """Return a picture; None if the name is no picture's, or no hub has the picture."""
    if not is_sha256(name):
        return None
    path = shared_files(engine, data_dir, PICTURES).path(engine, Wanted(name, sha256=name))
    return path.read_bytes() if path else None


def assign(connection: Connection, product_id: str, colour_code: str, name: str) -> None:
    """Show a picture with a product in a colour. Raises `BadInput` `colour_unknown`."""
    rows = connection.scalars(select(variant.c.body).where(variant.c.product_id == product_id))
    stored = [msgspec.json.decode(body, type=Variant) for body in rows]
    chosen = [one for one in stored if one.colour.code == colour_code]
    if not chosen:
        raise BadInput("colour_unknown", product_id=product_id, colour_code=colour_code)
    for one in chosen:
        shown = replace(one, colour=replace(one.colour, picture=name))
        body = msgspec.json.encode(shown).decode()
        connection.execute(update(variant).where(variant.c.sku == one.sku).values(body=body))
