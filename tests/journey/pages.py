"""What the pages of docs/ tell people to type, to be run by tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, kind: str, section: str = "") -> list[str]:
    """Return what stands in the blocks of a kind of a page, or of its section, in order."""
    text = (DOCS / page).read_text("utf-8")
    if section:
        text = text.split(f"\n### {section}\n")[1].split("\n### ")[0]
    return [body for found, body in _BLOCK.findall(text) if found == kind]


def names_set(block: str) -> set[str]:
    """Return the shell variables that a block sets."""
    return set(re.findall(r"^([A-Z]+)=", block, re.MULTILINE))


def exactly_once(text: str, old: str, new: str) -> str:
    """Put this machine's place where the page says another; the page must say it."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def run(block: str, variables: Mapping[str, object], folder: Path) -> str:
    """Run a block in a shell that stops at the first fault; return what it said."""
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    named = {name: str(value) for name, value in variables.items()}
    ran = subprocess.run(  # noqa: S603  # a page of this project
        ["/bin/sh", "-eu", "-c", block],
        cwd=folder,
        env={**os.environ, **named, "PATH": programs},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
