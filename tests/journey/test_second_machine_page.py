"""docs/second-machine.md, followed to the letter: a terminal on a hub behind haproxy's TLS."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app import hub_client
from kiosk.config import Settings
from kiosk.demo.shop.showcase import HERE, TSHIRT
from kiosk.demo.world import free_port
from kiosk.errors import HubUnreachable
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import identity
from kiosk.setting_sources import load
from kiosk.tools import it
from tests.journey import pages
from tests.journey.conftest import MainThread, Shop
from tests.journey.pages import exactly_once
from tests.journey.test_leaving import order
from tests.patience import PATIENCE_S

PAGE = "second-machine.md"
HAPROXY = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
OPENSSL = shutil.which("openssl")

pytestmark = pytest.mark.skipif(
    not (HAPROXY and OPENSSL), reason="haproxy and openssl are not installed"
)


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    folder = tmp_path / "certificates"
    folder.mkdir()
    name, make = pages.blocks(PAGE, "sh")
    assert pages.names_set(name) == {"NAME"}
    pages.run(make, {"NAME": "localhost"}, folder)
    return folder


@pytest.fixture
def policy(shop: Shop, certificates: Path, tmp_path: Path) -> Iterator[Path]:
    """haproxy before the shop's hub, and the policy file of a terminal elsewhere."""
    port = free_port()
    (config,) = pages.blocks(PAGE, "haproxy")
    for line in ("    user haproxy\n", "    group haproxy\n"):  # who starts a test is no root
        config = exactly_once(config, line, "")
    config = exactly_once(config, "bind :8443", f"bind 127.0.0.1:{port}")
    config = exactly_once(config, "/etc/haproxy/kiosk-hub.pem", str(certificates / "kiosk-hub.pem"))
    config = exactly_once(config, "127.0.0.1:8780", shop.server.url.removeprefix("http://"))
    file = tmp_path / "haproxy.cfg"
    file.write_text(config)
    assert HAPROXY
    checked = subprocess.run(  # noqa: S603  # what was found above
        [HAPROXY, "-c", "-f", str(file)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr
    (text,) = pages.blocks(PAGE, "toml")
    text = exactly_once(text, "hub.shop.example:8443", f"localhost:{port}")
    text = exactly_once(text, "/etc/store-kiosk/ca.pem", str(certificates / "ca.pem"))
    written = tmp_path / "policy.toml"
    written.write_text(text)
    proxy = subprocess.Popen([HAPROXY, "-db", "-f", str(file)])  # noqa: S603
    try:
        wait_for(port, proxy)
        yield written
    finally:
        proxy.terminate()
        proxy.wait()


def wait_for(port: int, proxy: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    turn = threading.Event()
    while proxy.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            turn.wait(0.05)
        else:
            return
    pytest.fail("haproxy does not listen")


def settings_of(policy: Path, data_dir: Path) -> Settings:
    return load({"KIOSK_DATA_DIR": str(data_dir), "KIOSK_SECRETS": "file"}, policy)


def test_a_terminal_of_another_machine_enrols_orders_and_hears_of_news(
    shop: Shop, policy: Path, tmp_path: Path
) -> None:
    settings = settings_of(policy, tmp_path / "elsewhere")
    code = admin.new_enrolment_code(shop.server.engine, "shopper", HERE, "T8")
    assert it.enrol(settings, code) == 0
    away = replace(shop, settings=settings, main=MainThread(), settled=[])
    away.boot()
    try:
        away.online()  # a catalogue has come, and the stream has spoken
        placed = order(away)
        away.main.until(lambda: bool(away.settled), "the hub's answer")
        assert [one.id for one in admin.list_orders(shop.server.engine)] == [placed.id]
    finally:
        away.shut_down()
    listen(shop.server, settings)


def listen(server: HubServer, settings: Settings) -> None:
    """Hear of a change on the stream itself, which is held open: nothing buffers it."""
    token = identity(open_secrets(settings.data_dir, "file")).token
    hub = hub_client(settings, token)
    heard: list[int] = []
    first, second = threading.Event(), threading.Event()

    def told(sequence: int) -> None:
        heard.append(sequence)
        (second if sequence > heard[0] else first).set()

    def follow() -> None:
        with pytest.raises(HubUnreachable):  # we hang up
            hub.listen(told)

    listening = threading.Thread(target=follow)
    listening.start()
    try:
        assert first.wait(PATIENCE_S)
        admin.set_price(server.engine, TSHIRT.sku, 12_300)
        assert second.wait(PATIENCE_S)
    finally:
        hub.hang_up()
        listening.join()
        hub.close()


def test_without_the_authority_nothing_is_sent(shop: Shop, policy: Path, tmp_path: Path) -> None:
    settings = replace(settings_of(policy, tmp_path / "elsewhere"), extra_ca="")
    code = admin.new_enrolment_code(shop.server.engine, "shopper", HERE, "T8")
    with pytest.raises(HubUnreachable) as refused:
        it.enrol(settings, code)
    assert refused.value.args_["why"] == "certificate"
    assert [row.prefix for row in admin.list_terminals(shop.server.engine)] == ["T7"]
