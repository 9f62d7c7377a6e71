"""Make the sheet that a keyboard scanner is set up with: `kiosk scanner-sheet FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.devices.scanners import sheet
from kiosk.tools.order_files import refuse_to_overwrite

KINDS = sheet.KINDS


def make(path: Path) -> int:
    """Write the sheet into a new file; 1 where it cannot be written.

    Raises `BadInput` `export_exists`.
    """
    refuse_to_overwrite(path)
    try:
        sheet.write(path)
    except OSError as error:
        print(f"{path} cannot be written: {error.strerror or error}", file=sys.stderr)
        return 1
    print(f"{path}: print it at full size (100 %) on A4. Staff scan it at the terminal:")
    print("sign in, open “Device”, then “Set up a scanner”.")
    return 0
