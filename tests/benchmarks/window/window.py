"""The real window in a benchmark's process: told what to do line by line, it says how long.

    python -c "from tests.benchmarks.window.window import main; main()" [FILM]

With `-m` the camera's process would load this module, too, and all of Qt. Settings are taken
as `kiosk run` takes them.

A line in is JSON: `do` names a task of `Watch`, the rest are its arguments. A line out is its
answer; the first one comes when the window stands. FILM is what camera 0 sees, if it is set.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.app import Kiosk
from kiosk.secrets import open_secrets
from kiosk.setting_sources import load
from kiosk.ui.runtime import make_app
from tests.benchmarks.machine import private_mb
from tests.benchmarks.window.film_camera import FilmCamera
from tests.benchmarks.window.watch import Watch


def main() -> None:
    """Do what the lines say until there are no more."""
    settings = load(os.environ)
    app = make_app(sys.argv[:1])
    bugs: list[BaseException] = []
    secrets = open_secrets(settings.data_dir, settings.secrets)
    open_camera = partial(FilmCamera, Path(sys.argv[1] if sys.argv[1:] else ""))
    kiosk = Kiosk(settings, secrets, bugs.append, open_camera)
    try:
        play, tasks = Watch(kiosk, bugs), _listen()
        _answer({"mb": private_mb()})
        while True:
            try:
                task = tasks.get_nowait()
            except queue.Empty:
                play.rest(0.01)
                continue
            if task is None:
                break
            _answer(getattr(play, task.pop("do"))(**task))
    finally:
        kiosk.close()
        app.quit()


def _listen() -> queue.SimpleQueue[dict[str, Any] | None]:
    """Read tasks in a thread, so that the window lives while it waits for one."""
    tasks: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            tasks.put(json.loads(line))
        tasks.put(None)

    threading.Thread(target=read, name="tasks", daemon=True).start()
    return tasks


def _answer(answer: dict[str, object]) -> None:
    print(json.dumps(answer), flush=True)  # whoever started this reads it
