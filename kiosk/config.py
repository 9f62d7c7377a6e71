"""The terminal's settings: policy file over environment over defaults, checked once.

The policy file is TOML with the fields of `Settings` at its top level; the environment
has the same names in capitals after `KIOSK_`. Variables that name no setting are left to
others; an unknown key in the policy file is an error, since nobody would see it ignored.
"""

from __future__ import annotations

import difflib
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from kiosk.domain.keys import LAYOUTS, SUFFIXES
from kiosk.domain.store_codes import StoreRule, parse_rule
from kiosk.errors import BadConfig

LEARNED = "learned"
SMALLEST_REGION = 0.1
LANGUAGES = ("ru", "en")
DIAGONAL_INCH = {"shopper": 24.0, "assistant": 10.1}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two terminals; seconds and inches by name.

    `mode` is empty until policy or enrolment says. `camera`: empty for none, a device's
    index or a path; `camera_region` is the part that is looked at (left, top, right, bottom
    as shares of the picture). `serial_scanners`: empty for none, `auto` for those of known
    makers, or ports. `scanner_*` say how a keyboard-wedge scanner types, where it is not as
    learned on the set-up page. `printer`: empty for none, else `host:port`.
    `screen_diagonal_inch`: 0 for the mode's usual one. `picture_cache_mb`: 0 for drawings
    alone. `done_s` and `still_there_s` are countdowns on the screen.
    """

    hub_url: str = ""
    mode: str = ""
    data_dir: Path = Path()
    language: str = "ru"
    languages: tuple[str, ...] = LANGUAGES
    camera: str = ""
    camera_resolution: tuple[int, int] = (1280, 720)
    camera_region: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    serial_scanners: str = "auto"
    scanner_layout: str = "learned"
    scanner_suffix: str = "learned"
    scanner_aim: bool | str = "learned"
    scanner_separators: tuple[str, ...] = ()
    store_codes: tuple[StoreRule, ...] = ()
    sounds: bool = True
    printer: str = ""
    printer_columns: int = 42
    idle_s: int = 60
    done_s: int = 30
    still_there_s: int = 15
    screen_diagonal_inch: float = 0.0
    reduce_motion: bool = False
    fullscreen: bool = True
    extra_ca: str = ""
    proxy: str = ""
    secrets: str = "auto"
    catalogue_poll_s: float = 5.0
    heartbeat_s: float = 15.0
    picture_cache_mb: int = 200

    def diagonal_inch(self, mode: str) -> float:
        """Return the screen's diagonal for a mode known by now."""
        return self.screen_diagonal_inch or DIAGONAL_INCH.get(mode, DIAGONAL_INCH["shopper"])

    @property
    def printer_address(self) -> tuple[str, int] | None:
        """Host and port of the printer, if there is one."""
        return _address(self.printer) if self.printer else None


def policy_path(environ: Mapping[str, str]) -> Path:
    """Return where the policy file is on this system."""
    if sys.platform == "win32":
        return Path(environ.get("PROGRAMDATA", r"C:\ProgramData")) / "store-kiosk" / "policy.toml"
    return Path("/etc/store-kiosk/policy.toml")


def load(environ: Mapping[str, str], policy: Path | None = None) -> Settings:
    """Read the settings; `policy` is where the policy file would be.

    Raises `BadConfig`: `setting_wrong` (setting, source, value, allowed), `setting_unknown`
    (setting, source, meant) or `policy_unreadable` (path, detail).
    """
    path = policy or policy_path(environ)
    found: dict[str, object] = {}
    for field in fields(Settings):
        variable = f"KIOSK_{field.name.upper()}"
        if variable in environ:
            found[field.name] = _checked(field.name, environ[variable], variable)
    for name, value in _read_policy(path).items():
        if name not in _RULES:
            meant = difflib.get_close_matches(name, _RULES, 1)
            raise BadConfig("setting_unknown", setting=name, source=str(path), meant="".join(meant))
        found[name] = _checked(name, value, str(path))
    found.setdefault("data_dir", platformdirs.user_data_path("store-kiosk", appauthor=False))
    settings = Settings(**found)  # type: ignore[arg-type]  # every rule returns its field's type
    if settings.language not in settings.languages:
        raise BadConfig(
            "setting_wrong",
            setting="language",
            source="settings",
            value=settings.language,
            allowed=f"one of languages: {', '.join(settings.languages)}",
        )
    return settings


def shown(settings: Settings) -> dict[str, str]:
    """Return the settings as may be shown and logged: without passwords inside addresses."""
    return {name: _without_password(str(value)) for name, value in asdict(settings).items()}


