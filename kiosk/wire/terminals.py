"""Enrolment: a one-time code becomes a terminal with its own token."""

from __future__ import annotations

import msgspec


class EnrolRequest(msgspec.Struct, frozen=True):
    """`code` is read off the hub by IT and used once; `device` names the machine for people.

    A machine that is a terminal already says which, and whether orders of that terminal still lie
    on it: while they do, it cannot become another one.
    """

    code: str
    device: str
    app_version: str
    terminal_id: str = ""
    keeps_orders: bool = False


class Enrolled(msgspec.Struct, frozen=True):
    """What makes a machine a terminal of the shop.

    `token` is shown once. `prefix` begins this terminal's order numbers. `mode` is
    `shopper` or `assistant`. `app_code_keys`: Ed25519 public keys by key id, base64url,
    to verify signed app codes offline. `recovery_key`: the hub's X25519 public key,
    base64url, to which the terminal wraps the key of its store.
    """

    terminal_id: str
    token: str
    prefix: str
    mode: str
    location_id: str
    app_code_keys: dict[str, str]
    recovery_key: str


class HubStatus(msgspec.Struct, frozen=True):
    """Answer to `GET /v1/status` (no token needed): proof that a hub is speaking, and how it is.

    `service` is always `store-kiosk-hub`; a captive portal does not say that.
    `now` is the hub's clock, ISO 8601 UTC. `epoch` is empty while the database cannot be read.

    Whoever reads this knows that the hub is `alive`. `ready` says that it can do its work, else
    `problems` (codes, below) say what is missing, and the answer's status is 503. The rest is
    of a hub that waits for others and goes on taking orders: the age of the catalogue file, how
    many accepted orders the engine has not got and the age of the oldest, and how often the
    engine did not answer this process in the last ten minutes; None where it is not known.
    An older hub says only the first four, and only when it is ready.
    """

    service: str
    version: str
    epoch: str
    now: str
    alive: bool = True
    ready: bool = True
    problems: tuple[str, ...] = ()
    catalogue_age_s: int | None = None
    orders_waiting: int | None = None
    oldest_order_s: int | None = None
    engine_unavailable: int | None = None


DATABASE_SILENT = "database_silent"  # no answer in time
DATABASE_UNREADABLE = "database_unreadable"
DATABASE_UNWRITABLE = "database_unwritable"
DATABASE_LOCKED = "database_locked"  # writers have waited in vain, and still would
DISK_FULL = "disk_full"
SCHEMA_UNKNOWN = "schema_unknown"  # tables of another release
SHOP_MISSING = "shop_missing"
CATALOGUE_MISSING = "catalogue_missing"


class TerminalConfig(msgspec.Struct, frozen=True):
    """Answer to `GET /v1/terminal`: what the hub knows of the asking terminal."""

    terminal_id: str
    mode: str
    location_id: str
    app_code_keys: dict[str, str]


SERVICE = "store-kiosk-hub"
