"""The command line: run, demo, tour, hub, enrol, export, doctor, scan, bench and more.

Each command imports what it needs when it runs, so that `kiosk hub` needs no display
libraries and `kiosk doctor` starts on a machine where something is missing. Little is
imported before `main`: a Ctrl-C that comes there is a traceback.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk import __version__
from kiosk.privacy import keep_to_itself

WINDOW = {"shopper": (1080 + 440, 1920), "assistant": (1280 + 440, 900)}  # with the panel


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status (0 done, 1 not done, 2 wrong use)."""
    if getattr(sys, "frozen", False):  # then the camera's process begins here, too
        import multiprocessing

        multiprocessing.freeze_support()
    if arguments is None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is somebody who hears it
    from kiosk import ending
    from kiosk.errors import KioskError

    keep_to_itself()
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = given[0] if given else ""
    if asked == "hub":
        from kiosk.tools.hub_retired import retired

        if instead := retired(given):
            print(instead, file=sys.stderr)
            return 2
    options = _parser(asked).parse_args(given)
    try:
        with ending.unwinding():
            return int(options.run(options))
    except KioskError as error:
        from kiosk.tools.wording import in_words

        print(in_words(error), file=sys.stderr)
        return 1
    except ending.Ended as ended:
        return ended.status
    except OSError as error:
        from kiosk.tools.wording import fault_in_words

        print(f"The system refused something: {fault_in_words(error)}.", file=sys.stderr)
        print("What was committed is safe. Mend that and start again.", file=sys.stderr)
        print(f"Details for whoever looks after the program: {_details(error)}", file=sys.stderr)
        return 1


def _details(error: OSError) -> str:
    """Write down where the system refused something; where that is refused too, return it."""
    import tempfile
    import traceback

    trace = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="kiosk-fault-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(trace)
    except OSError:
        return trace
    return file.name


def _parser(asked: str) -> argparse.ArgumentParser:
    """Describe the commands; of those that have their own, only the one that is asked for."""
    parser = argparse.ArgumentParser(prog="kiosk", description=__doc__.splitlines()[0])
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="the terminal on this machine")
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="a demo shop, its hub and a terminal on it")
    demo.add_argument("--mode", choices=["shopper", "assistant"], default="shopper")
    demo.add_argument("--or-tour", type=Path, metavar="DIR", help="without a display: the tour")
    demo.set_defaults(run=_demo)

    tour = commands.add_parser("tour", help="play the shopper's and the assistant's journey")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the pictures")
    tour.set_defaults(run=_tour)

    hub = commands.add_parser("hub", help="the hub that terminals and channels talk to")
    if asked == "hub":
        from kiosk.tools.hub_commands import add_hub_commands

        add_hub_commands(hub)

    enrol = commands.add_parser("enrol", help="make this machine a terminal of the shop")
    enrol.add_argument("code", help="the one-time code that the hub gave")
    enrol.add_argument("--hub", metavar="URL", help="default: the settings' hub_url")
    enrol.set_defaults(run=_enrol)

    export = commands.add_parser("export", help="put unsent orders into a file for the hub")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_export)

    unenrol = commands.add_parser("unenrol", help="make this machine no terminal any more")
    unenrol.set_defaults(run=_unenrol)

    doctor = commands.add_parser("doctor", help="check this machine and say what to do")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_doctor)

    scan = commands.add_parser("scan", help="read codes from pictures, videos or a camera")
    scan.add_argument("files", nargs="*", type=Path, metavar="FILE|DIR")
    scan.add_argument("--camera", type=_camera, metavar="N", help="look until Ctrl+C")
    scan.set_defaults(run=_scan, wrong_use=scan.error)

    sheet = commands.add_parser("scanner-sheet", help="make the sheet to set up a scanner with")
    sheet.add_argument("file", type=Path, help="*.pdf, *.png or *.svg")
    sheet.set_defaults(run=_scanner_sheet, wrong_use=sheet.error)

    check = commands.add_parser("engine-check", help="check a commerce engine behind the hub")
    check.add_argument("engine", nargs="?", default="", metavar="FILE.py:NAME")
    check.add_argument("--database-url", default="", metavar="URL", help="the embedded one there")
    check.add_argument("--hubs", type=int, choices=range(1, 9), default=1, help="side by side")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_engine_check)

    bench = commands.add_parser("bench", help="measure it on a generated shop of any size")
    if asked == "bench":
        _add_bench_options(bench)
    return parser


