"""The terminal's settings: policy file over environment over defaults, checked once.

The policy file is TOML: settings in tables (`[printer]`, `columns = 48`), or by their flat
names at its top level (`printer_columns = 48`). The environment has the flat names in capitals
after `KIOSK_`. Variables that name no setting are left to others; an unknown key in the policy
file is an error, since nobody would see it ignored.
"""

import os
import reprlib
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import msgspec
import platformdirs
from msgspec import Meta

from kiosk.domain.keys import Layout, Suffix
from kiosk.domain.store_codes import StoreRule
from kiosk.errors import BadConfig
from kiosk.later import Later
from kiosk.setting_values import READERS, address

if TYPE_CHECKING:
    import difflib
else:
    difflib = Later("difflib")

LEARNED = "learned"
DIAGONAL_INCH = {"shopper": 24.0, "assistant": 10.1}
LARGEST_POLICY_BYTES = 1_000_000
LONGEST_SHOWN = 120  # characters of a wrong value

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")
Learned = Literal["learned"]
Line = Annotated[str, Meta(pattern="^[^\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202e]*\\Z")]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two terminals; seconds and inches by name.

    A `description` says what is allowed, as people are told it. `mode` is empty until policy
    or enrolment says. `camera_faces`: only a camera that faces the person is shown
    like a mirror. `camera_region` is the part that is looked at (left, top, right, bottom
    as shares of the picture). `scanner_*` say how a keyboard-wedge scanner types, where it is
    not as learned on the set-up page. `screen_diagonal_inch`: 0 for the mode's usual one.
    `done_s` and `still_there_s` are countdowns on the screen.
    """

    hub_url: Annotated[
        Line, Meta(description="an https address, or http to this machine itself")
    ] = ""
    mode: Annotated[
        Literal["", "shopper", "assistant"],
        Meta(description="shopper, assistant, or empty: as enrolled"),
    ] = ""
    data_dir: Annotated[Path, Meta(description="an absolute path")] = Path()
    language: Annotated[Language, Meta(description="ru or en, and among languages")] = LANGUAGES[0]
    languages: Annotated[
        tuple[Language, ...], Meta(min_length=1, description="a list of ru, en")
    ] = LANGUAGES
    camera: Annotated[Line, Meta(description="empty, a device's number, or a path")] = ""
    camera_resolution: Annotated[
        tuple[Annotated[int, Meta(ge=160, le=8_192)], Annotated[int, Meta(ge=120, le=8_192)]],
        Meta(description="width x height in pixels: 1280x720"),
    ] = (1280, 720)
    camera_faces: Annotated[
        Literal["", "person", "away"],
        Meta(description="person, away, or empty: as usual for the mode"),
    ] = ""
    camera_region: Annotated[
        tuple[float, float, float, float],
        Meta(description="left, top, right, bottom, 0 to 1: 0,0,1,1"),
    ] = (0.0, 0.0, 1.0, 1.0)
    serial_scanners: Annotated[
        Line,
        Meta(description="empty, auto, or ports with commas: COM3,/dev/ttyACM0@115200"),
    ] = "auto"
    scanner_layout: Annotated[
        Learned | Layout,
        Meta(description="learned, us, de, fr, ru, or empty: as the computer types"),
    ] = "learned"
    scanner_suffix: Annotated[Learned | Suffix, Meta(description="learned, enter, tab, none")] = (
        "learned"
    )
    scanner_aim: Annotated[bool | Learned, Meta(description="learned, true or false")] = "learned"
    scanner_separators: Annotated[
        tuple[str, ...],
        Meta(description="a list: how the scanner writes GS; empty: as learned"),
    ] = ()
    store_codes: Annotated[
        tuple[StoreRule, ...], Meta(description="a list of patterns like 22IIIIIWWWWWC")
    ] = ()
    sounds: Annotated[bool, Meta(description="true or false")] = True
    printer: Annotated[Line, Meta(description="empty, or host:port")] = ""
    printer_columns: Annotated[
        int, Meta(ge=24, le=64, description="a whole number, 24 to 64; usually 42 or 48")
    ] = 42
    idle_s: Annotated[
        int, Meta(ge=10, le=3600, description="a whole number of seconds, 10 to 3600")
    ] = 60
    done_s: Annotated[
        int, Meta(ge=5, le=600, description="a whole number of seconds, 5 to 600")
    ] = 30
    still_there_s: Annotated[
        int, Meta(ge=5, le=120, description="a whole number of seconds, 5 to 120")
    ] = 15
    screen_diagonal_inch: Annotated[
        float, Meta(ge=0, le=120, description="inches, up to 120; 0: as usual for the mode")
    ] = 0.0
    reduce_motion: Annotated[bool, Meta(description="true or false")] = False
    fullscreen: Annotated[bool, Meta(description="true or false")] = True
    extra_ca: Annotated[Line, Meta(description="empty, or the path of a PEM file that exists")] = ""
    proxy: Annotated[Line, Meta(description="empty, or http://host:port")] = ""
    secrets: Annotated[Literal["auto", "file"], Meta(description="auto or file")] = "auto"
    catalogue_poll_s: Annotated[float, Meta(ge=1, le=300, description="seconds, 1 to 300")] = 5.0
    heartbeat_s: Annotated[
        float,
        Meta(ge=1, le=30, description="seconds, 1 to 30: a stock figure's age rests on it"),
    ] = 15.0
    picture_cache_mb: Annotated[
        int,
        Meta(ge=0, le=100_000, description="megabytes, up to 100000; 0: drawings alone"),
    ] = 200

    def diagonal_inch(self, mode: str) -> float:
        """Return the screen's diagonal for a mode known by now."""
        return self.screen_diagonal_inch or DIAGONAL_INCH.get(mode, DIAGONAL_INCH["shopper"])

    @property
    def printer_address(self) -> tuple[str, int] | None:
        """Host and port of the printer, if there is one."""
        return address(self.printer) if self.printer else None


