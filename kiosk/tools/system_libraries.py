"""The system's libraries that the installed packages need, and what brings them in Debian.

`tests/tools/test_system_libraries.py` works the list out anew from the installed packages'
own files. Run by `packaging/system-libraries` with the system's Python before anything else
is installed: standard library only.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping

from kiosk.errors import KioskError

# By soname. Where a release calls a package otherwise (libglib2.0-0t64), it provides this name.
EVERYWHERE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
BY_NAME = {"libzbar.so.0": "libzbar0"}  # no file needs it: pyzbar opens it, for a camera
INSTALL = "apt-get install --yes --no-install-recommends"


def require(environ: Mapping[str, str]) -> None:
    """Load what a window needs. Raises `KioskError`: `library_missing`.

    Costs what Qt would spend on loading them a moment later.
    """
    if sys.platform == "linux" and (lacking := missing(for_display(environ))):
        packages = " ".join(dict.fromkeys(lacking.values()))
        command = f"sudo {INSTALL} {packages}"
        raise KioskError("library_missing", libraries=", ".join(lacking), command=command)


def for_display(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what Qt needs to draw where the environment says."""
    platform = environ.get("QT_QPA_PLATFORM", "")
    if not platform:
        x11, wayland = environ.get("DISPLAY"), environ.get("WAYLAND_DISPLAY")
        platform = "xcb" if x11 else "wayland" if wayland else ""
    if platform.startswith("xcb"):
        return EVERYWHERE | X11
    return EVERYWHERE | WAYLAND if platform.startswith("wayland") else EVERYWHERE


def missing(libraries: Mapping[str, str]) -> dict[str, str]:
    """Return those that cannot be loaded, with their packages."""
    return {soname: package for soname, package in libraries.items() if not _loads(soname)}


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


if __name__ == "__main__":  # for packaging/system-libraries
    everything = missing(EVERYWHERE | X11 | WAYLAND | BY_NAME)
    sys.stdout.write(" ".join(dict.fromkeys(everything.values())))
