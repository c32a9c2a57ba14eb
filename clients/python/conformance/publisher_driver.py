"""Drives the synchronous publisher: ``connect``, ``publish`` and ``close`` of clients/conformance/README.md."""

from __future__ import annotations

import json
import sys
from typing import Any

from tickgate import Publisher, PublisherOptions, TickgateError


def tell(event: str, **members: Any) -> None:
    print(json.dumps({"event": event, **{k: v for k, v in members.items() if v is not None}}), flush=True)


def main() -> None:
    publisher: Publisher | None = None
    tell("ready")
    for line in sys.stdin:
        command = json.loads(line)
        if command["cmd"] == "connect":
            options = command.get("options", {})
            publisher = Publisher(
                command["url"],
                PublisherOptions(
                    token=options.get("token"), attempts=40, backoff_base=options.get("base_ms", 500) / 1000, backoff_cap=1
                ),
            )
            tell("state", state="connected")
        elif command["cmd"] == "publish":
            assert publisher is not None
            id = command.get("id")
            try:
                # A string is the publication's own id, with which it may be tried again; a number is the runner's.
                published = publisher.publish(
                    command["channel"], command["data"], id=id if isinstance(id, str) else None
                )
                tell("published", id=id, offset=published.offset, attempts=published.attempts)
            except TickgateError as fault:
                tell("error", id=id, code=fault.code, message=str(fault))
        elif command["cmd"] == "close" and publisher is not None:
            publisher.close()
            tell("closed", code=1000, reason="")


if __name__ == "__main__":
    main()
