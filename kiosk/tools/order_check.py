"""The part of `kiosk doctor` that looks at the orders on this machine."""

from __future__ import annotations

from kiosk.config import Settings
from kiosk.errors import KioskError, StoreBroken
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import store_key
from kiosk.tools.checks import Check, Status
from kiosk.tools.wording import in_words
from offline_cache.store.inspect import WaitingHere, inspect_orders
from offline_cache.store.terminal_store import FILE_NAME

_RUNNING = frozenset({"store_busy", "store_in_use"})


def orders(settings: Settings) -> Check:
    """Count the orders that wait here, without touching the store."""
    name = "orders"
    if not (settings.data_dir / FILE_NAME).exists():
        return Check(name, Status.OK, "none yet")
    if not (settings.data_dir / "secrets").exists():  # opening would make it, as this user
        return _lost(settings)
    try:
        secrets = open_secrets(settings.data_dir, settings.secrets)
        key = store_key(secrets)
    except KioskError:
        return Check(name, Status.WARN, "not counted", "see secret store")
    if key is None:
        return _lost(settings)
    try:
        found = inspect_orders(settings.data_dir, key)
    except StoreBroken as error:
        if error.code in _RUNNING:
            return Check(name, Status.OK, "the terminal is running: see its own sheet")
        advice = "leave the files where they are and start the terminal: it saves what it can"
        return Check(name, Status.FAIL, f"not counted: {error.code}", advice)
    if found is None:
        return Check(name, Status.WARN, "not counted: the store is old", "start the terminal once")
    return _said(found)


def _said(found: WaitingHere) -> Check:
    unsent, refused = found.counts.unsent, found.counts.refused
    text = f"{unsent} unsent, {refused} refused waiting for staff"
    if found.damages:
        text += f", damages to the store that nobody has read of: {found.damages}"
    advice = []
    if found.damages or refused:
        advice.append("staff sign in at the terminal and open its orders")
    if unsent:
        advice.append("unsent ones go when the hub is in reach, or by `kiosk export FILE`")
    status = Status.WARN if advice else Status.OK
    return Check("orders", status, text, "; ".join(advice))


def _lost(settings: Settings) -> Check:
    error = StoreBroken("store_key_lost", path=str(settings.data_dir / FILE_NAME))
    return Check("orders", Status.FAIL, "the key of the store is lost", in_words(error))
