"""`PUT /v1/calls/{id}`: a shopper at a terminal asks an assistant to come."""

from __future__ import annotations

import msgspec

MAX_ABOUT = 40  # characters


class StaffCall(msgspec.Struct, frozen=True):
    """Becomes a `StaffTask` of kind `call` in the terminal's store.

    `id` is a UUID of the terminal's; `about` is what it is about in a few characters (the
    digits of a code), data from outside.
    """

    id: str
    about: str
