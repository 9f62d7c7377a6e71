"""What a machine keeps of its enrolment."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import BadConfig, HubRefused, StoreBroken
from kiosk.secrets import FileSecrets
from kiosk.services.enrolling import STORE_KEY, enrol, identity, leave, store_key
from kiosk.wire.terminals import Enrolled, EnrolRequest
from tests.fake_hub import FakeClock, FakeHub


class TrustingHub(FakeHub):
    """A hub of the release before: it does not ask what lies on the machine."""

    def enrol(self, request: EnrolRequest) -> Enrolled:
        return Enrolled(f"terminal-{request.code}", "token", "T8", "shopper", "S01", {}, "")


@pytest.fixture
def secrets(tmp_path: Path) -> FileSecrets:
    return FileSecrets(tmp_path)


def test_a_hub_that_does_not_ask_makes_no_other_terminal_of_a_machine_with_orders(
    secrets: FileSecrets,
) -> None:
    hub = TrustingHub(FakeClock())
    mine = enrol(hub, secrets, EnrolRequest("one", "till", "1"))
    another = EnrolRequest("two", "till", "1", mine.terminal_id, keeps_orders=True)
    with pytest.raises(HubRefused, match="terminal_has_orders"):
        enrol(hub, secrets, another)
    assert identity(secrets) == mine


def test_who_leaves_keeps_the_key_of_the_store(secrets: FileSecrets) -> None:
    enrol(TrustingHub(FakeClock()), secrets, EnrolRequest("one", "till", "1"))
    secrets.set(STORE_KEY, "00ff")
    leave(secrets)
    assert store_key(secrets) == b"\x00\xff"
    with pytest.raises(BadConfig, match="not_enrolled"):
        identity(secrets)


def test_a_key_that_is_none_is_said(secrets: FileSecrets) -> None:
    assert store_key(secrets) is None
    secrets.set(STORE_KEY, "no key")
    with pytest.raises(StoreBroken, match="secrets_unreadable"):
        store_key(secrets)
