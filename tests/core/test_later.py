"""Modules that are loaded when they are used."""

from __future__ import annotations

import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path

import pytest

from kiosk.later import Later
from tests.patience import PATIENCE_S

WANTING = """
try:
    import optional_one
except ImportError:
    optional_one = None
import optional_other
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three modules, of which `wanting` loads the others."""
    (tmp_path / "optional_one.py").touch()
    (tmp_path / "optional_other.py").touch()
    (tmp_path / "wanting.py").write_text(WANTING)
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("wanting", "optional_one", "optional_other"):
        monkeypatch.setitem(sys.modules, name, sys)
        del sys.modules[name]  # what the test loads is put away afterwards


@pytest.mark.usefixtures("modules")
def test_module_is_loaded_at_its_first_use() -> None:
    later = Later("wanting")
    assert "wanting" not in sys.modules
    assert later.optional_one is sys.modules["optional_one"]


@pytest.mark.usefixtures("modules")
def test_module_loaded_without_another_is_loaded_with_the_rest_of_its_wishes() -> None:
    finders = list(sys.meta_path)
    later = Later("wanting", without="optional_one")
    assert later.optional_one is None
    assert later.optional_other is sys.modules["optional_other"]
    assert "optional_one" not in sys.modules
    assert sys.meta_path == finders


@pytest.mark.usefixtures("modules")
def test_other_threads_find_meanwhile_what_one_does_without(tmp_path: Path) -> None:
    found: list[str] = []
    inside, done = threading.Event(), threading.Event()

    def other() -> None:
        inside.wait(PATIENCE_S)
        found.append(import_module("optional_one").__name__)
        done.set()

    thread = threading.Thread(target=other)
    thread.start()
    pause = "import test_later_pause\ntest_later_pause.meet()\n"
    (tmp_path / "wanting.py").write_text(WANTING + pause)

    class Pause:
        @staticmethod
        def meet() -> None:
            inside.set()
            done.wait(PATIENCE_S)

    sys.modules["test_later_pause"] = Pause  # type: ignore[assignment]  # all that is used of it
    try:
        assert Later("wanting", without="optional_one").optional_one is None
    finally:
        del sys.modules["test_later_pause"]
        inside.set()
        thread.join()
    assert found == ["optional_one"]


def test_sound_loads_no_numpy() -> None:
    code = (
        "import sys; from kiosk.devices.sounds import miniaudio; miniaudio.Backend; "
        "sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603  # written here
    assert done.returncode == 0
