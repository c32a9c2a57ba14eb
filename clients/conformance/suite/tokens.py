"""Tokens as an issuer would make them, for the gateway's HS256 secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from .gateway import HS_SECRET


def token(subject: str, seconds: float, **claims: Any) -> str:
    """One that ends in so many seconds, less the fraction of one: its end is a whole second."""
    head = _part({"alg": "HS256", "typ": "JWT"})
    body = _part({"sub": subject, "exp": int(time.time() + seconds), **claims})
    signature = hmac.new(HS_SECRET.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{_text(signature)}"


def _part(value: Any) -> str:
    return _text(json.dumps(value).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