def _read_policy(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadConfig("policy_unreadable", path=str(path), detail=str(error)) from error


def _checked(name: str, value: object, source: str) -> object:
    rule, allowed = _RULES[name]
    try:
        return rule(value)
    except (ValueError, TypeError) as error:
        raise BadConfig(
            "setting_wrong",
            setting=name,
            source=source,
            value=_without_password(str(value)),
            allowed=allowed,
        ) from error


def _without_password(text: str) -> str:
    """Hide whatever stands between `://` and the last `@`."""
    scheme, mark, rest = text.rpartition("://")
    _, at, host = rest.rpartition("@")
    return f"{scheme}{mark}***@{host}" if at else text


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError
    return value.strip()


def _one_of(*allowed: str) -> Callable[[object], str]:
    def rule(value: object) -> str:
        if (text := _text(value)) not in allowed:
            raise ValueError
        return text

    return rule


def _number(least: float, most: float) -> Callable[[object], float]:
    def rule(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise TypeError
        number = float(value)
        if not least <= number <= most:  # NaN is never between
            raise ValueError
        return number

    return rule


def _whole(least: int, most: int) -> Callable[[object], int]:
    def rule(value: object) -> int:
        number = _number(least, most)(value)
        if number != int(number):
            raise ValueError
        return int(number)

    return rule


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = _text(value).lower()
    if word not in _FLAGS:
        raise ValueError
    return _FLAGS[word]


def _languages(value: object) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not names:
        raise ValueError
    return tuple(dict.fromkeys(_one_of(*LANGUAGES)(name) for name in names))


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
        raise ValueError
    return text


def _proxy(value: object) -> str:
    text = _text(value)
    if text:
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            raise ValueError
    return text


def _printer(value: object) -> str:
    text = _text(value)
    if text:
        _address(text)
    return text


def _address(text: str) -> tuple[str, int]:
    """Take `host:port` apart; an IPv6 host stands in brackets."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.path or parts.username:
        raise ValueError
    return parts.hostname, parts.port


def _resolution(value: object) -> tuple[int, int]:
    width, height = _text(value).lower().split("x")
    return _whole(160, 8_192)(width), _whole(120, 8_192)(height)


def _region(value: object) -> tuple[float, ...]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or len(names) != 4:
        raise ValueError
    left, top, right, bottom = region = tuple(_number(0, 1)(name) for name in names)
    if right - left < SMALLEST_REGION or bottom - top < SMALLEST_REGION:
        raise ValueError
    return region


def _learned_or_flag(value: object) -> bool | str:
    return LEARNED if value == LEARNED else _flag(value)


def _separators(value: object) -> tuple[str, ...]:
    """Accept control characters, too: GS itself is one of the ways."""
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError
    return tuple(name for name in names if name)


def _list(value: object) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list):
        raise TypeError
    return tuple(name for one in names if (name := _text(one)))


def _store_codes(value: object) -> tuple[StoreRule, ...]:
    return tuple(parse_rule(pattern) for pattern in _list(value))


def _folder(value: object) -> Path:
    path = Path(_text(value)).expanduser()
    if not path.is_absolute():
        raise ValueError
    return path


def _file(value: object) -> str:
    text = _text(value)
    if text and not Path(text).is_file():
        raise ValueError
    return text


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


_FLAGS = {"true": True, "yes": True, "on": True, "1": True} | {
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
_SECONDS = "a whole number of seconds, {} to {}"
_TRUE_OR_FALSE = "true or false"
_RULES: dict[str, tuple[Callable[[object], object], str]] = {
    "hub_url": (_url, "an https address, or http to this machine itself"),
    "mode": (_one_of("", *DIAGONAL_INCH), "shopper, assistant, or empty: as enrolled"),
    "data_dir": (_folder, "an absolute path"),
    "language": (_one_of(*LANGUAGES), f"one of {', '.join(LANGUAGES)}"),
    "languages": (_languages, f"a list of {', '.join(LANGUAGES)}"),
    "camera": (_text, "empty, a device's number, or a path"),
    "camera_resolution": (_resolution, "width x height in pixels: 1280x720"),
    "camera_region": (_region, "left, top, right, bottom, 0 to 1: 0,0,1,1"),
    "serial_scanners": (_text, "empty, auto, or ports with commas: COM3,/dev/ttyACM0@115200"),
    "scanner_layout": (
        _one_of(LEARNED, *LAYOUTS),
        "learned, us, de, fr, ru, or empty: as the computer types",
    ),
    "scanner_suffix": (_one_of(LEARNED, *SUFFIXES), f"learned, {', '.join(SUFFIXES)}"),
    "scanner_aim": (_learned_or_flag, "learned, true or false"),
    "scanner_separators": (_separators, "a list: how the scanner writes GS; empty: as learned"),
    "store_codes": (_store_codes, "a list of patterns like 22IIIIIWWWWWC"),
    "sounds": (_flag, _TRUE_OR_FALSE),
    "printer": (_printer, "empty, or host:port"),
    "printer_columns": (_whole(24, 64), "a whole number, 24 to 64; usually 42 or 48"),
    "idle_s": (_whole(10, 3600), _SECONDS.format(10, 3600)),
    "done_s": (_whole(5, 600), _SECONDS.format(5, 600)),
    "still_there_s": (_whole(5, 120), _SECONDS.format(5, 120)),
    "screen_diagonal_inch": (_number(0, 120), "inches, up to 120; 0: as usual for the mode"),
    "reduce_motion": (_flag, _TRUE_OR_FALSE),
    "fullscreen": (_flag, _TRUE_OR_FALSE),
    "extra_ca": (_file, "empty, or the path of a PEM file that exists"),
    "proxy": (_proxy, "empty, or http://host:port"),
    "secrets": (_one_of("auto", "file"), "auto or file"),
    "catalogue_poll_s": (_number(1, 300), "seconds, 1 to 300"),
    "heartbeat_s": (_number(1, 30), "seconds, 1 to 30: a stock figure's age rests on it"),
    "picture_cache_mb": (_whole(0, 100_000), "megabytes, up to 100000; 0: drawings alone"),
}
