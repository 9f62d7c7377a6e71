"""Where the files of `assets/` lie: inside the installed package or in the repository."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOTS = (_HERE / "_assets", _HERE.parent / "assets")


def asset(*parts: str) -> Path:
    """Return the path of a file or folder of `assets/`.

    Raises FileNotFoundError naming the places that were searched, and ValueError for a
    part that would lead out of them.
    """
    relative = Path(*parts)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"not a path inside the assets: {relative}")
    for root in _ROOTS:
        if (found := root / relative).exists():
            return found
    places = " and ".join(str(root) for root in _ROOTS)
    raise FileNotFoundError(f"asset {relative} is missing: searched {places}; reinstall the app")
