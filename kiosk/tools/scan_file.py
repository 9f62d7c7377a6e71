"""Read codes from pictures, videos or a camera: `kiosk scan PATH…`, `kiosk scan --camera N`."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from kiosk.devices.camera import decoding, images
from kiosk.devices.camera.process import Camera, CameraSetup
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.voting import Voting
from kiosk.domain.code_kinds import (
    AppCode,
    Code,
    LoyaltyCard,
    MeasuredCode,
    OrderSlip,
    ProductCode,
    StaffBadge,
    UnknownCode,
)
from kiosk.domain.codes import readings
from kiosk.domain.scans import Scan, Symbology
from kiosk.ports.devices import CameraNews

SHOWN_AT_MOST = 400


def scan(paths: Sequence[Path]) -> int:
    """Print what would be recognised in each picture; 1 when a path holds no code.

    One line a code: file, text (as `shown`), symbology, what it is, and how long the picture
    took (by the clock, and of the processors). Of a video, what voting accepts is printed, and
    when. A folder counts as one path. Raises `DeviceFault`: `zbar_missing`.
    """
    decoding.ready()
    holding = [_scan_one(path) for path in paths]
    return 0 if all(holding) else 1


def watch(index: int, until: threading.Event | None = None) -> int:
    """Print what a camera sees until Ctrl+C; each scan with the time since its first sighting.

    A camera that is not there is waited for: it may be plugged in at any time. 1 when none
    ever was. No catalogue knows the codes here, so three frames must agree. Raises
    `DeviceFault`: `zbar_missing`.
    """
    decoding.ready()
    until = until or threading.Event()
    first_seen: dict[str, float] = {}
    was_there = threading.Event()

    def unknown(reading: Reading) -> bool:
        """Note when voting first hears of a value: it asks once while that is in sight."""
        first_seen[reading.text] = time.monotonic()
        return False

    def accepted(scan: Scan) -> None:
        began_s = min(first_seen.pop(scan.text, scan.at_s), scan.at_s)
        late = f"{(time.monotonic() - began_s) * 1e3:.0f} ms after it was first seen"
        meaning = describe(scan.text, scan.symbology)
        _say(scan.source, shown(scan.text), scan.symbology, meaning, late)

    def told(news: CameraNews) -> None:
        if news.state in ("looking", "resting"):
            was_there.set()
        _note(_in_words(news, index))

    _note(f"Looking for camera {index} …  Ctrl+C ends.")
    camera = Camera(CameraSetup(str(index)), accepted, told, unknown)
    camera.start()
    try:
        while not until.wait(1.0):  # in steps: on Windows a wait without end holds Ctrl+C back
            camera.stir()
    except KeyboardInterrupt:
        pass
    finally:
        camera.stop(2.0)
    return 0 if was_there.is_set() else 1


def shown(text: str) -> str:
    """Return a text that a terminal shows and does not obey, on one line.

    Control characters, bidi marks, unusual spaces and the backslash come as Python escapes;
    of a long text, the beginning and how long it is.
    """
    beginning = "".join(
        sign if sign.isprintable() and sign != "\\" else sign.encode("unicode_escape").decode()
        for sign in text[:SHOWN_AT_MOST]
    )
    more = f"… ({len(text)} characters)" if len(text) > SHOWN_AT_MOST else ""
    return beginning + more


def describe(text: str, symbology: Symbology = Symbology.UNKNOWN) -> str:
    """Say in a few words what a code is, or may be."""
    return " or ".join(_describe(code) for code in readings(text, symbology))


def _describe(code: Code) -> str:
    match code:
        case ProductCode(gtin14, mark):
            return f"product {gtin14}{', a marked piece' if mark else ''}"
        case MeasuredCode(gtin14, measure, value):
            return f"product {gtin14}, {measure} {value}"
        case LoyaltyCard(number):
            return f"loyalty card {number}"
        case StaffBadge(number):
            return f"staff badge {number}"
        case OrderSlip(number):
            return f"order slip {shown(number)}"
        case AppCode():
            return "app code"
        case UnknownCode("link"):
            return "link (not opened)"
        case UnknownCode(reason):
            return f"unknown ({reason})"


def _scan_one(path: Path) -> bool:
    if not path.exists():
        print(f"{shown(str(path))} is not there: check how it is written.", file=sys.stderr)
    if path.is_dir():
        inside = sorted(one for one in path.iterdir() if one.suffix.lower() in images.PICTURES)
        if not inside:
            _say(path, "-", "-", "no picture or video")
        holding = [_scan_file(one) for one in inside]
        return any(holding)
    return _scan_file(path)


def _scan_file(path: Path) -> bool:
    frames = images.frames(path)
    first = next(frames, None)
    if first is None:
        _say(path, "-", "-", "no picture or video")
        return False
    if first.at_s is None:
        return _scan_picture(path, first)
    return _scan_video(path, [first], frames)


def _scan_picture(path: Path, picture: images.Frame) -> bool:
    began, began_cpu = time.perf_counter(), time.process_time()
    found = decoding.read_still(picture.gray)
    took = (time.perf_counter() - began) * 1e3, (time.process_time() - began_cpu) * 1e3
    times = "{:.0f} ms\t{:.0f} ms CPU".format(*took)
    for reading in found:
        _say_reading(path, reading, times)
    if not found:
        _say(path, "-", "-", "no code", times)
    return bool(found)


def _scan_video(path: Path, first: Iterable[images.Frame], others: Iterable[images.Frame]) -> bool:
    decoder, voting = decoding.Decoder(), Voting(lambda _: False)
    any_found, count, cpu_s = False, 0, 0.0
    for part in (first, others):
        for frame in part:
            began_cpu = time.process_time()
            seen = decoder.read(frame.gray)
            cpu_s += time.process_time() - began_cpu
            count += 1
            for reading in voting.frame(seen, frame.at_s or 0.0):
                any_found = True
                _say_reading(path, reading, f"at {frame.at_s or 0.0:.2f} s")
    if not any_found:
        _say(path, "-", "-", "no code")
    _say(path, "-", "-", f"{count} frames", f"{cpu_s / count * 1e3:.0f} ms CPU a frame")
    return any_found


def _in_words(news: CameraNews, index: int) -> str:
    if news.state == "missing":
        return (
            f"There is no camera {index} here. Plug one in: it is looked for again by itself. "
            f"Or name another: kiosk scan --camera {0 if index else 1}"
        )
    if news.state == "lost":
        return "The camera has gone. Look at its cable: it is looked for again by itself."
    return f"camera {news.state}{news.hint and ': ' + news.hint}"


def _note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _say_reading(path: Path, reading: Reading, *others: str) -> None:
    meaning = describe(reading.text, reading.symbology)
    _say(path, shown(reading.text), reading.symbology, meaning, *others)


def _say(name: Path | str, *cells: str) -> None:
    line = "\t".join([shown(str(name)), *cells])
    encoding = sys.stdout.encoding or "utf-8"  # a console may know fewer letters than a code
    print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)
