"""What a code may hold when somebody means harm, or when a reader failed; none is a product.

The generator is deterministic: the same seed gives the same payloads.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import islice

GTIN = "4006381333931"
"""A right one, which nearly all of these contain, and which none of them means."""

TABLE: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \r\n\t",
    "NUL in front": b"\x00" + GTIN.encode(),
    "NUL behind": GTIN.encode() + b"\x00",
    "NULs alone": b"\x00" * 40,
    "every byte": bytes(range(256)),
    "64 kB of digits": b"4" * 65_536,
    "64 kB of GTINs": GTIN.encode() * 5_000,
    "64 kB of application identifiers": b"01" * 32_768,
    "64 kB of separators": b"\x1d" * 65_536,
    "64 kB of blanks around": b" " * 32_768 + b"4" + b" " * 32_768,
    "the first of a structured append": b"01" + GTIN.encode()[:6],
    "the rest of a structured append": GTIN.encode()[6:],
    "two codes glued": GTIN.encode() * 2,
    "two codes in one": f"{GTIN}\n{GTIN}".encode(),
    "a code and a digit": GTIN.encode() + b"1",
    "byte-order mark": b"\xef\xbb\xbf" + GTIN.encode(),
    "UTF-16": GTIN.encode("utf-16-be"),
    "full-width digits": "".join(chr(0xFF10 + int(d)) for d in GTIN).encode(),
    "Arabic digits": "".join(chr(0x660 + int(d)) for d in GTIN).encode(),
    "mathematical digits": "".join(chr(0x1D7CE + int(d)) for d in GTIN).encode(),
    "one Arabic digit": ("\u0664" + GTIN[1:]).encode(),
    "a superscript": (GTIN[:-1] + "\u00b9").encode(),
    "the letter O": GTIN.replace("0", "O").encode(),
    "the Cyrillic letter O": GTIN.replace("0", "\u041e").encode(),
    "zero-width space": f"{GTIN[:4]}\u200b{GTIN[4:]}".encode(),
    "zero-width joiner behind": f"{GTIN}\u200d".encode(),
    "right to left": f"\u202e{GTIN[::-1]}".encode(),
    "left-to-right mark in front": f"\u200e{GTIN}".encode(),
    "isolate around": f"\u2068{GTIN}\u2069".encode(),
    "no-break space around": f"\u00a0{GTIN}\u00a0".encode(),
    "em space behind": f"{GTIN}\u2003".encode(),
    "separator in front of plain digits": f"\x1d{GTIN}".encode(),
    "group separator between": f"{GTIN[:7]}\x1d{GTIN[7:]}".encode(),
    "card with a full-width 2": "\uff12990000000178".encode(),
    "app code with a Cyrillic A": "K\u04101.abc.def".encode(),
    "app code of three parts": b"KA1.abc.def.ghi",
    "app code of no parts": b"KA1..",
    "app code with a path": b"KA1.../.../x",
    "order number with a dotless i": "\u01317-00412-U".encode(),
    "order number with a long s": "\u017f7-00412-X".encode(),
    "order number that misses": b"T7-00412-0",
    "SQL": f"{GTIN}'; DROP TABLE outbox;--".encode(),
    "SQL that is always true": b"' OR '1'='1",
    "FTS syntax": b'"boots" NEAR(a b) OR col:x* ^y',
    "FTS column filter": f"gtin:{GTIN}*".encode(),
    "format string": b"%s%s%n{0.__class__}{}",
    "JSON": b'{"gtin14":"04006381333931"}',
    "JSON, deep": b"[" * 1_000,
    "XML entities": b'<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>',
    "rich text": f"<b>{GTIN}</b>".encode(),
    "ESC/POS: drawer": b"\x1bp\x00\x19\xfa" + GTIN.encode(),
    "ESC/POS: cut": GTIN.encode() + b"\x1dV\x00",
    "path": b"../../etc/passwd",
    "Windows path": b"\\\\server\\share\\x.exe",
    "key chord": b"\x12cmd\r",
    "shell": f"$(reboot){GTIN}".encode(),
    "newline inside": b"400638\n1333931",
    "minus sign": f"-{GTIN[1:]}".encode(),
    "plus sign": f"+{GTIN[1:]}".encode(),
    "underscores": b"4_006381333931",
    "decimal point": b"400638133393.1",
    "exponent": b"4006381333e31",
    "GTIN of zeros": b"0000000000000",
    "wrong check digit": b"4006381333932",
    "GS1, wrong check digit": b"010400638133393221abc",
    "GS1, no such identifier": b"010400638133393188x",
    "GS1, another item beside it": b"01040063813339310104006381333948",
    "GS1, month 13": b"010400638133393117251301",
    "GS1, Arabic digits": b"01" + "".join(chr(0x660 + int(d)) for d in "0" + GTIN).encode(),
    "GS1, a blank inside": b"010400638133393121ab c",
    "GS1, a line behind": b"010400638133393121abc\n\nx",
    "GS1, no item": b"\x1d10abc",
    "GS1, in brackets": f"(01)0{GTIN}".encode(),
    "AIM identifier alone": b"]d2",
    "AIM identifier twice": b"]E0]E0" + GTIN.encode(),
    "AIM identifier of nothing": b"]Z9" + GTIN.encode(),
}
"""By what is wrong with it; none is anything of ours, and none is an address."""

LINKS: dict[str, str] = {
    "plain": "https://example.com/",
    "no scheme": "www.example.com/x",
    "upper case": "HTTP://EXAMPLE.COM",
    "a user in front": "https://id.gs1.org@evil.example/x",
    "a GTIN in the query": f"https://example.com/?01={GTIN}",
    "a GTIN in the fragment": f"https://example.com/#/01/{GTIN}",
    "a GTIN alone": f"https://example.com/{GTIN}",
    "a date": "https://news.example/2026/01/15",
    "a page": "https://example.com/01/02",
    "Arabic digits": "https://id.gs1.org/01/" + "".join(chr(0x660 + int(d)) for d in GTIN),
    "encoded digits": "https://id.gs1.org/01/%34006381333931",
    "no host": f"https:///01/{GTIN}",
    "a broken host": f"https://[::1/01/{GTIN}",
    "two items": f"https://id.gs1.org/01/{GTIN}?01=04006381333948",
    "a wrong element": f"https://id.gs1.org/01/{GTIN}?17=soon",
    "script behind": f"https://id.gs1.org/01/{GTIN}/21/<script>alert(1)</script>/x",
}
"""Addresses that name no product."""


def payloads(count: int, seed: int) -> Iterator[bytes]:
    """Make as many payloads: the table's first, then fuzzed ones, most of them short."""
    yield from islice(TABLE.values(), count)
    rng = random.Random(seed)  # noqa: S311  # a fixed sequence is the point
    for _ in range(count - len(TABLE)):
        yield rng.choice(_FUZZERS)(rng)


