"""SQLite on the terminal: catalogue, overlay, outbox. No Qt, no network."""

from __future__ import annotations

import sys
from types import ModuleType

import sqlcipher3  # type: ignore[import-untyped]  # the wheel brings no type information
from sqlcipher3 import dbapi2

# sqlite-utils takes its error classes from `pysqlite3` where there is one, else from the
# standard library. Connections made here raise sqlcipher3's, so that sqlite-utils would not
# recognise them (`alter=True`, `INSERT … RETURNING`). The names must stand before its first
# import, hence here: Python runs this file before any module of the package.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
# It also looks for numpy and pandas, to store their types, and has a command line with click
# and recipes with dateutil. Nobody uses these here; numpy, which the camera brings, takes longer
# to load than all else of a start. None: "cannot be imported", says Python.
_click, _dateutil = ModuleType("click"), ModuleType("dateutil")
_click.Group, _dateutil.parser = object, None  # type: ignore[attr-defined]  # named at its import
_instead = {"numpy": None, "pandas": None, "click": _click, "dateutil": _dateutil}
_instead = {name: module for name, module in _instead.items() if name not in sys.modules}
sys.modules.update(_instead)  # type: ignore[arg-type]
import sqlite_utils  # noqa: E402, F401  after what it has to find

for _name in _instead:
    del sys.modules[_name]
