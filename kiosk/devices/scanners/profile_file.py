"""What was learned of the keyboard scanner, kept in a file of the data folder."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from kiosk.domain.keys import LAYOUTS, SUFFIXES, ScannerProfile
from kiosk.errors import StoreBroken
from kiosk.privacy import create

FILE_NAME = "scanner.json"
LONGEST_SEPARATOR = 16
MOST_SEPARATORS = 16
LARGEST_FILE = 64_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScannerPolicy:
    """What the policy file says of the keyboard scanner; None is left to what was learned."""

    layout: str | None = None
    suffix: str | None = None
    aim: bool | None = None
    separators: tuple[str, ...] | None = None

    def over(self, learned: ScannerProfile) -> ScannerProfile:
        """Return the profile in force."""
        return ScannerProfile(
            layout=learned.layout if self.layout is None else self.layout,
            suffix=learned.suffix if self.suffix is None else self.suffix,
            aim=learned.aim if self.aim is None else self.aim,
            separators=learned.separators if self.separators is None else self.separators,
        )

    def fixed(self) -> tuple[str, ...]:
        """Name the fields of a profile that it decides."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) is not None)


def load(folder: Path, otherwise: ScannerProfile | None = None) -> ScannerProfile:
    """Read the profile; what is missing, damaged or unknown is as in `otherwise`."""
    path, profile = folder / FILE_NAME, otherwise or ScannerProfile()
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(LARGEST_FILE))
    except FileNotFoundError:
        return profile
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("%s cannot be read, set the scanner up anew: %s", path, error)
        return profile
    if not isinstance(kept, dict):
        _log.warning("%s holds no profile, set the scanner up anew", path)
        return profile
    for name, value in kept.items():
        taken = _with(profile, name, value)
        if taken is None:
            _log.warning("%s: %.40r is not known or wrong there, it is left out", path, name)
        else:
            profile = taken
    return profile


def save(folder: Path, profile: ScannerProfile) -> None:
    """Write the profile: after a power cut there is the old one or this one.

    Raises `StoreBroken("scanner_not_kept")` where it cannot be written.
    """
    path = folder / FILE_NAME
    fresh = path.with_suffix(".new")
    try:
        create(fresh)
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(profile), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StoreBroken("scanner_not_kept", path=str(path), detail=str(error)) from error


def _with(profile: ScannerProfile, name: str, value: object) -> ScannerProfile | None:
    """Return the profile with one field of the file, None where it cannot be taken."""
    if name == "layout" and isinstance(value, str) and value in LAYOUTS:
        return replace(profile, layout=value)
    if name == "suffix" and isinstance(value, str) and value in SUFFIXES:
        return replace(profile, suffix=value)
    if name == "aim" and isinstance(value, bool):
        return replace(profile, aim=value)
    if name == "separators" and (texts := _texts(value)):
        return replace(profile, separators=texts)
    return None


def _texts(value: object) -> tuple[str, ...]:
    """Return short texts of a list, none where it holds anything else."""
    if not isinstance(value, list) or len(value) > MOST_SEPARATORS:
        return ()
    texts = tuple(text for text in value if isinstance(text, str))
    fit = all(0 < len(text) <= LONGEST_SEPARATOR for text in texts)
    return texts if fit and len(texts) == len(value) else ()
