"""`kiosk hub …`: the options of each command, and what it runs."""

# ruff: noqa: PLC0415  each command imports what it runs
from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.hub.serve import HubSettings

from kiosk.setting_values import address

PORT = 8780
DATABASE_URL = "KIOSK_HUB_DATABASE_URL"  # a command line is seen by every user of a machine

_Commands = argparse._SubParsersAction  # argparse has no public name for it


def add_hub_commands(hub: argparse.ArgumentParser) -> None:
    """Describe the hub's commands."""
    hub.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="the hub's data folder; may also stand after the command",
    )
    hub.add_argument(
        "--database-url",
        metavar="URL",
        help="its database on a server (postgresql://USER@HOST/NAME); by itself it is a file in "
        f"the data folder. With a password rather in the variable {DATABASE_URL}",
    )
    hub.formatter_class = argparse.RawDescriptionHelpFormatter
    hub.epilog = (
        "Only serve and fill-demo make a hub where there is none.\n"
        "kiosk hub COMMAND --help shows an example of each."
    )
    commands = hub.add_subparsers(required=True, metavar="COMMAND")
    for add in COMMANDS.values():
        add(commands)


def _add_serve(commands: _Commands[argparse.ArgumentParser]) -> None:
    serve = _command(
        commands,
        "serve",
        _serve,
        "run the hub until Ctrl+C; an empty folder becomes a new one",
        "kiosk hub serve --data /var/lib/store-kiosk-hub",
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="where it listens; by itself for this machine alone"
    )
    serve.add_argument(
        "--port", type=int, default=PORT, help=f"its port, by itself {PORT}; 0 takes a free one"
    )
    serve.add_argument(
        "--metrics",
        type=address,
        metavar="HOST:PORT",
        help="an address of its own at which Prometheus is answered; by itself nowhere",
    )
    serve.add_argument(
        "--keys-in-folder",
        action="store_true",
        help="keep the hub's keys in the data folder, where with --database-url they would be in "
        "the database and so in its dumps; from the first start on, the same files at every hub",
    )
    serve.add_argument(
        "--log-json",
        action="store_true",
        help="log JSON, a line each, also to a terminal; by itself where stderr is none",
    )


