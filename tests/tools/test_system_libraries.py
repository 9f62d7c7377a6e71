"""What the installed packages need of the system is what `packaging/system-libraries` installs."""

from __future__ import annotations

import ctypes
import sys
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

import PySide6
import pytest

from kiosk import __main__ as command_line
from kiosk.errors import KioskError
from kiosk.tools import system_libraries
from kiosk.tools.system_libraries import BY_NAME, EVERYWHERE, WAYLAND, X11
from tests import elf

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems have other libraries"
)

INSTALLED = Path(PySide6.__file__).parents[1]
LIBC = {  # of the C library itself: where one of them is not, nothing runs
    "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libdl.so.2", "libm.so.6",
    "libmvec.so.1", "libpthread.so.0", "libresolv.so.2", "librt.so.1",
}  # fmt: skip
UNUSED = (  # parts of Qt that no terminal loads
    "Qt/lib/libQt6EglF*",  # a screen without X11 or Wayland
    "Qt/lib/libQt6Wayland*Compositor*",  # a display server of its own
    "Qt/plugins/designer/*",
    "Qt/plugins/egldeviceintegrations/*",
    "Qt/plugins/imageformats/libqpdf.so",
    "Qt/plugins/networkinformation/*",
    "Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
    "Qt/plugins/platforms/libqeglfs.so",
    "Qt/plugins/platforms/libqlinuxfb.so",
    "Qt/plugins/platforms/libqvkkhrdisplay.so",
    "Qt/plugins/platformthemes/*",  # the desktop's look: the program brings its own
    "Qt/plugins/printsupport/*",
    "Qt/plugins/qmltooling/*",
    "Qt/plugins/sqldrivers/*",
    "Qt/plugins/wayland-graphics-integration-server/*",
    "Qt/qml/QtQml/StateMachine/*",
    "Qt/qml/QtQuick/Pdf/*",
    "Qt/qml/QtQuick/Scene[23]D/*",
    "Qt/qml/QtQuick/VirtualKeyboard/*",
    "Qt/qml/QtWayland/*",
)


@pytest.fixture(scope="module")
def needs() -> dict[str, set[str]]:
    """Return who needs a library that no package brings, by the library's soname."""
    files = [path for path in INSTALLED.rglob("*") if ".so" in path.name and path.is_file()]
    brought = {path.name for path in files} | LIBC
    found: dict[str, set[str]] = defaultdict(set)
    for path in files:
        name = path.relative_to(INSTALLED).as_posix()
        if not any(fnmatch(name, f"PySide6/{part}") for part in UNUSED):
            for soname in elf.needed(path):
                found[soname].add(name)
    return {soname: users for soname, users in found.items() if soname not in brought}


def kind(users: set[str]) -> str:
    """Return what a library is for, by the files that need it."""
    for word, parts in {"xcb": ("xcb",), "wayland": ("wayland", "wlshell")}.items():
        if all(any(part in user.lower() for part in parts) for user in users):
            return word
    return ""


def test_library_that_an_installed_package_needs_is_installed(needs: dict[str, set[str]]) -> None:
    installed = {"xcb": X11, "wayland": WAYLAND, "": EVERYWHERE}
    missing = {
        soname: sorted(users)[:3]
        for soname, users in needs.items()
        if soname not in installed[kind(users)]
    }
    assert missing == {}


def test_nothing_is_installed_that_no_package_needs(needs: dict[str, set[str]]) -> None:
    assert {*EVERYWHERE, *X11, *WAYLAND} == needs.keys()


def test_the_machine_that_makes_the_tests_has_them_all() -> None:
    assert system_libraries.missing(EVERYWHERE | X11 | WAYLAND | BY_NAME) == {}


@pytest.mark.parametrize(
    ("environ", "needed"),
    [
        ({}, EVERYWHERE),
        ({"DISPLAY": ":0"}, EVERYWHERE | X11),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, EVERYWHERE),
        ({"WAYLAND_DISPLAY": "wayland-0"}, EVERYWHERE | WAYLAND),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, EVERYWHERE | X11),
    ],
)
def test_only_what_the_display_takes_is_required(
    environ: dict[str, str], needed: dict[str, str]
) -> None:
    assert system_libraries.for_display(environ) == needed


@pytest.mark.parametrize("command", [["run"], ["demo"], ["tour", "--out", "nowhere"]])
def test_missing_library_is_one_sentence_with_the_command_that_brings_it(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    load = ctypes.CDLL

    def bare(name: str) -> object:
        if name.startswith("libg"):
            raise OSError(name)
        return load(name)

    monkeypatch.setattr(ctypes, "CDLL", bare)
    assert command_line.main(command) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "libgssapi_krb5.so.2" in said
    assert "sudo apt-get install --yes --no-install-recommends" in said
    assert said.rstrip().endswith("libgcc-s1 libglib2.0-0 libgssapi-krb5-2")


def test_nothing_is_said_where_all_are_there() -> None:
    system_libraries.require({"DISPLAY": ":0"})


def test_what_is_missing_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "EVERYWHERE", {"libnowhere.so.7": "libnowhere7"})
    with pytest.raises(KioskError) as caught:
        system_libraries.require({})
    assert caught.value.args_["libraries"] == "libnowhere.so.7"
