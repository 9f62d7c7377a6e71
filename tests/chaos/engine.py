"""The simulated commerce engine: an HTTP service of its own that commits late and answers badly.

What it promises is one thing only: the hub's order id stands in a unique column, so that
an id is held once however often and however late it is created. A second creation is a
conflict and says nothing more: whoever does not know what became of the first looks it up.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

ANSWER_WITHIN_S = 0.4
"""How long the hub's worker waits for this engine."""

UNIQUE = "CREATE UNIQUE INDEX IF NOT EXISTS once ON sales_order (external_id)"
_TABLE = """
CREATE TABLE IF NOT EXISTS sales_order (
  reference INTEGER PRIMARY KEY AUTOINCREMENT,
  external_id TEXT NOT NULL,
  number TEXT NOT NULL,
  content TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Manners:
    """How the engine treats one creation; the seconds lie before and after its commit."""

    before_s: float = 0.0
    after_s: float = 0.0
    refuses: bool = False  # 503, nothing written
    fails: bool = False  # 500 though it is written


class Book:
    """The engine's orders; each call opens the file anew, as the threads of a service do."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as database:
            database.execute(_TABLE)
            database.execute(UNIQUE)

    def create(self, external_id: str, number: str, content: str) -> str | None:
        """Write an order and return its reference; None if the id is held already."""
        try:
            with self._open() as database:
                row = database.execute(
                    "INSERT INTO sales_order (external_id, number, content) VALUES (?, ?, ?)",
                    [external_id, number, content],
                )
                return _named(row.lastrowid)
        except sqlite3.IntegrityError:
            return None

    def reference(self, external_id: str) -> str | None:
        """Look an order up by the hub's id."""
        with self._open() as database:
            row = database.execute(
                "SELECT reference FROM sales_order WHERE external_id = ?", [external_id]
            ).fetchone()
        return _named(row[0]) if row else None

    def orders(self) -> list[tuple[str, str, str]]:
        """Return id, number and content of every order held."""
        with self._open() as database:
            return database.execute(
                "SELECT external_id, number, content FROM sales_order ORDER BY reference"
            ).fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # A rollback journal: the standard library's SQLite may be one that can lose commits
        # of two connections in WAL mode.
        database = sqlite3.connect(self._path, timeout=10)
        try:
            database.execute("PRAGMA synchronous = FULL")
            with database:
                yield database
        finally:
            database.close()


def _named(reference: int | None) -> str:
    return f"SIM-{reference}"


def manners(random: Random) -> Manners:
    """Draw how a creation is treated: half of them badly."""
    beyond = ANSWER_WITHIN_S * 1.2
    return random.choices(
        [
            Manners(),
            Manners(before_s=beyond + random.uniform(0, 1)),
            Manners(after_s=beyond),
            Manners(fails=True),
            Manners(refuses=True),
        ],
        [50, 20, 10, 12, 8],
    )[0]


def serve(port: int, path: Path, seed: str, calm: bool) -> None:
    """Serve until killed; `calm` ends all bad manners."""
    book, random, lock = Book(path), Random(seed), threading.Lock()  # noqa: S311  # a play

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            reference = book.reference(self.path.rpartition("/")[2])
            if reference is None:
                self._answer(HTTPStatus.NOT_FOUND, {})
            else:
                self._answer(HTTPStatus.OK, {"reference": reference})

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            order = json.loads(content)
            with lock:
                treated = Manners() if calm else manners(random)
            if treated.refuses:
                self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {})
                return
            time.sleep(treated.before_s)
            reference = book.create(order["id"], order["number"], content)
            time.sleep(treated.after_s)
            if treated.fails:
                self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, {})
            elif reference is None:
                self._answer(HTTPStatus.CONFLICT, {})
            else:
                self._answer(HTTPStatus.CREATED, {"reference": reference})

        def _answer(self, status: HTTPStatus, body: dict[str, str]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the caller is expected to have gone."""

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):
                self.close_connection = True  # the caller went, or sent half a request

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

    Server(("127.0.0.1", port), Handler).serve_forever()