def _add_fill_demo(commands: _Commands[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "fill-demo",
        _fill_demo,
        "fill an empty hub with the demo shop; one with a shop stays as it is",
        "kiosk hub fill-demo --data ./demo-hub",
    )


def _add_new_terminal(commands: _Commands[argparse.ArgumentParser]) -> None:
    new = _command(
        commands,
        "new-terminal",
        _new_terminal,
        "print a one-time code, good for 24 hours, that makes a machine a terminal",
        "kiosk hub new-terminal shopper S01 T7 --data /var/lib/store-kiosk-hub",
    )
    new.add_argument("mode", metavar="MODE", help="shopper or assistant")
    new.add_argument("location", metavar="LOCATION", help="the store it stands in: S01")
    new.add_argument(
        "prefix",
        metavar="PREFIX",
        help="its name, with which its order numbers begin: one to six capital letters and "
        "digits, never given twice",
    )


def _add_terminals(commands: _Commands[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "terminals",
        _terminals,
        "list the terminals, when they were last seen, and the codes nobody has used yet",
        "kiosk hub terminals --data /var/lib/store-kiosk-hub",
    )


def _add_revoke(commands: _Commands[argparse.ArgumentParser]) -> None:
    revoke = _command(
        commands,
        "revoke",
        _revoke,
        "shut a terminal out; its orders stay on it",
        "kiosk hub revoke T7 --data /var/lib/store-kiosk-hub",
    )
    revoke.add_argument("terminal", metavar="TERMINAL", help="its prefix or its id")


def _add_renew(commands: _Commands[argparse.ArgumentParser]) -> None:
    renew = _command(
        commands,
        "renew",
        _renew,
        "print a one-time code that gives the same terminal a new token, shut out or not",
        "kiosk hub renew T7 --data /var/lib/store-kiosk-hub",
    )
    renew.add_argument("terminal", metavar="TERMINAL", help="its prefix or its id")


def _add_backup(commands: _Commands[argparse.ArgumentParser]) -> None:
    backup = _command(
        commands,
        "backup",
        _backup,
        "write a consistent copy of the database, also while the hub works",
        "kiosk hub backup /mnt/copies/hub-monday.db --data /var/lib/store-kiosk-hub",
        "Keys (*.key) and pictures are not in it: it says what to copy besides.\n"
        "The whole way there and back: docs/backup-and-restore.md",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file")


def _add_restore(commands: _Commands[argparse.ArgumentParser]) -> None:
    restore = _command(
        commands,
        "restore",
        _restore,
        "put a copy that backup wrote in the place of a stopped hub's database",
        "kiosk hub restore /mnt/copies/hub-monday.db --data /var/lib/store-kiosk-hub",
        "The hub's keys must lie in the folder before. What is replaced is kept beside it;\n"
        "terminals send again the orders that came after the copy.\n"
        "The whole way there and back: docs/backup-and-restore.md",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="what kiosk hub backup wrote")
    restore.add_argument(
        "--new-keys",
        action="store_true",
        help="the keys are lost for good: make new ones; every terminal then needs a renewal "
        "(kiosk hub renew)",
    )


def _add_backup_mark(commands: _Commands[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "backup-mark",
        _backup_mark,
        "print what a backup of a server's database that begins now will hold, for backup-done",
        "kiosk hub backup-mark --data /var/lib/store-kiosk-hub",
        "The whole way there and back: docs/backup-and-restore.md",
    )


def _add_backup_done(commands: _Commands[argparse.ArgumentParser]) -> None:
    done = _command(
        commands,
        "backup-done",
        _backup_done,
        "note that a backup is on disk whole: terminals may forget the orders in it",
        "kiosk hub backup-done MARK --data /var/lib/store-kiosk-hub",
        "The whole way there and back: docs/backup-and-restore.md",
    )
    done.add_argument("mark", metavar="MARK", help="what backup-mark printed before it began")


def _add_restored(commands: _Commands[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "restored",
        _restored,
        "note that a server's database was put back: terminals send again what came later",
        "kiosk hub restored --data /var/lib/store-kiosk-hub",
        "To be run before the hub is started. The whole way: docs/backup-and-restore.md",
    )


def _add_import_orders(commands: _Commands[argparse.ArgumentParser]) -> None:
    place = _command(
        commands,
        "import-orders",
        _import_orders,
        "place the orders of a file that kiosk export wrote, each once",
        "kiosk hub import-orders orders.kiosk --data /var/lib/store-kiosk-hub",
    )
    place.add_argument("file", type=Path, metavar="FILE")


def _add_recover_store(commands: _Commands[argparse.ArgumentParser]) -> None:
    recover = _command(
        commands,
        "recover-store",
        _recover_store,
        "write the orders of a terminal whose key was lost into a file for import-orders",
        "kiosk hub recover-store ./copy-of-T7 --out t7.kiosk --data /var/lib/store-kiosk-hub",
    )
    recover.add_argument(
        "copy", type=Path, metavar="COPY", help="a folder with all terminal.* files of the machine"
    )
    recover.add_argument("--out", type=Path, default=Path("orders.kiosk"), metavar="FILE")


COMMANDS = {
    "serve": _add_serve,
    "fill-demo": _add_fill_demo,
    "new-terminal": _add_new_terminal,
    "terminals": _add_terminals,
    "revoke": _add_revoke,
    "renew": _add_renew,
    "backup": _add_backup,
    "restore": _add_restore,
    "backup-mark": _add_backup_mark,
    "backup-done": _add_backup_done,
    "restored": _add_restored,
    "import-orders": _add_import_orders,
    "recover-store": _add_recover_store,
}


def _command(
    commands: _Commands[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace, HubSettings], int],
    does: str,
    example: str,
    more: str = "",
) -> argparse.ArgumentParser:
    """Add a command with what all have in common."""
    made = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog="\n\n".join(part for part in (more, f"Example:\n  {example}") if part),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # Not given here, it must not undo what was given before the command.
    made.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the hub's data folder",
    )
    made.add_argument(
        "--database-url",
        metavar="URL",
        default=argparse.SUPPRESS,
        help=f"its database on a server; with a password rather in the variable {DATABASE_URL}",
    )

    def on_hub(options: argparse.Namespace) -> int:
        from kiosk.hub.serve import HubSettings

        if options.data is None:
            made.error("which hub? Name its data folder: --data DIR")
        url = options.database_url or os.environ.get(DATABASE_URL, "")
        return run(options, HubSettings(options.data, database_url=url))

    made.set_defaults(run=on_hub)
    return made


def _serve(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.hub import logs
    from kiosk.hub.serve import serve

    if isinstance(settings.database, Path) and not settings.database.exists():
        print(
            f"A new hub begins in {settings.data_dir}, without a shop and without terminals. "
            "The demo shop: kiosk hub fill-demo --data DIR",
            flush=True,
        )
    address = f"http://{options.host}:{options.port}"
    print(f"Hub at {address}, described at {address}/v1/schema/openapi.json", flush=True)
    # Where nobody sits before it, a service manager collects it for a machine to read.
    with logs.to_stderr(as_json=options.log_json or not sys.stderr.isatty()):
        serve(
            replace(
                settings,
                host=options.host,
                port=options.port,
                metrics=options.metrics,
                keys_in_folder=options.keys_in_folder,
            )
        )
    return 0


def _fill_demo(_: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.demo.filling import fill
    from kiosk.hub.serve import open_hub

    hub = open_hub(settings)
    filled = fill(hub.engine, settings.data_dir)
    hub.engine.dispose()
    print("The demo shop is in." if filled else "There is a shop already: it stays as it is.")
    print(f"Start the hub: kiosk hub serve --data {settings.data_dir}")
    return 0


def _new_terminal(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_terminals

    return hub_terminals.new(settings, options.mode, options.location, options.prefix)


def _terminals(_: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_terminals

    return hub_terminals.show(settings)


def _revoke(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_terminals

    return hub_terminals.revoke(settings, options.terminal)


def _renew(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_terminals

    return hub_terminals.renew(settings, options.terminal)


def _backup(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_copies

    return hub_copies.back_up(settings, options.file)


def _restore(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_copies

    return hub_copies.restore(settings, options.file, new_keys=options.new_keys)


def _backup_mark(_: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_copies

    return hub_copies.mark(settings)


def _backup_done(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_copies

    return hub_copies.note(settings, options.mark)


def _restored(_: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.tools import hub_copies

    return hub_copies.restored(settings)


def _import_orders(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.hub import admin
    from kiosk.tools import order_files

    with closing(admin.open_existing(settings)) as hub:
        return order_files.import_file(hub, options.file)


def _recover_store(options: argparse.Namespace, settings: HubSettings) -> int:
    from kiosk.hub import admin
    from kiosk.tools import order_files

    with closing(admin.open_existing(settings)) as hub:
        return order_files.recover_store(hub, options.copy, options.out)
