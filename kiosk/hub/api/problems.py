"""Every error leaves the hub as a problem (RFC 9457) that tells nothing of its insides."""

from __future__ import annotations

import logging
import random
import uuid
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from sqlalchemy.exc import SQLAlchemyError

from kiosk.errors import BadInput, HubRefused
from kiosk.hub.engines.port import EngineUnavailable
from kiosk.hub.metrics import UNAVAILABLE
from kiosk.wire.problem import CONTENT_TYPE, Problem

LOG = logging.getLogger(__name__)
RETRY_AFTER_S = (2, 10)  # spread: all terminals met the same moment of trouble
_CODES = {401: "unauthorised", 403: "forbidden", 404: "not_found"}

AnyErrorRequest = Request[Any, Any, State]


def answer(problem: Problem, headers: dict[str, str] | None = None) -> Response[bytes]:
    """Make the response of a problem."""
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=CONTENT_TYPE,
        headers=headers,
    )


def of(error: HubRefused | BadInput) -> Problem:
    """Return the problem that tells a caller of a refusal or of an input that cannot be used."""
    detail = str(error.args_.get("detail", ""))
    if isinstance(error, HubRefused):
        return Problem(error.code, error.status, detail=detail)
    return Problem(error.code, 400 if error.code == "bad_request" else 422, detail=detail)


def from_known(_: AnyErrorRequest, error: HubRefused | BadInput) -> Response[bytes]:
    """The hub understood and says no, or a code or a field cannot be used."""
    return answer(of(error))


def from_http(_: AnyErrorRequest, error: HTTPException) -> Response[bytes]:
    """Routing and validation: unknown path, wrong method, a body that does not fit."""
    code = _CODES.get(error.status_code, "bad_request")
    if error.status_code >= 500:
        code = "server_error"
    allowed = {k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"}
    return answer(Problem(code, error.status_code, detail=_detail(error)), allowed)


def from_database_fault(_: AnyErrorRequest, error: SQLAlchemyError) -> Response[bytes]:
    """The database is busy, full or away; nothing was written, and it may pass."""
    LOG.warning("the database did not serve a request", exc_info=error)
    return _later()


def from_engine(request: AnyErrorRequest, _: EngineUnavailable) -> Response[bytes]:
    """The engine is away, and this cannot be answered without it; nothing was decided."""
    request.app.state.hub.metrics.engine_failed(UNAVAILABLE)
    LOG.warning("the engine does not answer a request")
    return _later()


def _later() -> Response[bytes]:
    after = random.randint(*RETRY_AFTER_S)  # noqa: S311  # spread, not secrecy
    return answer(Problem("server_error", 503), {"Retry-After": str(after)})


def from_unreadable(
    _: AnyErrorRequest, error: ValueError | RecursionError | SQLAlchemyError
) -> Response[bytes]:
    """A body whose text is no UTF-8, is nested deeper than we read, or cannot be kept (a NUL)."""
    return answer(Problem("bad_request", 400, detail="body"))


def from_bug(_: AnyErrorRequest, error: Exception) -> Response[bytes]:
    """Anything else is a bug: logged under a reference, which is all that the caller gets."""
    reference = uuid.uuid4().hex[:12]
    LOG.error("reference %s", reference, exc_info=error, extra={"reference": reference})
    return answer(Problem("server_error", 500, detail=f"reference {reference}"))


def _detail(error: HTTPException) -> str:
    """Name the fields at fault, without their values."""
    if not isinstance(error.extra, list):
        return ""
    keys = (item.get("key", "") for item in error.extra if isinstance(item, dict))
    return ", ".join(str(key) for key in keys if key)
