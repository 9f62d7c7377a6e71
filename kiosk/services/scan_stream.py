"""Make one stream of what several scanners see: one code on the counter is one scan."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from kiosk.domain.scans import GS, Scan

OTHER_SOURCE_S = 1.0
SAME_SOURCE_S = 0.3
_CLOCKS_APART_S = 10.0


class ScanStream:
    """Tells a new scan from an echo of one; for one thread.

    Keeps no text, only salted digests, and those for a second.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._salt = secrets.token_bytes(16)
        # digest -> source -> (when it was read, when it came here)
        self._seen: dict[bytes, dict[str, tuple[float, float]]] = {}

    def take(self, scan: Scan) -> bool:
        """Tell whether to act on a scan.

        False for the same code again, from another source within 1 s or from the same within
        0.3 s of its last sight: a code held before a scanner that never stops is one scan.
        Times are those of the reading, so that two pieces that waited behind a busy window
        stay two.
        """
        now_s = self._monotonic()
        self._drop_old(now_s)
        # A source whose clock is another one is judged by when it was heard.
        at_s = scan.at_s if abs(now_s - scan.at_s) <= _CLOCKS_APART_S else now_s
        sights = self._seen.setdefault(self._digest(scan.text), {})
        echo = any(
            abs(at_s - seen_s) < (SAME_SOURCE_S if source == scan.source else OTHER_SOURCE_S)
            for source, (seen_s, _) in sights.items()
        )
        sights[scan.source] = (at_s, now_s)
        return not echo

    def forget(self) -> None:
        """Forget everything: the session is over."""
        self._seen.clear()
        self._salt = secrets.token_bytes(16)

    def _drop_old(self, now_s: float) -> None:
        for digest, sights in list(self._seen.items()):
            for source, (_, heard_s) in list(sights.items()):
                if now_s - heard_s >= OTHER_SOURCE_S:
                    del sights[source]
            if not sights:
                del self._seen[digest]

    def _digest(self, text: str) -> bytes:
        """Digest what two scanners agree on: not all send separators and a GTIN's first zero."""
        same = text.replace(GS, "")
        if same.isascii() and same.isdigit() and len(same) in {12, 13}:
            same = same.zfill(14)
        return hashlib.blake2b(same.encode("utf-8", "surrogatepass"), key=self._salt).digest()
