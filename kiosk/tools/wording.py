"""Faults in words for the command line: what happened, what is safe, what to do."""

from __future__ import annotations

from collections import defaultdict

from kiosk.errors import KioskError

_SENTENCES = {
    "not_enrolled": "This machine is no terminal yet. Ask the hub for a code: kiosk enrol CODE",
    "enrolment_code_unknown": "The hub does not know this code, or it was used. Ask for a new one.",
    "hub_unreachable": "The hub does not answer ({why}). Check the network; nothing is lost.",
    "hub_nonsense": "What answers is no hub ({looked_like}). Check the address and the network.",
    "hub_too_new": "The hub is newer than this program: update it. Nothing was changed.",
    "hub_url_wrong": "{setting} = {value} is no hub's address. Allowed: {allowed}",
    "hub_url_insecure": "{setting} = {value}: plain http is for this machine only. {allowed}",
    "extra_ca_unreadable": "{setting} = {value} is no file of certificates that can be read.",
    "proxy_wrong": "{setting} = {value} is no proxy's address.",
    "setting_wrong": "{source}: {setting} = {value} is wrong. Allowed: {allowed}",
    "setting_unknown": "{source}: there is no setting {setting}. Did you mean {meant}?",
    "policy_unreadable": "{path} cannot be read: {detail}",
    "secrets_permissions": "{path} must be yours alone. Run: {mend}",
    "secrets_unreadable": "{path} cannot be read as secrets. Leave it and restore a copy.",
    "secrets_unwritable": "{path} cannot be written. Check the disk and the folder's owner.",
    "secrets_keyring_unavailable": "The keyring that holds this terminal's secrets does not open. "
    "Log in as the user who enrolled it; nothing is lost.",
    "store_key_lost": "The key of {path} is lost. Leave the file: head office can open it.",
    "store_unreadable": "{file} cannot be opened. Leave it where it is: it may hold orders.",
    "store_too_new": "{file} is of a newer version: install that one. Nothing was changed.",
    "store_busy": "{file} is in use. Is another terminal running on this machine?",
    "store_full": "The disk is full. Free some space; nothing was changed.",
    "sqlite_too_old": "SQLite {found} can lose orders. Install {package}, which brings {needed}.",
    "key_backup_unreadable": "This is no wrapped key of this hub. Check which file was given.",
    "key_readable_by_others": "{path} is readable by others. Run: chmod 600 {path}",
    "catalogue_missing": "There is no catalogue yet: it comes with the hub's first answer.",
    "address_taken": "The hub cannot listen at {host}:{port}. Does one run there already? "
    "Choose another address with --host and --port.",
    "mode_unknown": "There is no mode {mode}. Use shopper or assistant.",
    "location_unknown": "The hub has no location {location_id}.",
    "prefix_invalid": "{prefix} is no prefix: one to six capital letters and digits.",
    "prefix_taken": "The prefix {prefix} belongs to another terminal. Choose another.",
    "terminal_unknown": "The hub has no terminal {terminal_id}.",
    "printer_unreachable": "The printer does not answer. Check its cable and address.",
    "unauthorised": "The hub does not know this terminal. Enrol it again: kiosk enrol CODE",
    "terminal_revoked": "The hub has shut this terminal out. Orders on it are safe; call IT.",
    "zbar_missing": "The library zbar is missing. Run: apt-get install libzbar0",
}
_KNOWN = {"package": "sqlcipher3", "file": "The terminal's store", "path": "The file"}


def in_words(error: KioskError) -> str:
    """Say a fault in a sentence; a code without one is shown with what it carries."""
    sentence = _SENTENCES.get(error.code)
    if sentence is None:
        details = ", ".join(f"{name}: {value}" for name, value in error.args_.items())
        return f"{error.code} ({details})" if details else error.code
    return sentence.format_map(defaultdict(lambda: "?", {**_KNOWN, **error.args_}))
