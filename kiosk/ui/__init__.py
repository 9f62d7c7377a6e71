"""Qt: runtime, delivery from the lanes, view models."""

import PySide6.QtCore  # noqa: F401  # brings the hook below
from shibokensupport import feature  # type: ignore[import-not-found]  # inside PySide6

# WORKAROUND(pyside-6.11): its import hook reads the source of every module that is imported
# after it, to see whether it says "PySide6" and may then use `from __feature__ import …`. Nobody
# does here, and 400 modules' sources were a tenth of a start.
feature._mod_uses_pyside = lambda _module: False
