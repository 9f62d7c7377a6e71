"""What the codes of the set-up sheet hold: known texts, so that a scanner can be judged."""

from __future__ import annotations

from kiosk.domain.scans import GS

LETTERS = "AaQqWwZzYyMm-_/:;.,=+?&()0123456789"
"""Code 1: what keyboards have in different places, in both cases; only Code 128's set B and C."""
LOT, SERIAL = "Lazy7", "Qm4-9"
GS1 = f"010952123454321310{LOT}{GS}21{SERIAL}"
"""Code 2: a GTIN that GS1 keeps for examples (prefix 952), a lot, GS, a serial number.

Its letters, too, are in different places on different keyboards.
"""
LONG = "".join(f"{row:02}-The-quick-Brown-fox-JUMPS-over-13-lazy-dogs." for row in range(1, 6))
"""Code 3: long enough that a key lost now and then shows."""
CODES = (LETTERS, GS1, LONG)
