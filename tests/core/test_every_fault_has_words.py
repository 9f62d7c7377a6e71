"""Whatever may be raised for a person to mend can be said in a sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from kiosk.errors import BadConfig, KioskError
from kiosk.hub.storage import postgres
from kiosk.tools.wording import in_words
from kiosk.words.messages import sentence

ROOT = Path(__file__).resolve().parents[2]
FAULTS = {
    "BadConfig",
    "BadInput",
    "DeviceFault",
    "HubRefused",
    "HubUnreachable",
    "NotAuthorised",
    "StoreBroken",
    "StoreFull",
}
ON_THE_GLASS = ["domain", "services", "devices", "hub_client", "wire", "ui"]
AT_THE_COMMAND_LINE = [
    "setting_sources.py",
    "privacy.py",
    "secrets.py",
    "app.py",
    "hub_client",
    "hub/admin.py",
    "hub/keys.py",
    "hub/serve.py",
    "hub/storage/backup.py",
    "hub/storage/database.py",
    "hub/storage/migration.py",
    "hub/storage/postgres.py",
    "hub/storage/sqlite.py",
    "hub/storage/terminals.py",
    "services/enrolling.py",
    "tools/engine_check",
    "tools/it.py",
]
BEFORE_THE_WINDOW = {  # or in the log: said in a terminal, never on the glass
    "extra_ca_unreadable",
    "hub_url_insecure",
    "hub_url_wrong",
    "key_backup_unreadable",
    "not_enrolled",
    "proxy_wrong",
    "secrets_unreadable",
    "sqlite_too_old",
    "store_in_use",
    "zbar_missing",
}
BESIDE_THE_HUB = {"channel_unknown", "customer_unknown"}  # raised to programs, not to people


def codes(*places: Path) -> Iterator[str]:
    """The literal codes of all faults raised below some places."""
    for place in places:
        for source in [place] if place.is_file() else place.rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in FAULTS
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield str(node.args[0].value)


PRINTER = {
    f"printer_{what}" for what in ("unreachable", "silent", "paper_out", "cover_open", "fault")
}


def test_a_fault_on_the_glass_has_its_own_sentence() -> None:
    raised = PRINTER | {*codes(ROOT / "offline_cache", *(ROOT / "kiosk" / p for p in ON_THE_GLASS))}
    assert {"store_full", "app_code_expired", "phone_too_long"} <= raised
    assert "(nobody_wrote_one)" in sentence("en", "nobody_wrote_one")
    without = {code for code in raised if f"({code})" in sentence("en", code)}
    assert without - BEFORE_THE_WINDOW == set()
    assert [code for code in sorted(without) if code in in_words(BadConfig(code))] == []


def test_a_fault_at_the_command_line_is_no_bare_code() -> None:
    places = (ROOT / "kiosk" / part for part in AT_THE_COMMAND_LINE)
    raised = {*codes(ROOT / "offline_cache", *places), "enrolment_code_unknown"}
    raised |= {*postgres.BY_STATE.values(), *postgres.BY_TEXT.values()}
    assert {"setting_wrong", "store_key_lost"} <= raised
    bare = [code for code in raised - BESIDE_THE_HUB if code in in_words(BadConfig(code))]
    assert bare == []


def test_a_sentence_survives_missing_and_strange_arguments() -> None:
    fault = KioskError("setting_wrong", setting="idle_s", value="{0}", source="x", allowed="y")
    assert "{0}" in in_words(fault)
    assert in_words(KioskError("store_key_lost"))
