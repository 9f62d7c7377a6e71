"""Store kiosk: the in-store terminal and its hub."""

__version__ = "0.1.0"