def _camera(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("0 is the first")
    return number


def _run(_: argparse.Namespace) -> int:
    gc.disable()  # while all is being loaded there is nothing to collect; see `Collector`
    from kiosk import ending

    ending.at_once()
    from kiosk.tools import system_libraries

    system_libraries.require(os.environ)
    from kiosk.app import run
    from kiosk.setting_sources import load

    return run(load(os.environ))


def _demo(options: argparse.Namespace) -> int:
    from kiosk import ending

    ending.at_once()
    from kiosk.demo import display
    from kiosk.display import require
    from kiosk.tools import system_libraries

    system_libraries.require(os.environ)
    if not (display.available() and display.fit(os.environ, *WINDOW[options.mode])):
        if options.or_tour is None:
            print("`kiosk tour --out DIR` plays the demo without a display.", file=sys.stderr)
            require(os.environ)
            return 1
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return _play(options.or_tour)
    from kiosk.demo.play import play

    return play(options.mode)


def _tour(options: argparse.Namespace) -> int:
    from kiosk import ending

    ending.at_once()
    return _play(options.out)


def _play(out: Path) -> int:
    from kiosk.demo import display
    from kiosk.tools import system_libraries

    display.choose_platform(os.environ)
    system_libraries.require(os.environ)
    from kiosk.demo.tour import tour

    return tour(out)


def _enrol(options: argparse.Namespace) -> int:
    from kiosk.setting_sources import load
    from kiosk.tools import it

    return it.enrol(load(os.environ), options.code, options.hub or "")


def _export(options: argparse.Namespace) -> int:
    from kiosk.setting_sources import load
    from kiosk.tools import it

    return it.export_orders(load(os.environ), options.file)


def _unenrol(_: argparse.Namespace) -> int:
    from kiosk.setting_sources import load
    from kiosk.tools import it

    return it.unenrol(load(os.environ))


def _doctor(options: argparse.Namespace) -> int:
    from kiosk.setting_sources import load
    from kiosk.tools import doctor

    return doctor.print_report(doctor.run(load(os.environ)), as_json=options.json)


def _scan(options: argparse.Namespace) -> int:
    if bool(options.files) == (options.camera is not None):
        options.wrong_use("name pictures, folders or videos, or one --camera")
    from kiosk.tools import scan_file

    if options.camera is not None:
        return scan_file.watch(options.camera)
    return scan_file.scan(options.files)


def _scanner_sheet(options: argparse.Namespace) -> int:
    from kiosk.tools import scanner_sheet

    if options.file.suffix.lower() not in scanner_sheet.KINDS:
        options.wrong_use(f"the file's name must end with {', '.join(scanner_sheet.KINDS)}")
    return scanner_sheet.make(options.file)


def _engine_check(options: argparse.Namespace) -> int:
    from kiosk.tools.engine_check.command import engine_check

    return engine_check(options.engine, options.database_url, options.hubs, options.json)


def _add_bench_options(bench: argparse.ArgumentParser) -> None:
    """Measurements come with the sources alone: nobody needs them in a shop."""
    try:
        from tests.benchmarks.options import add_bench_options
    except ModuleNotFoundError as missing:
        if not (missing.name or "").startswith("tests"):
            raise
        bench.error("the measurements are not installed: run it in a checkout of the sources")
    add_bench_options(bench)
    bench.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    from tests.benchmarks.options import ON_A_HUB, SCANNING

    if options.what in ON_A_HUB:
        from tests.benchmarks import hub_command

        return hub_command.COMMANDS[options.what](options)
    if options.what in SCANNING:
        from tests.benchmarks import scan_command

        return scan_command.COMMANDS[options.what](options)
    from tests.benchmarks import command

    return command.COMMANDS[options.what](options)


if __name__ == "__main__":
    sys.exit(main())
