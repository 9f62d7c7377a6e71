"""A PostgreSQL server of a test's own: thrown away afterwards, with a database for each test.

It runs as an ordinary user, since PostgreSQL refuses root: `nobody`, where the tests are root's.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import URL

from kiosk.demo.world import free_port

USER = "kiosk"
PASSWORD = "open-sesame"
_INSTALLED = Path("/usr/lib/postgresql")  # where Debian puts each version; not on the PATH
_ORDINARY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
# Over the socket whoever can reach it is let in, over TCP only with the password.
_WHO_MAY = """\
local all all trust
local replication all trust
host all all 127.0.0.1/32 scram-sha-256
"""
_SETTINGS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
lc_messages = 'C'
"""


class PostgresServer:
    """A server over a folder of its own; may be stopped and started again on its port.

    `settings` are lines of its configuration, besides those that make it quick.
    """

    def __init__(self, settings: str = "") -> None:
        # Not in pytest's folder: the path of a socket is at most 107 bytes long.
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
        self._port = free_port()
        self._names = itertools.count(1)
        if os.geteuid() == 0:
            shutil.chown(self._folder, "nobody", "nogroup")
        password = self._folder / "password"
        password.write_text(PASSWORD, encoding="ascii")
        password.chmod(0o644)
        self._run(
            *("initdb", "--no-sync", "--username", USER, "--pwfile", str(password)),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--pgdata", str(self.data)),
        )
        (self.data / "pg_hba.conf").write_text(_WHO_MAY, encoding="ascii")
        with (self.data / "postgresql.auto.conf").open("a", encoding="ascii") as file:
            file.write(f"{_SETTINGS}{settings}port = {self._port}\n")
            file.write(f"unix_socket_directories = '{self._folder}'\n")
            file.write("listen_addresses = '127.0.0.1'\n")

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self._folder / "data"

    def start(self) -> None:
        """Answer connections when this returns."""
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "--wait", "--silent", "-D", str(self.data), "--log", log)

    def stop(self) -> None:
        """End at once, as a crash does; what was committed is there at the next start."""
        self._run("pg_ctl", "stop", "--silent", "--mode", "immediate", "-D", str(self.data))

    def throw_away(self) -> None:
        """End, and remove everything."""
        self.stop()
        shutil.rmtree(self._folder)

    def url(self, database: str) -> str:
        """Return the address of a database, by the socket."""
        return self._url(database, host=str(self._folder), password=None)

    def url_by_tcp(self, database: str, password: str = PASSWORD) -> str:
        """Return the address of a database by TCP, where a password is asked for."""
        return self._url(database, host="127.0.0.1", password=password)

    def backends(self) -> list[int]:
        """Return the processes that serve connections; none while the server recovers."""
        chosen = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
        mine = " AND pid <> pg_backend_pid() ORDER BY pid"
        try:
            with psycopg.connect(
                host=str(self._folder), port=self._port, user=USER, dbname="postgres"
            ) as connection:
                return [pid for (pid,) in connection.execute(chosen + mine)]
        except psycopg.OperationalError:
            return []

    def conninfo(self, database: str) -> str:
        """Return what the server's own programs take, by the socket."""
        return f"host={self._folder} port={self._port} user={USER} dbname={database}"

    def create(self, like: str = "template1") -> str:
        """Make a database, empty or a copy of one that nobody is connected to; return its name."""
        name = f"test_{next(self._names)}"
        names = map(sql.Identifier, (name, like))
        self.do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.do(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def do(self, statement: LiteralString | sql.Composed, database: str = "postgres") -> None:
        """Run a statement as the owner of everything."""
        with psycopg.connect(
            host=str(self._folder), port=self._port, user=USER, dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement)

    def _url(self, database: str, host: str, password: str | None) -> str:
        made = URL.create(
            "postgresql+psycopg",
            username=USER,
            password=password,
            database=database,
            query={"host": host, "port": str(self._port)},
        )
        return made.render_as_string(hide_password=False)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs on it, as its user: pg_dump, say."""
        where = ("--host", str(self._folder), "--port", str(self._port), "--username", USER)
        self._run(program, *where, *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(programs() / program), *arguments]
        if os.geteuid() == 0:
            command = [*_ORDINARY, "--", *command]
        # Into a file, as the server keeps what it inherits open.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            done = subprocess.run(command, stdout=out, stderr=out, cwd="/", check=False)  # noqa: S603  # our own words
            out.seek(0)
            assert done.returncode == 0, out.read()


def programs() -> Path:
    """Return the folder of the newest server's programs."""
    found = [path for path in _INSTALLED.glob("*/bin") if (path / "initdb").exists()]
    assert found, "PostgreSQL is missing: packaging/test-machine installs it"
    return max(found, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parent.name)])
