"""What `kiosk doctor` looks at; every check answers, whatever is missing on the machine.

A check imports what it needs when it runs, so that one missing library does not hide the
other answers, and it changes nothing: IT may run it as another user than the terminal's.
"""

# ruff: noqa: PLC0415  each check imports what it looks at
from __future__ import annotations

import importlib.util
import os
import queue
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk import display as displays
from kiosk.config import Settings
from kiosk.errors import BadConfig, DeviceFault, KioskError, StoreBroken
from kiosk.ports.devices import CameraNews
from kiosk.tools import system_libraries

LEAST_FREE_MB = 200
CAMERA_WITHIN_S = 6.0
_FONTS = ("fontpkg_inter", "qtmaterialsymbols")
_KEYRING = {
    "secrets_keyring_unavailable": (
        "the keyring does not answer",
        "unlock the keyring: it was used at the enrolment; log in as that user",
    ),
    "secrets_keyring_waits": (
        "the keyring waits for somebody to unlock it; orders and keys stay",
        "unlock it in this user's session; one that logs in by itself needs a keyring without a "
        'password, or, before the enrolment, secrets = "file"',
    ),
    "secrets_keyring_forgot": (
        "the keyring no longer holds this terminal's secrets; orders stay on the disk",
        "log in as the user who enrolled it, or restore that user's keyring",
    ),
}
_PRINTER_ADVICE = {
    "printer_unreachable": "check its power, its cable and the printer setting",
    "printer_silent": "something accepts connections there but does not answer like an "
    "ESC/POS printer: check the address, or switch the printer off and on",
    "printer_paper_out": "put paper in",
    "printer_cover_open": "close the cover",
    "printer_fault": "look at its lamps; switch it off and on",
}


class Status(StrEnum):
    """`warn`: the terminal works, but not all of it, or not as well as it could."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One answer: what was found and, unless all is well, what to do."""

    name: str
    status: Status
    found: str
    advice: str = ""


def display(environ: Mapping[str, str]) -> Check:
    """Open the display that a window would be shown on."""
    name = "display"
    if (platform := displays.platform(environ)) in displays.WINDOWLESS:
        advice = "unset QT_QPA_PLATFORM to see the window"
        return Check(name, Status.WARN, f"QT_QPA_PLATFORM={platform}: nothing is shown", advice)
    advice = "start it inside a graphical session; `kiosk tour --out DIR` works without one"
    try:
        return Check(name, Status.OK, displays.require(environ))
    except BadConfig as error:
        if error.code == "display_missing":
            found = "neither WAYLAND_DISPLAY nor DISPLAY is set"
            return Check(name, Status.FAIL, found, advice)
        found = f"{error.args_['display']} does not open"
        return Check(name, Status.FAIL, found, f"{advice}; as the user whose session it is")


def libraries(environ: Mapping[str, str]) -> Check:
    """Try the system's libraries and the fonts that the window and the scanner need."""
    from kiosk.devices.camera import decoding

    packages = [f for f in _FONTS if importlib.util.find_spec(f) is None]
    if sys.platform == "linux":
        needed = system_libraries.for_display(environ)
        packages += dict.fromkeys(system_libraries.missing(needed).values())
    try:
        decoding.ready()
    except DeviceFault:
        packages.append("libzbar0")
    if packages:
        advice = "install (apt, fonts by pip): " + " ".join(packages)
        return Check("libraries", Status.FAIL, f"{len(packages)} missing", advice)
    return Check("libraries", Status.OK, "zbar, Qt's libraries and fonts are there")


