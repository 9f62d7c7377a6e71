"""How people write the values of settings, where it is not how they are kept.

Each reader takes what stands in the policy file or the environment, and returns a plain value
of the setting's type; what cannot be read is a `ValueError` or a `TypeError`.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kiosk.domain.store_codes import parse_rule

SMALLEST_REGION = 0.1


def address(text: str) -> tuple[str, int]:
    """Take `host:port` apart; an IPv6 host stands in brackets."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.path or parts.username:
        raise ValueError(text)
    return parts.hostname, parts.port


def _list(value: object) -> object:
    """Read a list that is written with commas."""
    if isinstance(value, str):
        return [name for one in value.split(",") if (name := one.strip())]
    return value


def _languages(value: object) -> object:
    names = _list(value)
    return list(dict.fromkeys(names)) if isinstance(names, list) else names


def _separators(value: object) -> object:
    """Read control characters, too: GS itself is one of the ways."""
    names = value.split(",") if isinstance(value, str) else value
    return [name for name in names if name] if isinstance(names, list) else names


def _flag(value: object) -> object:
    return _FLAGS.get(value.lower(), value) if isinstance(value, str) else value


def _number_or_path(value: object) -> object:
    """Read a device's number that was written as a number."""
    return str(value) if type(value) is int and value >= 0 else value


def _url(value: object) -> str:
    """Accept https, and plain http to this machine alone."""
    text = _text(value).rstrip("/")
    if not text:
        return text
    parts = urlsplit(text)
    host = parts.hostname or ""
    local = host == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)
    secure = parts.scheme == "https" or (parts.scheme == "http" and local)
    if not (host and secure) or parts.username or parts.query or parts.fragment or parts.port == 0:
        raise ValueError(text)
    return text


def _proxy(value: object) -> str:
    text = _text(value)
    if text:
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            raise ValueError(text)
    return text


def _printer(value: object) -> str:
    text = _text(value)
    if text:
        address(text)
    return text


def _store_codes(value: object) -> object:
    rules = _list(value)
    if not isinstance(rules, list):
        return rules
    return [{"pattern": parse_rule(_text(rule)).pattern} for rule in rules]


def _resolution(value: object) -> object:
    return value.lower().split("x") if isinstance(value, str) else value


def _region(value: object) -> object:
    region = msgspec.convert(_list(value), tuple[float, float, float, float], strict=False)
    left, top, right, bottom = region
    if not 0 <= left < left + SMALLEST_REGION <= right <= 1:
        raise ValueError(region)
    if not 0 <= top < top + SMALLEST_REGION <= bottom <= 1:
        raise ValueError(region)
    return region


def _file(value: object) -> str:
    text = _text(value)
    if text and not Path(text).is_file():
        raise ValueError(text)
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


_FLAGS = {"yes": True, "on": True, "no": False, "off": False}  # beside what msgspec reads
READERS: dict[str, Callable[[object], object]] = {
    "hub_url": _url,
    "languages": _languages,
    "camera": _number_or_path,
    "camera_resolution": _resolution,
    "camera_region": _region,
    "scanner_aim": _flag,
    "scanner_separators": _separators,
    "store_codes": _store_codes,
    "sounds": _flag,
    "printer": _printer,
    "reduce_motion": _flag,
    "fullscreen": _flag,
    "extra_ca": _file,
    "proxy": _proxy,
}
"""Settings that people write in ways of their own: how each becomes a plain value."""
