"""A hub over PostgreSQL: what it makes there, and what it says of a server that is not fit."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

import kiosk.hub.engines.embedded.tables  # noqa: F401  its tables are the hub's, too
from kiosk.__main__ import main
from kiosk.errors import BadConfig
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.hub.storage import postgres
from kiosk.hub.storage.database import address, open_database, read, write
from kiosk.hub.storage.migration import HEAD, revision
from kiosk.hub.storage.tables import METADATA
from kiosk.tools.wording import in_words
from tests.databases import server as shared_server
from tests.patience import PATIENCE_S
from tests.postgres import PASSWORD, PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def server() -> PostgresServer:
    """The server of all tests: it is not stopped here."""
    return shared_server()


@pytest.fixture
def settings(server: PostgresServer, tmp_path: Path) -> HubSettings:
    """Of a hub over an empty database, by TCP and so by a password."""
    return HubSettings(tmp_path / "hub", database_url=server.url_by_tcp(server.create()))


def refused(settings: HubSettings) -> BadConfig:
    """Open a hub in vain; return what it says, which is a sentence without the password."""
    with pytest.raises(BadConfig) as caught:
        open_hub(settings)
    said = in_words(caught.value)
    assert said != caught.value.code and "?" not in said
    assert PASSWORD not in said and PASSWORD not in repr(settings)
    return caught.value


def test_revisions_lead_to_the_tables_that_the_code_knows_in_the_order_of_bytes(
    settings: HubSettings,
) -> None:
    hub = open_hub(settings)
    with read(hub.engine) as connection:
        assert revision(connection) == HEAD
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        otherwise = text(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name <> 'alembic_version' AND NOT"
            " (data_type IN ('bigint', 'bytea') OR (data_type = 'text' AND collation_name = 'C'))"
        )
        assert connection.execute(otherwise).all() == []
    hub.close()


def open_and_close(url: str) -> None:
    open_database(address(url)).dispose()


def test_of_hubs_that_start_at_once_one_makes_the_tables_and_the_others_wait(
    settings: HubSettings,
) -> None:
    spawning = multiprocessing.get_context("spawn")
    url = settings.database_url
    hubs = [spawning.Process(target=open_and_close, args=(url,)) for _ in range(3)]
    for hub in hubs:
        hub.start()
    for hub in hubs:
        hub.join(PATIENCE_S)
    assert [hub.exitcode for hub in hubs] == [0, 0, 0]


def test_an_upgrade_that_fails_half_way_leaves_nothing(
    settings: HubSettings,
) -> None:
    engine = postgres.engine_of(address(settings.database_url))
    with engine.begin() as connection:  # in the way of what refers to it
        connection.execute(text("CREATE TABLE shop_order (id text)"))
    with pytest.raises(ProgrammingError, match="unique constraint"):
        open_hub(settings)
    with engine.begin() as connection:
        left = connection.execute(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        assert left.scalars().all() == ["shop_order"]
        connection.execute(text("DROP TABLE shop_order"))
    engine.dispose()
    open_hub(settings).close()


def test_newer_tables_that_this_release_cannot_work_with_are_left_alone(
    settings: HubSettings,
) -> None:
    hub = open_hub(settings)
    with write(hub.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    open_hub(settings).close()
    with write(hub.engine) as connection:
        connection.execute(text("UPDATE setting SET value = '9' WHERE name = 'schema_serves'"))
    hub.close()
    assert refused(settings).code == "hub_schema_newer"


def test_an_address_that_is_none_is_said_without_what_was_given(settings: HubSettings) -> None:
    for wrong in (
        f"mysql://kiosk:{PASSWORD}@host/shop",
        f"postgresql://kiosk:{PASSWORD}@host",
        f"kiosk:{PASSWORD}",
        f"postgresql://kiosk:{PASSWORD}@host:x/shop",
    ):
        assert refused(replace(settings, database_url=wrong)).code == "database_url_wrong"


def test_a_wrong_password_and_a_database_that_is_not_there_are_told_apart(
    server: PostgresServer, settings: HubSettings
) -> None:
    name = str(address(settings.database_url).database)
    wrong = replace(settings, database_url=server.url_by_tcp(name, "wrong"))
    assert refused(wrong).code == "database_password_wrong"
    missing = replace(settings, database_url=server.url_by_tcp("nowhere"))
    assert refused(missing).code == "database_missing"


def test_a_server_that_is_away_is_said(settings: HubSettings) -> None:
    nobody = address(settings.database_url).update_query_dict({"port": "1"})
    url = nobody.render_as_string(hide_password=False)
    assert refused(replace(settings, database_url=url)).code == "database_away"


def test_a_database_that_can_only_be_read_is_not_served(
    server: PostgresServer, settings: HubSettings
) -> None:
    name = str(address(settings.database_url).database)
    open_hub(settings).close()
    for begun in (True, False):
        if not begun:
            name = server.create()
            settings = replace(settings, database_url=server.url_by_tcp(name))
        engine = postgres.engine_of(address(settings.database_url))
        with engine.begin() as connection:
            connection.exec_driver_sql(
                f"ALTER DATABASE {name} SET default_transaction_read_only = on"
            )
        engine.dispose()
        assert refused(settings).code == "database_read_only"


def test_a_database_that_cannot_keep_every_letter_is_not_filled(
    server: PostgresServer, settings: HubSettings
) -> None:
    server.do("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", "postgres")
    url = server.url_by_tcp("latin")
    assert refused(replace(settings, database_url=url)).code == "database_encoding_wrong"
    server.drop("latin")


def test_a_server_that_its_makers_have_given_up_is_not_used(
    settings: HubSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "NEEDED", 99)
    assert refused(settings).code == "database_too_old"


def test_a_user_without_rights_is_told_to_become_the_owner(
    server: PostgresServer, settings: HubSettings
) -> None:
    server.do(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    guest = address(settings.database_url).set(username="guest")
    url = guest.render_as_string(hide_password=False)
    assert refused(replace(settings, database_url=url)).code == "database_rights_missing"
    server.do("DROP ROLE guest")


def test_commands_take_the_address_and_make_nothing_in_what_is_no_hubs(
    settings: HubSettings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = ["--data", str(settings.data_dir), "--database-url", settings.database_url]
    assert main(["hub", "terminals", *there]) == 1
    said = capsys.readouterr().err
    assert "There is no hub in postgresql+psycopg://kiosk:***@" in said
    assert PASSWORD not in said
    open_hub(settings).close()
    assert main(["hub", "terminals", *there]) == 0
    monkeypatch.setenv("KIOSK_HUB_DATABASE_URL", settings.database_url)
    assert main(["hub", "terminals", "--data", str(settings.data_dir)]) == 0
    assert capsys.readouterr().out.count("There is no terminal yet") == 2
    assert not (settings.data_dir / "hub.db").exists()