TABLES: dict[str, dict[str, str]] = {
    "hub": {
        "url": "hub_url",
        "extra_ca": "extra_ca",
        "proxy": "proxy",
        "poll_s": "catalogue_poll_s",
        "heartbeat_s": "heartbeat_s",
    },
    "screen": {
        "diagonal_inch": "screen_diagonal_inch",
        "fullscreen": "fullscreen",
        "reduce_motion": "reduce_motion",
    },
    "session": {"idle_s": "idle_s", "done_s": "done_s", "still_there_s": "still_there_s"},
    "camera": {
        "device": "camera",
        "faces": "camera_faces",
        "resolution": "camera_resolution",
        "region": "camera_region",
    },
    "scanner": {
        "serial": "serial_scanners",
        "layout": "scanner_layout",
        "suffix": "scanner_suffix",
        "aim": "scanner_aim",
        "separators": "scanner_separators",
        "store_codes": "store_codes",
    },
    "printer": {"address": "printer", "columns": "printer_columns"},
}
"""The policy file's tables: the flat name of each of their keys."""

_TYPES: dict[str, Any] = Settings.__annotations__  # with their constraints, by flat name


class _Written(NamedTuple):
    """A value as somebody set it: the setting, the name it was given there, where, and what."""

    field: str
    name: str
    source: str
    value: object


def policy_path(environ: Mapping[str, str]) -> Path:
    """Return where the policy file is on this system."""
    if sys.platform == "win32":
        return Path(environ.get("PROGRAMDATA", r"C:\ProgramData")) / "store-kiosk" / "policy.toml"
    return Path("/etc/store-kiosk/policy.toml")


