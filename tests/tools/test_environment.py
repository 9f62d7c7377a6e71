"""`packaging/environment` before a Python that only notes what it was asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")

SCRIPT = Path(__file__).parents[2] / "packaging" / "environment"
PYTHON = """#!/bin/sh
case "$*" in
"-c import ensurepip, venv") [ ! -e no-ensurepip ] ;;
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo made >>log ;;
*--require-hashes*) [ ! -e stop ] && echo installed >>log ;;
esac
"""


class Checkout:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "packaging").mkdir()
        shutil.copy(SCRIPT, folder / "packaging" / "environment")
        for name, text in [
            ("pyproject.toml", ""),
            ("packaging/requirements.txt", "one"),
            ("packaging/system-libraries", '#!/bin/sh\n[ $# = 0 ] || echo "$@" >>log\n'),
            ("bin/python3", PYTHON),
        ]:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            path.chmod(0o755)

    def make(self) -> int:
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(  # noqa: S603  ours
            [self.folder / "packaging" / "environment"],
            env={**os.environ, "PATH": path},
            check=False,
            capture_output=True,
        ).returncode

    def told(self) -> list[str]:
        """What was done since the last time."""
        log = self.folder / "log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_environment_is_made_once(checkout: Checkout) -> None:
    assert checkout.make() == 0
    assert checkout.told() == ["made", "installed"]
    assert checkout.make() == 0
    assert checkout.told() == []


def test_environment_that_was_stopped_half_way_is_made_anew(checkout: Checkout) -> None:
    (checkout.folder / "stop").touch()
    assert checkout.make() != 0
    assert checkout.told() == ["made"]
    (checkout.folder / "stop").unlink()
    assert checkout.make() == 0
    assert checkout.told() == ["made", "installed"]


def test_environment_whose_python_is_gone_is_made_anew(checkout: Checkout) -> None:
    checkout.make()
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    checkout.told()
    assert checkout.make() == 0
    assert checkout.told() == ["made", "installed"]


def test_other_packages_are_installed_into_what_is_there(checkout: Checkout) -> None:
    checkout.make()
    checkout.told()
    (checkout.folder / "packaging" / "requirements.txt").write_text("two", "utf-8")
    assert checkout.make() == 0
    assert checkout.told() == ["installed"]


def test_renewal_that_was_stopped_begins_anew(checkout: Checkout) -> None:
    checkout.make()
    (checkout.folder / "packaging" / "requirements.txt").write_text("two", "utf-8")
    (checkout.folder / "stop").touch()
    assert checkout.make() != 0
    (checkout.folder / "stop").unlink()
    checkout.told()
    assert checkout.make() == 0
    assert checkout.told() == ["made", "installed"]


def test_python_without_venv_is_a_package_to_be_installed(checkout: Checkout) -> None:
    (checkout.folder / "no-ensurepip").touch()
    checkout.make()
    assert checkout.told()[0] == "python3-venv"