def camera(settings: Settings) -> Check:
    """Open the camera and wait for a picture."""
    if not settings.camera:
        return Check("camera", Status.OK, "none is set")
    from kiosk.devices.camera.process import Camera, CameraSetup

    told: queue.Queue[CameraNews] = queue.Queue()
    setup = CameraSetup(settings.camera, *settings.camera_resolution, settings.camera_region)
    device = Camera(setup, lambda _: None, told.put, lambda _: False)
    try:
        device.start()
        state = told.get(timeout=CAMERA_WITHIN_S).state
    except queue.Empty:
        state = "lost"
    except DeviceFault:
        return Check("camera", Status.FAIL, "zbar is missing", "apt install libzbar0")
    finally:
        device.stop()
    if state == "looking":
        return Check("camera", Status.OK, f"{settings.camera} gives pictures")
    advice = "plug it in; is another program using it; may this user read /dev/video*"
    return Check("camera", Status.FAIL, f"{settings.camera} is {state}", advice)


def printer(settings: Settings) -> Check:
    """Ask the receipt printer whether it could print now."""
    address = settings.printer_address
    if address is None:
        return Check("printer", Status.OK, "none is set")
    from kiosk.devices.printers.escpos_network import NetworkPrinter

    try:
        NetworkPrinter(*address, settings.printer_columns).check()
    except DeviceFault as fault:
        found = f"{settings.printer}: {fault.code.removeprefix('printer_').replace('_', ' ')}"
        return Check("printer", Status.FAIL, found, _PRINTER_ADVICE[fault.code])
    return Check("printer", Status.OK, f"{settings.printer} is ready")


def secret_store(settings: Settings) -> Check:
    """Say where the device's secrets are, or will be, and whether they are safe there."""
    from kiosk.secrets import FileSecrets, keyring_works, open_secrets

    name = "secret store"
    try:
        if not (settings.data_dir / "secrets").exists():  # opening would make it, as this user
            kind = "keyring" if settings.secrets == "auto" and keyring_works() else "file"
            return Check(name, Status.OK, f"{kind}, made at the enrolment")
        store = open_secrets(settings.data_dir, settings.secrets)
    except BadConfig as error:
        return Check(name, Status.FAIL, f"others can reach {error.args_['path']}", _mend(error))
    except KioskError as error:
        if error.code in _KEYRING:
            return Check(name, Status.FAIL, *_KEYRING[error.code])
        path = str(error.args_.get("path", settings.data_dir))
        return Check(name, Status.FAIL, f"{path} cannot be read", "restore it, or enrol again")
    if isinstance(store, FileSecrets):
        return Check(name, Status.OK, f"file {store.path}, readable by this user alone")
    return Check(name, Status.OK, "keyring")


def sqlite() -> Check:
    """Open an encrypted file with the SQLite in use."""
    from offline_cache.connection import KEY_BYTES, open_writable

    with tempfile.TemporaryDirectory() as directory:
        try:
            database = open_writable(Path(directory) / "probe.db", bytes(KEY_BYTES))
        except StoreBroken as error:
            found = f"{error.args_.get('found', error.code)} is too old"
            advice = f"install {error.args_.get('package', 'a newer SQLite')}"
            return Check("sqlite", Status.FAIL, found, advice)
        version = ".".join(map(str, database.sqlite_version))
        database.close()
    return Check("sqlite", Status.OK, f"{version}, with encryption")


def disk(settings: Settings) -> Check:
    """Measure what is free where the terminal's data lies."""
    place = settings.data_dir
    while not os.path.lexists(place):
        place = place.parent
    if not place.is_dir():
        advice = f"set another data_dir (now {settings.data_dir}), or move the file away"
        return Check("disk", Status.FAIL, f"{place} is a file, not a folder", advice)
    if not os.access(place, os.W_OK | os.X_OK):
        advice = f"let the terminal's user write there, or set data_dir (now {settings.data_dir})"
        return Check("disk", Status.FAIL, f"{place} cannot be written", advice)
    free_mb = shutil.disk_usage(place).free // 2**20
    found = f"{free_mb} MB free at {place}"
    if free_mb < LEAST_FREE_MB:
        advice = f"free at least {LEAST_FREE_MB} MB: orders are written there first"
        return Check("disk", Status.FAIL, found, advice)
    return Check("disk", Status.OK, found)


def _mend(error: BadConfig) -> str:
    return f"run: {error.args_['mend']}"