def load(environ: Mapping[str, str], policy: Path | None = None) -> Settings:
    """Read the settings; `policy` is where the policy file would be.

    Raises `BadConfig`: `setting_wrong` (setting, source, value, allowed), `setting_unknown`
    (setting, source, meant), `setting_twice` (setting, other, source) or `policy_unreadable`
    (path, detail); `setting` and `source` are what somebody wrote, and where.
    """
    path = policy or policy_path(environ)
    written: dict[str, _Written] = {}
    for field in _TYPES:
        variable = f"KIOSK_{field.upper()}"
        if variable in environ:
            written[field] = _Written(field, field, variable, environ[variable])
    in_policy: dict[str, _Written] = {}
    for one in _in_policy(_read_policy(path), str(path)):
        if other := in_policy.get(one.field):
            raise BadConfig("setting_twice", setting=one.name, other=other.name, source=str(path))
        in_policy[one.field] = one
    written |= in_policy
    found = {field: _checked(one) for field, one in written.items()}
    found.setdefault("data_dir", platformdirs.user_data_path("store-kiosk", appauthor=False))
    languages = found.get("languages", LANGUAGES)
    if "language" not in found and LANGUAGES[0] not in languages:
        found["language"] = languages[0]
    settings = Settings(**found)
    if settings.language not in settings.languages:
        raise _wrong(written["language"], f"one of languages: {', '.join(languages)}")
    return settings


def shown(settings: Settings) -> dict[str, str]:
    """Return the settings as may be shown and logged: without passwords inside addresses."""
    return {name: _without_password(str(value)) for name, value in asdict(settings).items()}


def _read_policy(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_POLICY_BYTES + 1)
        if len(text) > LARGEST_POLICY_BYTES:
            raise ValueError("it is larger than 1 MB")
        return tomllib.loads(text.decode("utf-8"))
    except FileNotFoundError:
        return {}
    except RecursionError as error:
        detail = "its tables or lists are nested too deeply"
        raise BadConfig("policy_unreadable", path=str(path), detail=detail) from error
    except (OSError, ValueError) as error:
        raise BadConfig("policy_unreadable", path=str(path), detail=str(error)) from error


def _in_policy(document: Mapping[str, object], source: str) -> Iterator[_Written]:
    """Give what a policy file sets, flat or in tables. Raises `BadConfig` `setting_unknown`."""
    for name, value in document.items():
        table = TABLES.get(name)
        if table is not None and isinstance(value, dict):
            for key, inner in value.items():
                if key not in table:
                    raise _unknown(key, source, table, f"{name}.")
                yield _Written(table[key], f"{name}.{key}", source, inner)
        elif name in _TYPES:
            yield _Written(name, name, source, value)
        elif isinstance(value, dict):
            raise _unknown(f"[{name}]", source, [f"[{one}]" for one in TABLES])
        else:
            raise _unknown(name, source, _TYPES)


def _unknown(name: str, source: str, known: Iterable[str], table: str = "") -> BadConfig:
    names = list(known)
    close = difflib.get_close_matches(name, names, 1)
    meant = table + close[0] if close else f"one of {', '.join(table + one for one in names)}"
    return BadConfig("setting_unknown", setting=_short(table + name), source=source, meant=meant)


def _checked(one: _Written) -> Any:  # noqa: ANN401  of its setting's type
    """Convert a value to its setting's type. Raises `BadConfig` `setting_wrong`."""
    rule = _TYPES[one.field]
    try:
        value = one.value.strip(" ") if isinstance(one.value, str) else one.value
        read = READERS.get(one.field)
        plain = read(value) if read else value
        return msgspec.convert(plain, rule, strict=False, dec_hook=_made)
    except (ValueError, TypeError) as error:  # msgspec.ValidationError is a ValueError
        allowed = next(meta.description for meta in rule.__metadata__ if meta.description)
        raise _wrong(one, allowed) from error


def _wrong(one: _Written, allowed: str) -> BadConfig:
    value = one.value if isinstance(one.value, str) else reprlib.repr(one.value)
    return BadConfig(
        "setting_wrong",
        setting=one.name,
        source=one.source,
        value=_short(_without_password(value)),
        allowed=allowed,
    )


def _made(kind: type, value: object) -> object:
    """Make what msgspec has no type for."""
    if kind is Path and isinstance(value, str) and value.isprintable():
        path = Path(os.path.expanduser(value))  # noqa: PTH111  Path's raises for a stranger
        if path.is_absolute():
            return path
    raise ValueError(f"{kind.__name__} expected")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _without_password(text: str) -> str:
    """Hide whatever stands between `://` and the last `@`."""
    scheme, mark, rest = text.rpartition("://")
    _, at, host = rest.rpartition("@")
    return f"{scheme}{mark}***@{host}" if at else text
