"""The few error kinds that anything may catch.

A fault of the environment (network, disk, paper, a person's input) is a `KioskError`
and carries a message code that `ui` turns into a sentence. Anything else is a bug: it
travels to the excepthook, which logs it once under a reference code.
"""


class KioskError(Exception):
    """A fault somebody on the shop floor can do something about.

    `code` names the message (see `kiosk.ui.words.messages`), `args_` its arguments.
    """

    def __init__(self, code: str, **args_: object) -> None:
        super().__init__(code, args_)
        self.code = code
        self.args_ = args_


class HubUnreachable(KioskError):
    """No answer, or none that came from a hub: retry later, keep everything.

    `retry_after_s` is what a 429 or 503 asked for, else None.
    """

    def __init__(self, code: str, retry_after_s: float | None = None, **args_: object) -> None:
        super().__init__(code, **args_)
        self.retry_after_s = retry_after_s


class HubRefused(KioskError):
    """The hub understood and said no (4xx): repeating the same request will not help.

    `code` is the problem code of `kiosk.wire.problem`, `status` the HTTP status.
    """

    def __init__(self, code: str, status: int, **args_: object) -> None:
        super().__init__(code, **args_)
        self.status = status


class NotAuthorised(HubRefused):
    """401 or 403 for the terminal itself: pause, keep everything, call IT."""


class SnapshotRefused(KioskError):
    """A catalogue file that must not be used: the one before it stays in force.

    `snapshot_unsigned`, `_expired`, `_older`, `_schema`, `_damaged`, or `app_too_old`.
    """


class Busy(KioskError):
    """The terminal has too much to do: nothing was done, nothing was changed."""


class StoreFull(KioskError):
    """The disk holding the terminal's data is full: nothing was changed."""


class StoreBroken(KioskError):
    """The terminal's data cannot be opened or read; it was not touched."""


class DeviceFault(KioskError):
    """A printer or scanner did not do its work."""


class BadConfig(KioskError):
    """A setting is wrong; `args_` names the setting, the value and what is allowed."""


class BadInput(KioskError):
    """A code or a field a person gave cannot be used."""
