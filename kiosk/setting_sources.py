"""Where settings come from: policy file over environment over defaults, checked once.

The policy file is TOML: settings in tables (`[printer]`, `columns = 48`), or by their flat
names at its top level (`printer_columns = 48`). The environment has the flat names in capitals
after `KIOSK_`. Variables that name no setting are left to others; an unknown key in the policy
file is an error, since nobody would see it ignored.
"""

from __future__ import annotations

import os
import reprlib
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import platformdirs

from kiosk.config import LANGUAGES, RULES, TABLES, Settings
from kiosk.errors import BadConfig
from kiosk.later import Later
from kiosk.setting_values import READERS

if TYPE_CHECKING:
    import difflib
else:
    difflib = Later("difflib")

LARGEST_POLICY_BYTES = 1_000_000
LONGEST_SHOWN = 120  # characters of a wrong value


class _Written(NamedTuple):
    """A value as somebody set it: the setting, the name it was given there, where, and what."""

    field: str
    name: str
    source: str
    value: object


def variable_of(field: str) -> str:
    """Return the name of a setting's environment variable."""
    return f"KIOSK_{field.upper()}"


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
    for field in RULES:
        variable = variable_of(field)
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
        elif name in RULES:
            yield _Written(name, name, source, value)
        elif isinstance(value, dict):
            raise _unknown(f"[{name}]", source, [f"[{one}]" for one in TABLES])
        else:
            raise _unknown(name, source, RULES)


def _unknown(name: str, source: str, known: Iterable[str], table: str = "") -> BadConfig:
    names = list(known)
    close = difflib.get_close_matches(name, names, 1)
    meant = table + close[0] if close else f"one of {', '.join(table + one for one in names)}"
    return BadConfig("setting_unknown", setting=_short(table + name), source=source, meant=meant)


def _checked(one: _Written) -> Any:  # noqa: ANN401  of its setting's type
    """Convert a value to its setting's type. Raises `BadConfig` `setting_wrong`."""
    rule = RULES[one.field]
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
