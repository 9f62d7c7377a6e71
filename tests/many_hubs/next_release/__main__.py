"""Run `kiosk` as the next release would: OLDEST COMMAND…

OLDEST is the oldest revision whose hubs can work with its tables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from alembic import config

from kiosk.__main__ import main
from kiosk.hub.storage import migration

_VERSIONS = [migration._FOLDER / "versions", Path(__file__).with_name("versions")]


class _WithOneMore(config.Config):
    def __init__(self, *, attributes: Mapping[str, object]) -> None:
        super().__init__(attributes=dict(attributes))
        self.set_main_option("version_locations", os.pathsep.join(map(str, _VERSIONS)))


if __name__ == "__main__":
    config.Config = _WithOneMore  # type: ignore[assignment,misc]
    migration.HEAD, migration.SERVES = "9001", sys.argv[1]
    sys.exit(main(sys.argv[2:]))
