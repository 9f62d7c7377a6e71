"""The command line: run · demo · tour · hub · enrol · doctor · scan.

Each command imports what it needs when it runs, so that `kiosk hub` needs no display
libraries and `kiosk doctor` starts on a machine where something is missing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kiosk import __version__
from kiosk.errors import KioskError

WINDOW = {"shopper": (1080 + 440, 1920), "assistant": (1280 + 440, 900)}  # with the panel


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status (0 done, 1 not done, 2 wrong use)."""
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
    hub.set_defaults(run=_hub)

    enrol = commands.add_parser("enrol", help="make this machine a terminal of the shop")
    enrol.add_argument("code", help="the one-time code that the hub gave")
    enrol.add_argument("--hub", metavar="URL", help="default: the policy's hub_url")
    enrol.set_defaults(run=_enrol)

    doctor = commands.add_parser("doctor", help="check this machine and say what to do")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_doctor)

    scan = commands.add_parser("scan", help="read codes from pictures and videos")
    scan.add_argument("files", nargs="+", type=Path)
    scan.set_defaults(run=_scan)
    return parser


def _run(_: argparse.Namespace) -> int:
    from kiosk.app import run
    from kiosk.config import load

    return run(load(os.environ))


def _demo(options: argparse.Namespace) -> int:
    from kiosk.demo import display

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
    from kiosk.demo.tour import tour

    display.choose_platform(os.environ)
    return tour(out)


def _hub(options: argparse.Namespace) -> int:
    from kiosk.hub import admin
    from kiosk.hub.serve import HubSettings, open_hub, serve

    settings = HubSettings(options.data, options.host, options.port)
    engine = open_hub(settings).engine
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
    if options.demo_shop:
        from kiosk.demo.world import fill

        fill(engine)
    address = f"http://{settings.host}:{settings.port}"
    print(f"Hub at {address}, described at {address}/v1/schema/openapi.json", flush=True)
    serve(settings)
    return 0


def _enrol(options: argparse.Namespace) -> int:
    import platform

    from kiosk.app import hub_client
    from kiosk.config import load
    from kiosk.secrets import open_secrets
    from kiosk.services.enrolling import enrol
    from kiosk.wire.terminals import EnrolRequest

    settings = load(os.environ)
    if options.hub:
        settings = replace(settings, hub_url=options.hub)
    secrets = open_secrets(settings.data_dir, settings.secrets)
    request = EnrolRequest(options.code, platform.node(), __version__)
    with closing(hub_client(settings, "")) as hub:
        enrolled = enrol(hub, secrets, request)
    print(f"This machine is terminal {enrolled.prefix} ({enrolled.mode}) now.")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from kiosk.config import load
    from kiosk.tools import doctor

    return doctor.print_report(doctor.run(load(os.environ)), as_json=options.json)


def _scan(options: argparse.Namespace) -> int:
    from kiosk.tools.scan_file import scan

    return scan(options.files)


if __name__ == "__main__":
    sys.exit(main())
