"""Faults in words for the command line: what happened and what to do."""

from __future__ import annotations

from kiosk.errors import KioskError

_SENTENCES = {
    "not_enrolled": "This machine is no terminal yet. Ask the hub for a code: kiosk enrol CODE",
    "enrolment_code_unknown": "The hub does not know this code, or it was used. Ask for a new one.",
    "hub_unreachable": "The hub does not answer. Check the address and the network; nothing is lost.",
    "hub_nonsense": "What answers there is no hub ({looked_like}). Check the address and the network.",
    "hub_url_insecure": "Plain http is for this machine only. Use https: {url}",
    "setting_wrong": "{source}: {setting} = {value!r} is wrong. Allowed: {allowed}",
    "setting_unknown": "{source}: there is no setting {setting!r}. Did you mean {meant!r}?",
    "policy_unreadable": "{path} cannot be read: {detail}",
    "secrets_permissions": "{path} must be yours alone: {mend}",
    "store_key_lost": "The key of {path} is lost. Leave the file: head office can open it.",
    "sqlite_too_old": "SQLite is too old: install the package sqlcipher3 0.6.4 or newer.",
    "store_unreadable": "The terminal's store cannot be opened. Leave the file: it may hold orders.",
    "store_full": "The disk is full. Free some space; nothing was changed.",
}


def in_words(error: KioskError) -> str:
    """Say a fault in a sentence; a code without one is shown with what it carries."""
    known = {"url": "", "looked_like": "", "meant": "", "path": "", "mend": ""} | error.args_
    sentence = _SENTENCES.get(error.code)
    if sentence is None:
        details = ", ".join(f"{name}: {value}" for name, value in error.args_.items())
        return f"{error.code} ({details})" if details else error.code
    return sentence.format(**known)
