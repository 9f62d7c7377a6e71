"""The command line: run, demo, tour, hub, enrol, export, doctor, scan, bench and more.

Each command imports what it needs when it runs, so that `kiosk hub` needs no display
libraries and `kiosk doctor` starts on a machine where something is missing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk import __version__
from kiosk.errors import KioskError
from kiosk.tools.bench.options import SCANNING, add_bench_options

WINDOW = {"shopper": (1080 + 440, 1920), "assistant": (1280 + 440, 900)}  # with the panel


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status (0 done, 1 not done, 2 wrong use)."""
    if getattr(sys, "frozen", False):  # then the camera's process begins here, too
        import multiprocessing

        multiprocessing.freeze_support()
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except KioskError as error:
        from kiosk.tools.wording import in_words

        print(in_words(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
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
    hub.add_argument("--data", type=Path, required=True, metavar="DIR", help="its data folder")
    hub.add_argument("--host", default="127.0.0.1")
    hub.add_argument("--port", type=int, default=8780, help="0 takes a free one")
    hub.add_argument("--demo-shop", action="store_true", help="fill an empty hub with one")
    hub.add_argument(
        "--new-terminal",
        nargs=3,
        metavar=("MODE", "LOCATION", "PREFIX"),
        help="print a one-time enrolment code (mode shopper or assistant) and end",
    )
    hub.add_argument("--terminals", action="store_true", help="list the terminals and end")
    hub.add_argument("--revoke", metavar="TERMINAL", help="revoke a terminal's token and end")
    hub.add_argument("--renew", metavar="TERMINAL", help="print a code for a new token and end")
    hub.add_argument("--import-orders", type=Path, metavar="FILE", help="place them and end")
    hub.add_argument(
        "--recover-store",
        type=Path,
        metavar="COPY",
        help="write the orders of a store whose key was lost into --out and end",
    )
    hub.add_argument("--out", type=Path, default=Path("orders.kiosk"), metavar="FILE")
    hub.add_argument(
        "--backup",
        type=Path,
        metavar="FILE",
        help="write a consistent copy of the database, also while the hub works, and end; the "
        "keys (*.key) are not in it: keep a copy of them apart",
    )
    hub.add_argument(
        "--restore",
        type=Path,
        metavar="FILE",
        help="put such a copy in the place of a stopped hub's database and end; terminals then "
        "send again the orders that came after it",
    )
    hub.set_defaults(run=_hub)

    enrol = commands.add_parser("enrol", help="make this machine a terminal of the shop")
    enrol.add_argument("code", help="the one-time code that the hub gave")
    enrol.add_argument("--hub", metavar="URL", help="default: the policy's hub_url")
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

    bench = commands.add_parser("bench", help="measure it on a generated shop of any size")
    add_bench_options(bench)
    bench.set_defaults(run=_bench)
    return parser


def _camera(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("0 is the first")
    return number


def _run(_: argparse.Namespace) -> int:
    from kiosk.tools import system_libraries

    system_libraries.require(os.environ)
    from kiosk.app import run
    from kiosk.config import load

    return run(load(os.environ))


def _demo(options: argparse.Namespace) -> int:
    from kiosk.demo import display
    from kiosk.tools import system_libraries

    system_libraries.require(os.environ)
    if not (display.available() and display.fit(os.environ, *WINDOW[options.mode])):
        if options.or_tour is None:
            print("There is no display here. `kiosk tour --out DIR` plays the demo without one.")
            return 1
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return _play(options.or_tour)
    from kiosk.demo.play import play

    return play(options.mode)


def _tour(options: argparse.Namespace) -> int:
    return _play(options.out)


def _play(out: Path) -> int:
    from kiosk.demo import display
    from kiosk.tools import system_libraries

    display.choose_platform(os.environ)
    system_libraries.require(os.environ)
    from kiosk.demo.tour import tour

    return tour(out)


def _hub(options: argparse.Namespace) -> int:
    from kiosk.hub import admin
    from kiosk.hub.serve import HubSettings, open_hub, serve

    if options.backup or options.restore:
        return _hub_copy(options)
    settings = HubSettings(options.data, options.host, options.port)
    opened = open_hub(settings)
    engine = opened.engine
    if options.new_terminal:
        mode, location, prefix = options.new_terminal
        print(admin.new_enrolment_code(engine, mode, location, prefix))
        return 0
    if options.terminals:
        for one in admin.list_terminals(engine):
            state = "revoked" if one.revoked_at else "in service"
            print(one.id, one.prefix, one.mode, one.location_id, one.device, state, sep="  ")
        return 0
    if options.revoke:
        admin.revoke_terminal(engine, options.revoke)
        return 0
    if options.renew:
        print(admin.new_renewal_code(engine, options.renew))
        return 0
    if options.import_orders or options.recover_store:
        from kiosk.tools import order_files

        if options.import_orders:
            return order_files.import_file(opened, options.import_orders)
        return order_files.recover_store(opened, options.recover_store, options.out)
    if options.demo_shop:
        from kiosk.demo.world import fill

        fill(engine, settings.data_dir)
    address = f"http://{settings.host}:{settings.port}"
    print(f"Hub at {address}, described at {address}/v1/schema/openapi.json", flush=True)
    serve(settings)
    return 0


def _hub_copy(options: argparse.Namespace) -> int:
    from kiosk.hub import admin

    if options.restore:
        replaced = admin.put_back(options.restore, options.data)
        print(f"{options.restore} is in place: start the hub; terminals send what came after it.")
        if replaced:
            print(f"What it replaced was kept: {replaced}")
        return 0
    engine = admin.open_existing(options.data)
    try:
        made = admin.back_up(engine, options.backup)
    finally:
        engine.dispose()
    print(f"{made.path} holds the orders up to number {made.through} of this hub.")
    print(f"The keys are not in it: keep a copy of {options.data / '*.key'} apart.")
    return 0


def _enrol(options: argparse.Namespace) -> int:
    from kiosk.config import load
    from kiosk.tools import it

    return it.enrol(load(os.environ), options.code, options.hub or "")


def _export(options: argparse.Namespace) -> int:
    from kiosk.config import load
    from kiosk.tools import it

    return it.export_orders(load(os.environ), options.file)


def _unenrol(_: argparse.Namespace) -> int:
    from kiosk.config import load
    from kiosk.tools import it

    return it.unenrol(load(os.environ))


def _doctor(options: argparse.Namespace) -> int:
    from kiosk.config import load
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


def _bench(options: argparse.Namespace) -> int:
    if options.what in SCANNING:
        from kiosk.tools.bench import scan_command

        return scan_command.COMMANDS[options.what](options)
    from kiosk.tools.bench import command

    return command.COMMANDS[options.what](options)


if __name__ == "__main__":
    sys.exit(main())
