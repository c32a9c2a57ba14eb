"""The golden wire of gateway-protocol, through this codec, in both formats."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Dict, List

import pytest

from tickgate.codec import codec_of
from tickgate.errors import DecodeError

VECTORS = Path(__file__).resolve().parents[3] / "gateway-protocol" / "src" / "test" / "resources" / "vectors"
INDEX: List[Dict[str, str]] = json.loads((VECTORS / "vectors.json").read_text())
INVALID: List[Dict[str, str]] = json.loads((VECTORS / "invalid" / "vectors.json").read_text())
JSON, MSGPACK = codec_of("json"), codec_of("msgpack")

# What a reader of commands refuses and this reader of answers takes: publishers' members may stand twice, be nested deeply
# and be long, and it is not this client's to refuse them.
TAKEN = {"duplicate-type", "duplicate-since-offset", "duplicate-option", "duplicate-since-user-offset"}
TAKEN |= {"long-number", "nesting-65", "nan", "infinity", "options-max_hz-nan", "binary"}
MSGPACK_ONLY_TAKEN = {"nan", "infinity", "options-max_hz-nan", "binary"}


def names() -> List[str]:
    return [vector["name"] for vector in INDEX]


def test_there_are_vectors() -> None:
    assert len(INDEX) >= 89 and len(INVALID) >= 200


@pytest.mark.parametrize("name", names())
def test_both_formats_say_the_same(name: str) -> None:
    text = (VECTORS / f"{name}.json").read_text(encoding="utf-8")
    packed = (VECTORS / f"{name}.msgpack").read_bytes()

    assert JSON.decode(text) == MSGPACK.decode(packed)
    assert JSON.decode(text)["type"] == {vector["name"]: vector for vector in INDEX}[name]["type"] or name.startswith(
        "server-publication"
    )


@pytest.mark.parametrize("name", names())
def test_what_was_read_is_written_as_the_same_bytes(name: str) -> None:
    text = (VECTORS / f"{name}.json").read_text(encoding="utf-8")
    packed = (VECTORS / f"{name}.msgpack").read_bytes()

    assert JSON.encode(JSON.decode(text)) == text
    assert MSGPACK.encode(MSGPACK.decode(packed)) == packed


@pytest.mark.parametrize("path", sorted((VECTORS / "guide").glob("*.json")), ids=lambda path: path.stem)
def test_messages_of_the_guide_are_read(path: Path) -> None:
    assert isinstance(JSON.decode(path.read_text(encoding="utf-8"))["type"], str)


@pytest.mark.parametrize("vector", INVALID, ids=lambda vector: f"{vector['name']}-{vector['format']}")
def test_what_is_no_message_is_refused_and_nothing_else_is_raised(vector: Dict[str, str]) -> None:
    data = bytes.fromhex(vector["hex"])
    frame: Any
    if vector["format"] == "JSON":
        codec = JSON
        try:
            frame = data.decode("utf-8")
        except UnicodeDecodeError:
            return  # The WebSocket ends a text frame that is none with 1007.
    else:
        codec, frame = MSGPACK, data
    taken = vector["name"] in TAKEN and (vector["format"] == "MSGPACK" or vector["name"] not in MSGPACK_ONLY_TAKEN)

    if vector["code"] in ("invalid_json", "invalid_msgpack", "invalid_message") and not taken:
        with pytest.raises(DecodeError):
            codec.decode(frame)
        return
    try:
        assert isinstance(codec.decode(frame)["type"], str)
    except DecodeError:
        pass


def test_numbers_keep_what_was_written() -> None:
    from decimal import Decimal

    exact = codec_of("json", Decimal)

    assert exact.decode('{"type":"quote","price":355.10}')["price"] == Decimal("355.10")
    assert JSON.decode('{"type":"quote","volume":9007199254740993}')["volume"] == 9007199254740993


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_numbers_that_are_not_finite_are_not_sent_as_json(number: float) -> None:
    with pytest.raises(ValueError):
        JSON.encode({"type": "publish", "message": {"price": number}})


@pytest.mark.parametrize("codec, frame", [(JSON, b"{}"), (MSGPACK, "{}")])
def test_the_wrong_kind_of_frame_is_refused(codec: Any, frame: Any) -> None:
    with pytest.raises(DecodeError):
        codec.decode(frame)
