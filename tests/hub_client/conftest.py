"""A hub client before a server that answers whatever a test tells it to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.hub_client.client import HubClient
from tests.hub_client.foreign_server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    opened = Server()
    yield opened
    opened.close()


@pytest.fixture
def hub(server: Server) -> Iterator[HubClient]:
    client = HubClient(server.url, "secret-token")
    yield client
    client.close()
