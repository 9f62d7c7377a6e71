"""Faults in words for the command line: what happened, what is safe, what to do."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from kiosk.errors import KioskError

_SENTENCES = {
    "library_missing": "This system lacks {libraries}. Nothing was changed. Run, then start again: "
    "{command}",
    "not_enrolled": "This machine is no terminal yet. Ask the hub for a code: kiosk enrol CODE",
    "enrolment_code_unknown": "The hub does not know this code, or it was used. Ask for a new one.",
    "hub_unreachable": "The hub does not answer ({why}). Check the network; nothing is lost.",
    "hub_nonsense": "What answers is no hub ({looked_like}). Check the address and the network.",
    "snapshot_unsigned": "A catalogue without this hub's signature was not taken. Look who answers "
    "at the hub's address; the catalogue in use stays.",
    "snapshot_expired": "A catalogue that no longer counts was not taken: an old copy came on the "
    "way (a proxy?), or this machine's clock is wrong. The catalogue in use stays.",
    "snapshot_older": "A catalogue older than the one in use was not taken. Was the hub restored "
    "from a backup? The catalogue in use stays.",
    "snapshot_damaged": "A catalogue came damaged and was not taken; it is fetched again. The "
    "catalogue in use stays.",
    "snapshot_schema": "A catalogue for another version of this program was not taken. Bring "
    "program and hub to the same release; the catalogue in use stays.",
    "app_too_old": "A catalogue that needs a newer version of this program was not taken: update "
    "it. The catalogue in use stays.",
    "hub_url_missing": "Which hub? kiosk enrol CODE --hub https://HUB, or set hub_url in the "
    "policy file. The code is still good.",
    "hub_url_wrong": "{setting} = {value} is no hub's address. Allowed: {allowed}",
    "hub_url_insecure": "{setting} = {value}: plain http is for this machine only. {allowed}",
    "extra_ca_unreadable": "{setting} = {value} is no file of certificates that can be read.",
    "proxy_wrong": "{setting} = {value} is no proxy's address.",
    "setting_wrong": "{source}: {setting} = {value} is wrong. Allowed: {allowed}",
    "setting_unknown": "{source}: there is no setting {setting}. Did you mean {meant}?",
    "setting_twice": "{source} sets the same thing twice: {setting} and {other}. Leave "
    "one of them.",
    "policy_unreadable": "{path} cannot be read: {detail}",
    "secrets_permissions": "{path} must be yours alone. Run: {mend}",
    "secrets_unreadable": "{path} cannot be read as secrets{why}. Leave it and restore a copy.",
    "secrets_unwritable": "{path} cannot be written{why}. Nothing was changed. {do}",
    "secrets_keyring_unavailable": "The keyring that holds this terminal's secrets does not open. "
    "Log in as the user who enrolled it; nothing is lost.",
    "secrets_keyring_waits": "The keyring waits for somebody to unlock it. Nothing is lost: orders "
    "and keys stay where they are. Unlock it in the session of the user who enrolled this "
    "machine and start again. A session that logs in by itself needs a keyring without a "
    'password of its own, or, before the enrolment, the setting secrets = "file".',
    "secrets_keyring_forgot": "The keyring answers but no longer holds this terminal's secrets: it "
    "is another one, or was emptied. Orders stay on the disk, no new key was made. Log in as the "
    "user who enrolled this machine, or restore that user's keyring. If it is gone for good, set "
    'secrets = "file" and enrol again: that says how the orders come to the hub.',
    "store_key_lost": "The key of {path} is lost. Leave the file: the hub can open a copy. Copy "
    "all terminal.* files there and run: kiosk hub recover-store COPY --data DIR",
    "terminal_has_orders": "Orders of the present terminal lie on this machine, and this code "
    "makes it another one. Ask the hub for a code that renews it (kiosk hub renew), or run "
    "kiosk export FILE and kiosk unenrol first. The code is still good.",
    "renewal_elsewhere": "This code renews another machine, the one that is that terminal now. "
    "Ask the hub for a code of a new terminal. This one is still good there.",
    "other_user": "{path} belongs to the user with the number {user}: run this as that user. "
    "Nothing was changed.",
    "folder_shared": "{path} is open to other users and holds other things, which were left as "
    "they are. Name a folder for this alone, or close that one: chmod 700 {path}",
    "file_of_another": "{path} belongs to the user with the number {user}, in a folder that was "
    "to be ours alone. It was not opened: look who put it there, then move it away, or make it "
    "yours (chown) if it is.",
    "link_in_folder": "{path} is a link to something else and was not followed: whoever made it "
    "could lead the data elsewhere. Put what it points to in its place.",
    "not_closed": "{path} is open to other users and cannot be closed to them ({why}). It was not "
    "opened: use a folder on a disk that keeps modes and can be written.",
    "orders_only_here": "Orders that have not reached the shop: {count} ({numbers}). They are sent "
    "by themselves when the hub is in reach; staff settle refused ones at the terminal. Or put "
    "them into a file for the hub: kiosk export FILE. Nothing was changed.",
    "export_exists": "{path} is there already: choose another name. Nothing was changed.",
    "export_unwritable": "{path} cannot be written{why}. The orders stay where they are. {do}",
    "export_without_hub": "This machine is no terminal any more and knows no hub to encrypt to. "
    "Copy all terminal.* files of {path} to the hub and run there: "
    "kiosk hub recover-store COPY --data DIR",
    "file_unreadable": "{path} cannot be read{why}. Nothing was changed. {do}",
    "database_not_empty": "There is a shop in this database already. Nothing was changed: the "
    "checks need an empty one.",
    "engine_unknown": "{which}: there is no such engine. Give a file and a name in it, "
    "FILE.py:NAME, as docs/engines.md shows.",
    "order_file_unreadable": "This is no file of orders for this hub, or it is damaged. Nothing "
    "was changed.",
    "recovery_incomplete": "{path} is missing. Copy all terminal.* files from the machine.",
    "store_unreadable": "{file} cannot be opened{why}. Leave it where it is: it may hold orders. "
    "{do}",
    "store_too_new": "{file} is of a newer version: install that one. Nothing was changed.",
    "store_busy": "{file} is in use. Is another terminal running on this machine?",
    "store_in_use": "The terminal is running on this machine: close it first. Nothing was changed.",
    "busy": "The terminal has too much to do. Nothing was changed: try again in a moment.",
    "store_full": "The disk is full. Free some space; nothing was changed.",
    "sqlite_too_old": "SQLite {found} can lose orders. Install {package}, which brings {needed}.",
    "key_backup_unreadable": "This is no wrapped key of this hub. Check which file was given.",
    "key_readable_by_others": "{path} is readable by others. Run: chmod 600 {path}",
    "key_damaged": "{path} is no key of a hub any more. It was left as it is, and no new one was "
    "made, for terminals would refuse it: put the copy of it back.",
    "catalogue_missing": "There is no catalogue yet: it comes with the hub's first answer.",
    "picture_wrong": "This is no JPEG, PNG or WebP picture of up to 10 MB and 16 million "
    "pixels. Nothing was changed.",
    "address_taken": "Another program, maybe a hub, listens at {host}:{port} already. Nothing was "
    "changed there: end it, or choose another port.",
    "address_not_here": "{host} is no address of this machine, so the hub cannot listen there. "
    "Choose one that is: 127.0.0.1 for this machine alone, 0.0.0.0 for all of its networks.",
    "host_unknown": "No name server knows the host {host}. Check how it is written, or give its "
    "address in digits.",
    "port_impossible": "{port} is no port: they go from 1 to 65535, and 0 takes a free one.",
    "port_forbidden": "The user {user} may not listen at port {port}, as ports below 1024 belong "
    "to the system. Choose one from 1024 on.",
    "address_wrong": "The hub cannot listen at {host}:{port}: {detail}. Choose another address.",
    "hub_data_unusable": "The hub's folder {path} cannot be used{why}. What lies there was left as "
    "it is. {do}",
    "hub_database_damaged": "{path} is no database of a hub, or is damaged. It was left as it is: "
    "keep it, and put a backup in its place.",
    "database_url_wrong": "The address of the hub's database is none of PostgreSQL. It looks like "
    "postgresql://USER@HOST:PORT/NAME, and signs like @ or / in a password are written %40, %2F. "
    "Nothing was changed.",
    "database_away": "The database server does not answer ({detail}). Nothing was changed, and "
    "terminals keep their orders meanwhile. Start it, or mend the way to it, and run this again.",
    "database_refused": "The database server refused the hub ({detail}). Nothing was changed. Let "
    "its administrator look at what it says, and run this again.",
    "database_busy": "The database server let the hub wait too long ({detail}). Nothing was "
    "changed. Look what is going on there, and run this again.",
    "database_password_wrong": "The database server does not take this user with this password "
    "({detail}). Nothing was changed. Correct the address of the database, and run this again.",
    "database_missing": "The database server has no such database or user ({detail}). Nothing was "
    "made. Correct the name, or let an empty one be made: CREATE DATABASE NAME OWNER USER "
    "ENCODING 'UTF8'",
    "database_too_old": "The database server is PostgreSQL {found}, and the hub needs {needed} or "
    "newer. Nothing was changed, the data are safe. Upgrade the server.",
    "database_encoding_wrong": "The database keeps texts as {found} and would lose letters of "
    "names. Nothing was changed. Let one be made with ENCODING '{needed}', and name that.",
    "database_read_only": "The database can only be read: it is a replica, or was made so. Nothing "
    "was changed, the data are safe. Name the server that is written to.",
    "database_rights_missing": "The database's user may not do what the hub needs ({detail}). "
    "Nothing was changed. Make it the owner of the database and of what is in it.",
    "database_full": "The database server's disk is full ({detail}). Nothing was changed, and "
    "terminals keep their orders meanwhile. Free some space there, and run this again.",
    "hub_schema_newer": "The tables of this database are of a later release (revision {found}; "
    "this one knows {known}) that this one cannot work with. Nothing was changed, the data are "
    "safe. Install the release that the other hubs of this database run.",
    "folder_unusable": "{path} cannot be used{why}. Nothing was changed. {do}",
    "display_missing": "There is no display here: neither WAYLAND_DISPLAY nor DISPLAY is set. "
    "Nothing was changed. Start it inside a graphical session.",
    "display_dead": "The display {display} does not open: nothing runs there, or this user may not "
    "use it. Nothing was changed. Start it inside a graphical session, as the user whose session "
    "that is.",
    "plot_impossible": "{path} was not drawn: {detail}.",
    "mode_unknown": "There is no mode {mode}. Use {allowed}.",
    "shop_missing": "The hub has no shop yet, and so no place for a terminal. "
    "kiosk hub fill-demo --data DIR fills it with the demo shop.",
    "location_unknown": "The hub has no location {location_id}. There are: {allowed}",
    "prefix_invalid": "{prefix} is no prefix: one to six capital letters and digits, like T7.",
    "prefix_taken": "The prefix {prefix} belongs to a terminal, and its order numbers begin with "
    "it: none is given twice. Choose another (taken: {taken}), or put that one back into service: "
    "kiosk hub renew {prefix} --data DIR",
    "terminal_unknown": "The hub has no terminal {terminal}. There are: {known}",
    "backup_of_server": "The database is on a server of PostgreSQL, which has better means: "
    "pg_dump, or base backups. Nothing was written. How terminals learn of it: kiosk hub "
    "backup-mark before, and kiosk hub backup-done MARK afterwards.",
    "restore_of_server": "The database is on a server of PostgreSQL: put it back by the server's "
    "own means, and then, before the hub starts: kiosk hub restored. Nothing was changed.",
    "backup_mark_wrong": "'{mark}' is no mark of this hub's present history. Nothing was changed, "
    "and terminals keep their orders. Take a new one (kiosk hub backup-mark) and back up again.",
    "backup_exists": "{path} is there already and was left as it is. Choose another name.",
    "backup_not_written": "{path} was not written ({why}). Nothing else was changed.",
    "no_backup": "{path} is no copy made by kiosk hub backup, or a hub has opened it since. "
    "Nothing was changed.",
    "no_hub": "There is no hub in {path}; nothing was made. Is it the folder the hub was started "
    "with? Where the database is on a server, name it as well (KIOSK_HUB_DATABASE_URL). A new hub "
    "begins by: kiosk hub serve --data DIR (or fill-demo)",
    "no_hub_on_server": "There is no hub in {url}; nothing was made. Is it the database that the "
    "hubs were started with (KIOSK_HUB_DATABASE_URL), and was it put back whole? A new hub begins "
    "by: kiosk hub serve --data DIR (or fill-demo)",
    "keys_missing": "In {path} the keys of the hub are missing ({names}), and no terminal would "
    "accept it without them. Nothing was changed, the data are safe. Put the copy there that was "
    "kept apart, and run this again. Where they are lost for good: kiosk hub backup FILE, then "
    "kiosk hub restore FILE --new-keys",
    "keys_fit": "The keys in {path} are this hub's: restore it without --new-keys. Nothing was "
    "changed.",
    "keys_of_another_hub": "The keys in {path} ({names}) are those of another hub, and no terminal "
    "would accept this one with them. Nothing was changed, the data are safe. Put the keys there "
    "that were kept with this hub's backups, and run this again.",
    "hub_running": "{path} is in use. Stop the hub first; nothing was changed.",
    "restored_beside_wal": "{path} is a restored copy, but {log} of another database lies beside "
    "it. Move it away, or use kiosk hub restore FILE. Nothing was changed.",
    "printer_unreachable": "The printer does not answer. Check its cable and address.",
    "unauthorised": "The hub does not know this terminal. Enrol it again: kiosk enrol CODE",
    "terminal_revoked": "The hub has shut this terminal out. Orders on it are safe; call IT.",
    "expected_missing": "{path} cannot be read: {detail}.",
    "expected_wrong": "{path}, line {line}: {detail}.",
    "picture_unreadable": "{path} is no picture that can be read.",
    "zbar_missing": "The library zbar is missing. Run: apt-get install libzbar0",
}
_KNOWN = {"package": "sqlcipher3", "file": "The terminal's store", "path": "The file"}


_BECAUSE = {
    "full": ("the disk is full", "Free some space there and start again."),
    "forbidden": ("this user has no rights at {at}", "Run it as the owner, or give the rights."),
    "read_only": ("the disk of {at} is read-only", "Look whether that disk is failing."),
    "not_a_folder": ("{at} is a file, not a folder", "Name a folder, or move the file away."),
    "is_a_folder": ("{at} is a folder, not a file", "Name a file, or move the folder away."),
    "missing": ("{at} is not there", "Check how it is written."),
    "other": ("{detail}", "Check the disk and the folder's owner."),
}


def fault_in_words(error: OSError) -> str:
    """Say a fault of the operating system that is none of our kinds."""
    path = error.filename
    what = f"{path}: " if isinstance(path, str | Path) else ""
    return f"{what}{error.strerror or error}"


def in_words(error: KioskError) -> str:
    """Say a fault in a sentence; a code without one is shown with what it carries."""
    sentence = _SENTENCES.get(error.code)
    if sentence is None:
        details = ", ".join(f"{name}: {value}" for name, value in error.args_.items())
        return f"{error.code} ({details})" if details else error.code
    carried: dict[str, object] = {**_KNOWN, "why": "", "do": "", **error.args_}
    if (because := str(carried.get("because"))) in _BECAUSE:
        why, carried["do"] = _BECAUSE[because]
        carried["why"] = f": {why.format_map(carried)}"
    return sentence.format_map(defaultdict(lambda: "?", carried)).strip()
