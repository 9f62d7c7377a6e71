"""Cut what a serial scanner sends into codes. Pure.

A code ends with CR or LF, or, where it begins with STX, with ETX (CR and LF are data then);
and where a scanner sends no suffix, with silence. A TAB is a suffix only before a silence:
within a code it is data.
"""

from __future__ import annotations

import re

from kiosk.domain.scans import Scan, Symbology, symbology_of

LONGEST = 65_536
SILENCE_S = 0.060
# A scanner known to end its codes has paused in the middle of one (a cradle that waits for
# its radio): what comes after belongs to it.
PATIENCE_S = 0.500

_STX, _ETX = 0x02, re.compile(rb"\x03")
_LINE = re.compile(rb"[\r\n]")
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# Identifiers (ISO/IEC 15424) that nothing else than a scanner would put before such data.
_EVIDENT_AIM = re.compile(r"\]E0(?:\d{8}|\d{12,13})|\]E4\d{8}|\](?:C1|e0|d2|Q3)\x1d?\d{4}.*", re.S)


class Framer:
    """Takes the bytes of one port in order, gives whole codes; for one thread."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._heard_s = 0.0
        self._ended_by: re.Pattern[bytes] | None = None
        self._dropping: re.Pattern[bytes] | None = None

    def feed(self, data: bytes, now_s: float) -> list[bytes]:
        """Take what came; return the codes that it completes, without their framing.

        A code of more than 64 kB is dropped whole; the next one begins after its end.
        """
        self._heard_s = now_s
        self._held += data
        codes = []
        while self._held:
            ending = self._dropping or (_ETX if self._held[0] == _STX else _LINE)
            end = ending.search(self._held)
            if end is None:
                self._drop_if_too_long(ending)
                break
            code = bytes(self._held[: end.start()])
            del self._held[: end.end()]
            if self._dropping is None and len(code) <= LONGEST:
                codes.append(code.removeprefix(b"\x02"))
            self._dropping = None
            if code:
                self._ended_by = ending
        return [code for code in codes if code]

    def rest(self, now_s: float) -> list[bytes]:
        """Return the code that a silence ends; call when nothing has come for a while."""
        if not self._held and self._dropping is None:
            return []
        begun_as = _ETX if self._held[:1] == b"\x02" else _LINE
        patience_s = PATIENCE_S if self._ended_by is begun_as else SILENCE_S
        if now_s - self._heard_s < patience_s:
            return []
        code = bytes(self._held).removeprefix(b"\x02").rstrip(b"\r\n").removesuffix(b"\t")
        self._held.clear()
        self._dropping = self._ended_by = None
        return [code] if code else []

    def _drop_if_too_long(self, ending: re.Pattern[bytes]) -> None:
        if len(self._held) > LONGEST or self._dropping is not None:
            self._held.clear()
            self._dropping = ending


def scan_of(code: bytes, source: str, at_s: float, aim: bool) -> Scan:
    """Make a scan of a code's bytes; an AIM identifier before it is taken off and understood.

    Without `aim` only one that the data bear out is: a QR code may begin with `]E0` itself.
    Bytes that are not UTF-8 are characters of ISO 8859-1, the QR code's own default, which
    loses none of them.
    """
    text = _text(code)
    if not (_AIM.match(text) if aim else _EVIDENT_AIM.fullmatch(text)):
        return Scan(text, source, at_s, raw=code)
    identifier, text = text[:3], text[3:]
    return Scan(text, source, at_s, _symbology(identifier, text), code[3:])


def _symbology(identifier: str, text: str) -> Symbology:
    if identifier == "]E0" and len(text) < 13:  # UPC, sent without what makes it an EAN-13
        return Symbology.UPCA if len(text) == 12 else Symbology.UPCE
    return symbology_of(identifier)


def _text(code: bytes) -> str:
    try:
        return code.decode("utf-8")
    except UnicodeDecodeError:
        return code.decode("latin-1")
