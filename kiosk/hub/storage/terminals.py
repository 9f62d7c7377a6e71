"""Terminals and channels: enrolment, tokens, revocation."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from kiosk.errors import BadInput, HubRefused, NotAuthorised
from kiosk.hub.storage import shop
from kiosk.hub.storage.tables import (
    channel_token,
    customer_grant,
    enrolment_code,
    staff_grant,
    terminal,
)
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.tokens import code_hash, new_readable_code, new_token, token_hash
from kiosk.hub.storage.upserts import put
from kiosk.wire.terminals import EnrolRequest

CODE_LIFE = timedelta(hours=24)
MODES = ("shopper", "assistant")
CHANNELS = ("web", "app", "messenger", "call_centre")
_PREFIX = re.compile(r"[0-9A-Z]{1,6}")
_NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class TerminalRow:
    """An enrolled device; `revoked_at` is empty while it may talk to the hub.

    `last_seen_at` is up to a minute old, and empty where an earlier release enrolled it and
    it has not called since.
    """

    id: str
    prefix: str
    mode: str
    location_id: str
    device: str
    app_version: str
    enrolled_at: str
    revoked_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class WaitingCode:
    """A code that nobody has used so far; of the code itself only a hash is kept."""

    prefix: str
    mode: str
    location_id: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Revocation:
    """What a revocation did: `anew` unless the terminal was shut out before."""

    terminal: TerminalRow
    anew: bool
    code_voided: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """Another channel's system, by its token."""

    channel: str


Caller = TerminalRow | ChannelRow


def make_code(
    connection: Connection, mode: str, location_id: str, prefix: str, now: datetime
) -> str:
    """Make a one-time enrolment code; one made before for the same prefix is void.

    Raises `BadInput`: `mode_unknown`, `shop_missing`, `location_unknown`, `prefix_invalid`,
    `prefix_taken` (a prefix names one terminal for ever: order numbers begin with it).
    """
    if mode not in MODES:
        raise BadInput("mode_unknown", mode=mode, allowed=" or ".join(MODES))
    places = shop.locations(connection)
    if not places:
        raise BadInput("shop_missing")
    if location_id not in places:
        allowed = ", ".join(f"{place.id} ({place.name['en']})" for place in places.values())
        raise BadInput("location_unknown", location_id=location_id, allowed=allowed)
    if not _PREFIX.fullmatch(prefix):
        raise BadInput("prefix_invalid", prefix=prefix)
    if by_prefix(connection, prefix) is not None:
        raise BadInput("prefix_taken", prefix=prefix, taken=_prefixes(connection))
    return _new_code(connection, mode, location_id, prefix, now)


def make_renewal(connection: Connection, named: str, now: datetime) -> str:
    """Make a one-time code that gives a terminal, revoked or not, a new token.

    Nothing changes until it is used, on that machine; one made before for the same terminal
    is void. Raises `BadInput` `terminal_unknown`.
    """
    row = existing(connection, named)
    return _new_code(connection, row.mode, row.location_id, row.prefix, now)


def waiting_codes(connection: Connection, now: datetime) -> tuple[WaitingCode, ...]:
    """List the codes that are still good, by prefix."""
    table = enrolment_code
    rows = connection.execute(
        select(table.c.prefix, table.c.mode, table.c.location_id, table.c.expires_at)
        .where(table.c.used_at.is_(None), table.c.expires_at > as_text(now))
        .order_by(table.c.prefix)
    )
    return tuple(WaitingCode(*row) for row in rows)


def enrol(connection: Connection, request: EnrolRequest, now: datetime) -> tuple[TerminalRow, str]:
    """Turn a code into a terminal and its token; the code is spent.

    A renewal gives the terminal a new token and makes the old one void.
    Raises `HubRefused`: `enrolment_code_unknown` for a wrong, used or expired code alike, and
    without spending it `terminal_has_orders` (orders of another terminal lie on the machine)
    and `renewal_elsewhere` (the machine is not the terminal that the code renews: only there
    do the order numbers go on where they were).
    """
    table = enrolment_code
    spent = connection.execute(
        update(table)
        .where(table.c.code_hash == code_hash(request.code))
        .where(table.c.used_at.is_(None), table.c.expires_at > as_text(now))
        .values(used_at=as_text(now))
        .returning(table.c.mode, table.c.location_id, table.c.prefix)
    ).one_or_none()
    if spent is None:
        raise HubRefused("enrolment_code_unknown", 404)
    known = by_prefix(connection, spent.prefix)
    same = known is not None and known.id == request.terminal_id
    if request.keeps_orders and not same:
        raise HubRefused("terminal_has_orders", 409)  # which rolls the spending back
    if known is not None and not same:
        raise HubRefused("renewal_elsewhere", 409)
    row = TerminalRow(
        id=known.id if known else str(uuid.uuid4()),
        prefix=spent.prefix,
        mode=spent.mode,
        location_id=spent.location_id,
        device=request.device[:_NAME_LIMIT],
        app_version=request.app_version[:_NAME_LIMIT],
        enrolled_at=as_text(now),
        revoked_at="",
        last_seen_at=as_text(now),
    )
    token = new_token()
    values = asdict(row) | {"token_hash": token_hash(token), "revoked_at": None}
    if known is None:
        connection.execute(insert(terminal).values(values))
    else:
        _end_grants(connection, known.id, now)
        connection.execute(update(terminal).where(terminal.c.id == known.id).values(values))
    return row, token


