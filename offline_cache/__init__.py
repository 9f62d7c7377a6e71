"""SQLite on the terminal: catalogue, overlay, outbox. No Qt, no network."""

from __future__ import annotations

import sys

import sqlcipher3  # type: ignore[import-untyped]  # the wheel brings no type information
from sqlcipher3 import dbapi2

# sqlite-utils takes its error classes from `pysqlite3` where there is one, else from the
# standard library. Connections made here raise sqlcipher3's, so that sqlite-utils would not
# recognise them (`alter=True`, `INSERT … RETURNING`). The names must stand before its first
# import, hence here: Python runs this file before any module of the package.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
