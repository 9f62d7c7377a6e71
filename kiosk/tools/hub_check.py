"""The part of `kiosk doctor` that talks to the hub."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.config import Settings
from kiosk.errors import BadConfig, HubRefused, HubUnreachable, KioskError
from kiosk.hub_client.client import HubClient
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import Identity, identity
from kiosk.tools.checks import Check, Status
from kiosk.wire import terminals
from kiosk.wire.terminals import HubStatus

LARGEST_OFFSET_S = 120
PROBLEMS = {
    terminals.DATABASE_SILENT: "its database does not answer in time",
    terminals.DATABASE_UNREADABLE: "its database cannot be read",
    terminals.DATABASE_UNWRITABLE: "its database cannot be written",
    terminals.DATABASE_LOCKED: "something holds its database",
    terminals.DISK_FULL: "its disk is full",
    terminals.SCHEMA_UNKNOWN: "its database is of another release",
    terminals.SHOP_MISSING: "it has no shop yet",
    terminals.CATALOGUE_MISSING: "it has no catalogue file",
}


def hub_and_clock(settings: Settings) -> tuple[Check, Check]:
    """Talk to the hub: is it one, does it know this terminal, and what time has it."""
    unknown = Check("clock", Status.WARN, "not compared: no hub", "see hub")
    me = _identity(settings)
    token = me.token if me else ""
    where = "from the settings"
    if me and not settings.hub_url:
        settings, where = replace(settings, hub_url=me.hub_url), "from the enrolment"
    if not settings.hub_url:
        advice = "set hub_url in the policy file, or run `kiosk enrol CODE --hub ADDRESS`"
        return Check("hub", Status.FAIL, "no address is set", advice), unknown
    try:
        client = HubClient(
            settings.hub_url, token, extra_ca=settings.extra_ca, proxy=settings.proxy
        )
    except BadConfig as error:
        setting = str(error.args_.get("setting", "hub_url"))
        return Check("hub", Status.FAIL, error.code, f"see the setting {setting}"), unknown
    try:
        began = datetime.now(UTC)
        status = client.status()
        asked = datetime.now(UTC)
        known = _known(client, settings, token, status)
        return _from(where, known), _clock(status, began, asked)
    except HubUnreachable as error:
        return _from(where, _unreachable(settings, error)), unknown
    except HubRefused as error:
        advice = "is this the address of a hub of this product"
        return Check("hub", Status.FAIL, f"it refused: {error.code}", advice), unknown
    finally:
        client.close()


def _from(where: str, check: Check) -> Check:
    """Say where the hub's address came from: the settings, or the enrolment."""
    return replace(check, found=f"{check.found} (address {where})")


def _unreachable(settings: Settings, error: HubUnreachable) -> Check:
    if error.code == "hub_nonsense":
        found = f"{settings.hub_url} answers, but not like a hub"
        advice = "a captive portal or a proxy in between, or a wrong address"
    elif error.args_.get("why") == "certificate":
        found = f"{settings.hub_url}: its certificate is not trusted"
        advice = "set extra_ca to the certificate authority's PEM file; is the clock right"
    elif str(error.args_.get("why")).startswith("status "):
        found = f"{settings.hub_url} answers, but cannot work: {error.args_['why']}"
        advice = "look at the hub's log and its database; orders are kept and sent later"
    else:
        found = f"{settings.hub_url} does not answer"
        advice = "check network, proxy and firewall; orders are kept and sent later"
    return Check("hub", Status.FAIL, found, advice)


def _not_ready(settings: Settings, status: HubStatus) -> Check | None:
    if status.ready:
        return None
    known = [PROBLEMS[code] for code in status.problems if code in PROBLEMS]
    found = f"{settings.hub_url} is not ready: {', '.join(known) or 'it does not say why'}"
    advice = "mend it at the hub (docs/running-a-hub.md); orders are kept and sent later"
    return Check("hub", Status.WARN, found, advice)


def _known(client: HubClient, settings: Settings, token: str, status: HubStatus) -> Check:
    """Ask something that only an enrolled terminal may."""
    if not token:
        advice = "get a one-time code from the hub and run `kiosk enrol CODE`"
        return Check("hub", Status.WARN, f"{settings.hub_url}: not enrolled here", advice)
    try:
        client.manifest()
    except HubRefused as error:
        if error.status in {401, 403}:
            advice = "this terminal was revoked or belongs to another hub: enrol it again"
            return Check("hub", Status.FAIL, f"it does not know us: {error.code}", advice)
        advice = "the hub has no catalogue yet"
        refused = Check("hub", Status.WARN, f"it refused the catalogue: {error.code}", advice)
        return _not_ready(settings, status) or refused
    knows = Check("hub", Status.OK, f"{settings.hub_url} knows this terminal")
    return _not_ready(settings, status) or knows


def _identity(settings: Settings) -> Identity | None:
    if not (settings.data_dir / "secrets").exists():
        return None
    try:
        return identity(open_secrets(settings.data_dir, settings.secrets))
    except KioskError:
        return None  # why is said by the check of the secret store


def _clock(status: HubStatus, before: datetime, after: datetime) -> Check:
    try:
        hub_now = datetime.fromisoformat(status.now)
        offset_s = ((before + (after - before) / 2) - hub_now).total_seconds()
    except (ValueError, TypeError):
        return Check("clock", Status.WARN, "the hub's time cannot be read", "update the hub")
    direction = "ahead of" if offset_s > 0 else "behind"
    found = f"{abs(offset_s):.0f} s {direction} the hub"
    if abs(offset_s) > LARGEST_OFFSET_S:
        advice = "switch time synchronisation on; signed app codes are judged by the time"
        return Check("clock", Status.WARN, found, advice)
    return Check("clock", Status.OK, found)
