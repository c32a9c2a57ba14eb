"""The two formats of the wire."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, Literal, Mapping, Protocol, Union

from .errors import DecodeError

Format = Literal["json", "msgpack"]
Message = Dict[str, Any]
Frame = Union[str, bytes]


class Codec(Protocol):
    """Between a message and the frame that carries it."""

    subprotocol: str

    def encode(self, message: Mapping[str, Any]) -> Frame:
        """Raises ValueError or TypeError for what the format cannot say, such as a number that is not finite."""
        ...

    def decode(self, frame: Frame) -> Message:
        """Raises DecodeError for what is no message, and nothing else."""
        ...


def codec_of(format: Format, parse_float: Callable[[str], Any] | None = None) -> Codec:
    """The codec called ``format``; ``parse_float``, such as ``decimal.Decimal``, reads the numbers of JSON."""
    if format == "json":
        return JsonCodec(parse_float)
    if format == "msgpack":
        return MsgpackCodec()
    raise ValueError(f'format must be "json" or "msgpack", was {format!r}')


def _message(value: Any) -> Message:
    if not isinstance(value, dict):
        raise DecodeError("no object")
    if not isinstance(value.get("type"), str):
        raise DecodeError("no type")
    return value


class JsonCodec:
    subprotocol = "gateway.v1.json"

    def __init__(self, parse_float: Callable[[str], Any] | None = None) -> None:
        self._decoder = json.JSONDecoder(parse_float=parse_float, parse_constant=_refuse_constant)

    def encode(self, message: Mapping[str, Any]) -> str:
        return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def decode(self, frame: Frame) -> Message:
        if not isinstance(frame, str):
            raise DecodeError("a binary frame in the JSON dialect")
        try:
            return _message(self._decoder.decode(frame))
        except (ValueError, RecursionError) as fault:
            raise DecodeError(str(fault) or "nested too deeply") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class MsgpackCodec:
    subprotocol = "gateway.v1.msgpack"

    def __init__(self) -> None:
        try:
            import msgpack
        except ImportError:
            raise ImportError("the format msgpack needs a package: pip install 'tickgate[msgpack]'") from None
        self._pack: Callable[..., bytes] = msgpack.packb
        self._unpack: Callable[..., Any] = msgpack.unpackb
        self._faults = (ValueError, RecursionError, msgpack.exceptions.UnpackException)

    def encode(self, message: Mapping[str, Any]) -> bytes:
        return self._pack(message, use_bin_type=True)

    def decode(self, frame: Frame) -> Message:
        if not isinstance(frame, (bytes, bytearray)):
            raise DecodeError("a text frame in the MessagePack dialect")
        try:
            return _message(self._unpack(frame, raw=False, strict_map_key=True, ext_hook=_refuse_extension))
        except self._faults as fault:
            raise DecodeError(str(fault) or type(fault).__name__) from None


def _refuse_extension(code: int, data: bytes) -> Any:
    raise ValueError(f"extension type {code}")