def _noise(rng: random.Random) -> bytes:
    return rng.randbytes(rng.choice((1, 3, 8, 13, 14, 40, 200)))


def _digits(rng: random.Random) -> bytes:
    return b"".join(b"%d" % rng.randrange(10) for _ in range(rng.randrange(1, 40)))


def _mixed_up(rng: random.Random) -> bytes:
    """Cut, double, turn round or overwrite a payload of the table."""
    payload = bytearray(rng.choice(_SHORT))
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(payload) + 1)
        change = rng.randrange(4)
        if change == 0:
            del payload[at : at + rng.randrange(1, 5)]
        elif change == 1:
            payload[at:at] = payload[: rng.randrange(len(payload) + 1)]
        elif change == 2:
            payload.reverse()
        else:
            payload[at : at + 1] = rng.randbytes(1)
    return bytes(payload)


def _element_string(rng: random.Random) -> bytes:
    parts = [
        rng.choice(("01", "02", "10", "17", "21", "37", "91", "92", "93", "240", "3103", "8008"))
        + "".join(rng.choice("0123456789aZ+/<\x1d") for _ in range(rng.choice((2, 4, 6, 14, 44))))
        for _ in range(rng.randrange(1, 6))
    ]
    return (rng.choice(("", "\x1d", "]d2", f"010{GTIN}")) + "".join(parts)).encode()


def _address(rng: random.Random) -> bytes:
    parts = [
        rng.choice(("01", "21", "10", "8006", "..", "%2F", "?17=x", "#", GTIN, "\u202e", "a" * 50))
        for _ in range(rng.randrange(1, 8))
    ]
    return (
        rng.choice(("http://", "HTTPS://x/", "www.", "//", "https://[")) + "/".join(parts)
    ).encode()


def _any_text(rng: random.Random) -> bytes:
    signs = (rng.randrange(0x20, 0x3000) for _ in range(rng.randrange(1, 30)))
    return "".join(map(chr, signs)).encode()


_SHORT = [payload for payload in TABLE.values() if len(payload) < 2_000]
_FUZZERS: tuple[Callable[[random.Random], bytes], ...] = (
    _noise,
    _digits,
    _mixed_up,
    _mixed_up,
    _element_string,
    _element_string,
    _address,
    _any_text,
)