def by_prefix(connection: Connection, prefix: str) -> TerminalRow | None:
    """Return the terminal, revoked or not, whose order numbers begin so."""
    row = connection.execute(select(terminal).where(terminal.c.prefix == prefix)).one_or_none()
    return _terminal(row) if row else None


def existing(connection: Connection, named: str) -> TerminalRow:
    """Return the terminal that people call by its prefix, programs by its id.

    Raises `BadInput` `terminal_unknown`.
    """
    row = connection.execute(select(terminal).where(terminal.c.id == named)).one_or_none()
    found = _terminal(row) if row else by_prefix(connection, named.upper())
    if found is None:
        raise BadInput("terminal_unknown", terminal=named, known=_prefixes(connection))
    return found


def note_seen(connection: Connection, seen: Mapping[str, datetime]) -> None:
    """Write down when terminals called last, by the hashes of their tokens."""
    for hashed, at in sorted(seen.items()):  # hubs that lock several do so in one order
        connection.execute(
            update(terminal)
            .where(terminal.c.token_hash == hashed, terminal.c.revoked_at.is_(None))
            .values(last_seen_at=as_text(at))
        )


_BY_TOKEN = select(terminal).where(terminal.c.token_hash == bindparam("of"))  # of every request


def caller(connection: Connection, token: str) -> Caller:
    """Say who a token belongs to.

    Raises `NotAuthorised`: `unauthorised`, `terminal_revoked`.
    """
    hashed = token_hash(token)
    row = connection.execute(_BY_TOKEN, {"of": hashed}).one_or_none()
    if row is not None:
        if row.revoked_at:
            raise NotAuthorised("terminal_revoked", 401)
        return _terminal(row)
    channel = connection.scalar(
        select(channel_token.c.channel).where(channel_token.c.token_hash == hashed)
    )
    if channel is None:
        raise NotAuthorised("unauthorised", 401)
    return ChannelRow(channel)


def admitted(connection: Connection) -> frozenset[str]:
    """Return the hashes of all tokens that are good now."""
    good = select(terminal.c.token_hash).where(terminal.c.revoked_at.is_(None))
    return frozenset(connection.scalars(good.union_all(select(channel_token.c.token_hash))))


def revoke(connection: Connection, named: str, now: datetime) -> Revocation:
    """Shut a terminal out and end what it was granted, a renewal as well.

    Raises `BadInput` `terminal_unknown`.
    """
    row = existing(connection, named)
    connection.execute(
        update(terminal)
        .where(terminal.c.id == row.id, terminal.c.revoked_at.is_(None))
        .values(revoked_at=as_text(now))
    )
    voided = connection.execute(
        delete(enrolment_code)
        .where(enrolment_code.c.prefix == row.prefix)
        .where(enrolment_code.c.used_at.is_(None), enrolment_code.c.expires_at > as_text(now))
    )
    _end_grants(connection, row.id, now)
    return Revocation(row, anew=not row.revoked_at, code_voided=voided.rowcount > 0)


def every(connection: Connection) -> tuple[TerminalRow, ...]:
    """List all terminals ever enrolled, newest first."""
    rows = connection.execute(select(terminal).order_by(terminal.c.enrolled_at.desc()))
    return tuple(_terminal(row) for row in rows)


def make_channel_token(connection: Connection, channel: str, now: datetime) -> str:
    """Make a token for another channel's system. Raises `BadInput` `channel_unknown`."""
    if channel not in CHANNELS:
        raise BadInput("channel_unknown", channel=channel, allowed=CHANNELS)
    token = new_token()
    connection.execute(
        insert(channel_token).values(
            token_hash=token_hash(token), channel=channel, made_at=as_text(now)
        )
    )
    return token


def _new_code(
    connection: Connection, mode: str, location_id: str, prefix: str, now: datetime
) -> str:
    """Put a code in the place of any earlier one for the same prefix."""
    code = new_readable_code()
    row = {
        "code_hash": code_hash(code),
        "mode": mode,
        "location_id": location_id,
        "prefix": prefix,
        "expires_at": as_text(now + CODE_LIFE),
        "used_at": None,
    }
    put(connection, enrolment_code, row, "prefix")
    return code


def _prefixes(connection: Connection) -> str:
    """Name the prefixes that were ever given."""
    found = connection.scalars(select(terminal.c.prefix).order_by(terminal.c.prefix))
    return ", ".join(found) or "none so far"


def _end_grants(connection: Connection, terminal_id: str, now: datetime) -> None:
    connection.execute(delete(customer_grant).where(customer_grant.c.terminal_id == terminal_id))
    connection.execute(
        update(staff_grant)
        .where(staff_grant.c.terminal_id == terminal_id)
        .where(staff_grant.c.expires_at > as_text(now))
        .values(expires_at=as_text(now))
    )


def _terminal(row: Row[*tuple[Any, ...]]) -> TerminalRow:
    return TerminalRow(
        id=row.id,
        prefix=row.prefix,
        mode=row.mode,
        location_id=row.location_id,
        device=row.device,
        app_version=row.app_version,
        enrolled_at=row.enrolled_at,
        revoked_at=row.revoked_at or "",
        last_seen_at=row.last_seen_at or "",
    )
