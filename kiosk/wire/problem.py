"""Errors over HTTP (RFC 9457)."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """`code` is stable and drives what the terminal does; `detail` is for logs.

    Codes: `unauthorised`, `terminal_revoked`, `forbidden`, `not_found`, `bad_request`,
    `enrolment_code_unknown`, `card_unknown`, `card_locked` (too many unknown cards at this
    terminal), `app_code_invalid`, `app_code_expired`,
    `sign_in_failed`, `sign_in_locked`, `order_id_reused`, `order_invalid`,
    `price_refused`, `proof_missing`, `basket_unknown`, `basket_changed`, `changes_gone`,
    `grant_ended`, `server_error`. Only `unauthorised` and `terminal_revoked` concern the
    terminal itself.
    """

    code: str
    status: int
    title: str = ""
    detail: str = ""


CONTENT_TYPE = "application/problem+json"
