"""Which file imports which, and where imports run in a circle.

`python -m tests.imports` prints how many circles each room has.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
# `Later` imports when something is first used: it is an import all the same.
_LATER = re.compile(r'Later\("((?:kiosk|offline_cache)[\w.]*)"')

Imports = dict[str, set[str]]
"""What each module imports of ours; a name stands for a file or a folder."""


def imports_of_project() -> Imports:
    """Read what is imported when the program runs: nothing that only the types need."""
    graph = grimp.build_graph(
        "kiosk", "offline_cache", exclude_type_checking_imports=True, cache_dir=None
    )
    found = {name: set(graph.find_modules_directly_imported_by(name)) for name in graph.modules}
    for name in found:
        source = ROOT / f"{name.replace('.', '/')}.py"
        if source.is_file():
            found[name] |= set(_LATER.findall(source.read_text("utf-8")))
    return found


def circles(imports: Imports) -> list[list[str]]:
    """Return the names that reach each other, a list for each circle (Tarjan's algorithm)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}  # number that a name reaches
    open_: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        open_.append(name)
        for other in sorted(imports.get(name, ())):
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in open_:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            place = open_.index(name)
            if len(open_) - place > 1:
                found.append(sorted(open_[place:]))
            del open_[place:]

    for name in sorted(imports):
        if name not in number:
            visit(name)
    return found


def circles_of_parts(imports: Imports) -> dict[str, list[list[str]]]:
    """Return, for each folder that has any, the circles among its parts.

    A folder's parts are the files and folders in it. If one imports from another, that one
    must not import from the first, by no way round: such imports run back up. `offline_cache`
    counts as a room of the terminal.
    """
    seen = {_room(name): {_room(other) for other in others} for name, others in imports.items()}
    found: dict[str, list[list[str]]] = {}
    for folder in sorted({parent for name in seen for parent in _folders(name)}):
        parts: Imports = defaultdict(set)
        for name, others in seen.items():
            part = _part(folder, name)
            parts[part] |= {_part(folder, other) for other in others} - {part}
        parts.pop("", None)  # what lies elsewhere
        if found_here := circles(parts):
            found[folder] = found_here
    return found


def in_hub(names: Iterable[str]) -> bool:
    """Tell whether a circle lies wholly in the hub."""
    return all(name.startswith("kiosk.hub.") for name in names)


def _room(name: str) -> str:
    return f"kiosk.{name}" if name.startswith("offline_cache") else name


def _folders(name: str) -> list[str]:
    words = name.split(".")
    return [".".join(words[:count]) for count in range(1, len(words))]


def _part(folder: str, name: str) -> str:
    """Return the part of a folder that a module lies in; "" if it lies elsewhere."""
    inside = name.removeprefix(f"{folder}.")
    return "" if inside == name else f"{folder}.{inside.split('.')[0]}"


def main() -> None:
    """Print the number of circles and where they are."""
    imports = imports_of_project()
    files = circles(imports)
    parts = circles_of_parts(imports)
    hub = sum(map(in_hub, files))
    sys.stdout.write(
        f"{len(imports)} modules; circles: {len(files) - hub} outside the hub, {hub} in it; "
        f"folders in which imports run back up: {len(parts)}\n"
    )
    for circle in [*files, *(one for found in parts.values() for one in found)]:
        sys.stdout.write(f"  {' <-> '.join(circle)}\n")


if __name__ == "__main__":
    main()
