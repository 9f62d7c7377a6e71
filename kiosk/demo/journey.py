"""The record of a played journey: numbered pictures, timings, and whether it truly happened."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kiosk.demo.hands import Hands
from kiosk.places import usable
from kiosk.ui.models.shell.shell import Shell


@dataclass
class Step:
    """One thing a person did. `ms` is from their doing it to the painted answer."""

    name: str
    ok: bool
    picture: str
    ms: float
    ids: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)  # by language
    problem: str = ""


class Journey:
    """Collects steps of several threads into one folder."""

    def __init__(self, out: Path) -> None:
        """Make and empty the folder. Raises `BadConfig` `folder_unusable`."""
        self.out = out
        self.steps: list[Step] = []
        self.problem = "it was not played to its end"
        with usable(out):
            out.mkdir(parents=True, exist_ok=True)
            for old in [*out.glob("*.png"), *out.glob("*.bin"), out / "journey.json"]:
                old.unlink(missing_ok=True)
            with tempfile.TemporaryFile(dir=out):
                pass  # said now, not after two minutes of playing

    @property
    def ok(self) -> bool:
        """Whether every step truly happened, to the last."""
        return not self.problem and all(step.ok for step in self.steps)

    def write(self) -> Path:
        """Write `journey.json`."""
        path = self.out / "journey.json"
        steps = [asdict(step) for step in self.steps]
        record = {"ok": self.ok, "problem": self.problem, "steps": steps}
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
        return path


class Thread:
    """One person's part of the journey at one window."""

    def __init__(
        self, journey: Journey, hands: Hands, shell: Shell, languages: Sequence[str]
    ) -> None:
        self._journey = journey
        self._languages = languages
        self._hands = hands
        self._shell = shell

    def step(
        self,
        name: str,
        act: Callable[[], None],
        seen: Callable[[], object],
        ids: Callable[[], dict[str, str]] = dict,
    ) -> None:
        """Do something, wait until its answer is painted, and take a picture.

        Raises what went wrong after it has been written down.
        """
        step = Step(name, False, "", 0.0)
        self._journey.steps.append(step)
        began = time.monotonic()
        try:
            act()
            self._hands.wait(seen, name)
            step.ms = round((self._hands.painted() - began) * 1000, 1)
            step.ids = ids()
            step.ok = True
        except BaseException as error:
            step.problem = f"{type(error).__name__}: {error}"
            raise
        finally:
            self._take_pictures(step)

    def _take_pictures(self, step: Step) -> None:
        """Take one in the session's language, then of the same screen in each other language."""
        number = len(self._journey.steps)
        own, offered = str(self._shell.language), self._languages
        for language in [*(one for one in offered if one != own), own]:
            self._shell.speak(language)
            name = f"{number:02d}-{step.name}-{language}.png"
            self._hands.picture(self._journey.out / name)
            step.pictures[language] = name
        step.picture = step.pictures[own]
