"""The only place that speaks HTTP from the terminal."""

from __future__ import annotations

from kiosk.hub_client.client import HubClient

__all__ = ["HubClient"]
