"""What all requests of the hub share; it keeps nothing of any of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from kiosk.hub.engines.port import CommerceEngine
from kiosk.hub.keys import HubKeys
from kiosk.hub.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Hub:
    """`engine` is the hub's own database, `commerce` the shop's engine behind it.

    `wake` tells this process's worker that there may be an order to hand over.
    """

    engine: Engine
    commerce: CommerceEngine
    keys: HubKeys
    data_dir: Path
    clock: Callable[[], datetime]
    wake: threading.Event
    metrics: Metrics = field(default_factory=Metrics)

    def close(self) -> None:
        """Close the connections to the database."""
        self.engine.dispose()
