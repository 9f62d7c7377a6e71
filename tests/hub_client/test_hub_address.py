"""Which addresses and transport options are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import BadConfig
from kiosk.hub_client.client import HubClient


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hub.example", "hub_url_insecure"),
        ("http://127.0.0.1.example", "hub_url_insecure"),
        ("ftp://hub.example", "hub_url_wrong"),
        ("hub.example", "hub_url_wrong"),
        ("https://", "hub_url_wrong"),
        ("https://user:secret@hub.example", "hub_url_wrong"),
        ("https://hub.example:port", "hub_url_wrong"),
        ("https://[::1", "hub_url_wrong"),
        ("", "hub_url_wrong"),
    ],
)
def test_a_wrong_or_insecure_address_is_refused(url: str, code: str) -> None:
    with pytest.raises(BadConfig) as refused:
        HubClient(url, "")
    assert refused.value.code == code
    assert refused.value.args_["setting"] == "hub_url"


@pytest.mark.parametrize("url", ["https://hub.example/base/", "http://[::1]:8", "http://LOCALHOST"])
def test_https_and_loopback_are_taken(url: str) -> None:
    HubClient(url, "").close()


def test_wrong_transport_options_are_refused(tmp_path: Path) -> None:
    nonsense = tmp_path / "ca.pem"
    nonsense.write_text("no certificate")
    for extra_ca in (nonsense, tmp_path / "missing.pem"):
        with pytest.raises(BadConfig) as refused:
            HubClient("https://hub.example", "", extra_ca=str(extra_ca))
        assert refused.value.code == "extra_ca_unreadable"
    with pytest.raises(BadConfig) as refused:
        HubClient("https://hub.example", "", proxy="gopher://x")
    assert refused.value.code == "proxy_wrong"
