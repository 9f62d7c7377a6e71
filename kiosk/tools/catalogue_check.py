"""The part of `kiosk doctor` that looks at the catalogue in use."""

from __future__ import annotations

from kiosk.config import Settings
from kiosk.errors import SnapshotRefused, StoreBroken
from kiosk.tools.checks import Check, Status
from kiosk.tools.wording import in_words
from offline_cache.store.inspect import inspect_catalogue

ID_CHARACTERS = 8  # as the terminal's own page shows it


def catalogue(settings: Settings) -> Check:
    """Name the catalogue in use and why the last one was not taken; the terminal may run."""
    name = "catalogue"
    try:
        found = inspect_catalogue(settings.data_dir)
    except StoreBroken as error:
        advice = "start the terminal: it fetches the catalogue anew"
        return Check(name, Status.WARN, f"not read: {error.code}", advice)
    if found is None:
        return Check(name, Status.OK, "none yet: it comes at the first start")
    file, refusal = found.sha256[:ID_CHARACTERS], found.refusal
    text = f"{file}, with changes up to {found.sequence}" if file else "none yet"
    if refusal is not None:
        advice = in_words(SnapshotRefused(refusal.code))
        text += f"; a newer one was refused at {refusal.at} ({refusal.code})"
        return Check(name, Status.WARN if file else Status.FAIL, text, advice)
    if not file:
        return Check(name, Status.WARN, text, "it comes when the hub is in reach")
    return Check(name, Status.OK, text)
