"""Times as the database keeps them: ISO 8601 UTC text that sorts."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the hub's clock, aware, UTC."""
    return datetime.now(UTC)


def as_text(moment: datetime) -> str:
    """Write a moment so that texts sort like times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
