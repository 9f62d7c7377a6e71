"""Conditional requests (RFC 9110 §13.1.2)."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.datastructures import State


def matches(request: Request[Any, Any, State], tag: str) -> bool:
    """Tell whether the caller has this version already."""
    held = request.headers.get("If-None-Match", "")
    tags = {part.strip().removeprefix("W/").strip('"') for part in held.split(",")}
    return tag in tags or "*" in tags


def not_modified(headers: dict[str, str]) -> Response[Any]:
    """Answer 304 without a body."""
    return Response(None, status_code=304, headers=headers)
