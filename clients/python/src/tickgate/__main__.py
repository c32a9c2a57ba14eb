"""``python -m tickgate``: subscribe, publish and status from a shell. Prints JSON lines."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from typing import Any, Callable, Dict, Iterator, NoReturn, Sequence

from . import __version__
from .client import Client
from .errors import Closed, CommandError, OutcomeUnknown, PublishRefused, TickgateError
from .options import ClientOptions, SubscribeOptions
from .publisher import Publisher, PublisherOptions
from .subscription import Subscription

OK, FAILED, USAGE, UNREACHABLE = 0, 1, 2, 3

_EPILOG = """exit codes:
  0  done
  1  the gateway refused it, or fewer messages than --count came within --timeout
  2  wrong usage
  3  the gateway cannot be reached, or whether it took a message is not known
  130, 143  ended by Ctrl-C, by SIGTERM

environment:
  GATEWAY_URL     where the gateway is, unless --url says
  GATEWAY_TOKEN   a token or an API key, unless --token says
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tickgate",
        description="Client of a Tickgate gateway. Prints one JSON object a line.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tickgate {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--url", default=os.environ.get("GATEWAY_URL", "http://localhost:8001"), help="the gateway")
    common.add_argument("--token", default=os.environ.get("GATEWAY_TOKEN"), help="a token or an API key")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    subscribe = commands.add_parser(
        "subscribe", parents=[common], help="print what is published", description="Print publications as they come."
    )
    subscribe.add_argument("channel", nargs="+", help="a channel such as market_data:0700.HK, or a family")
    subscribe.add_argument("--format", choices=("json", "msgpack"), default="json", help="of the wire (default: json)")
    subscribe.add_argument("--snapshot", action="store_true", help="the newest values first")
    subscribe.add_argument("--last", type=_positive, metavar="N", help="the last N publications first")
    subscribe.add_argument("--max-hz", type=float, metavar="HZ", help="each channel at most so often a second")
    subscribe.add_argument("--count", type=_positive, metavar="N", help="end after N publications")
    subscribe.add_argument("--timeout", type=float, metavar="SECONDS", help="end after so long; 1 if --count is not reached")
    subscribe.add_argument("--events", action="store_true", help="gaps, lags and states on standard error, too")

    publish = commands.add_parser(
        "publish", parents=[common], help="publish a message", description="Publish a message, or lines of standard input."
    )
    publish.add_argument("channel")
    publish.add_argument("message", help="a JSON object, or - for one on each line of standard input")
    publish.add_argument("--idempotency-key", metavar="KEY", help="so that it may be tried again and is published once")
    publish.add_argument("--id", help="so that it may be tried again: becomes a member of the message")
    publish.add_argument("--priority", choices=("LOW", "NORMAL", "HIGH", "URGENT"))
    publish.add_argument("--attempts", type=_positive, default=6, metavar="N", help="tries in all (default: 6)")

    commands.add_parser("status", parents=[common], help="print the gateway's status")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, separators=(",", ":")), flush=True)


def _fail(text: str, code: int) -> int:
    print(f"tickgate: {text}", file=sys.stderr)
    return code


def _teller(event: str) -> Callable[[Any], None]:
    return lambda what: print(f"tickgate: {event}: {what}", file=sys.stderr)


async def _subscribe(arguments: argparse.Namespace) -> int:
    client = Client(arguments.url, ClientOptions(format=arguments.format, token=arguments.token))
    if arguments.events:
        for event in ("state", "gap", "lag", "error"):
            client.on(event, _teller(event))
    options = SubscribeOptions(
        snapshot=arguments.snapshot or None,
        rewind={"last": arguments.last} if arguments.last else None,
        max_hz=arguments.max_hz,
    )
    seen = 0

    async def follow() -> int:
        nonlocal seen
        await client.connect(timeout=10)
        subscription: Subscription = await client.subscribe(arguments.channel, options)
        async for publication in subscription:
            _print(publication)
            seen += 1
            if arguments.count is not None and seen >= arguments.count:
                break
        return OK

    try:
        return await asyncio.wait_for(follow(), arguments.timeout)
    except asyncio.TimeoutError:
        if arguments.count is None:
            return OK
        return _fail(f"only {seen} of {arguments.count} publications came in time", FAILED)
    finally:
        await client.close()


def _publish(arguments: argparse.Namespace) -> int:
    options = PublisherOptions(token=arguments.token, attempts=arguments.attempts)
    with Publisher(arguments.url, options) as publisher:
        if arguments.message == "-":
            answer = publisher.publish_many(_publications(arguments))
            _print({"accepted": answer.accepted, "errors": answer.errors, "errors_total": answer.errors_total})
            return OK if answer.errors_total == 0 else FAILED
        published = publisher.publish(
            arguments.channel,
            _object(arguments.message),
            idempotency_key=arguments.idempotency_key,
            id=arguments.id,
            priority=arguments.priority,
        )
        _print({"channel": published.channel, "offset": published.offset, "recipient_count": published.recipient_count})
    return OK


def _publications(arguments: argparse.Namespace) -> Iterator[Dict[str, Any]]:
    for line in sys.stdin:
        if line.strip():
            yield {"channel": arguments.channel, "message": _object(line)}


def _object(text: str) -> Dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as fault:
        raise _Usage(f"the message is no JSON: {fault}") from None
    if not isinstance(value, dict):
        raise _Usage("the message is no JSON object")
    return value


class _Usage(Exception):
    pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code; wrong usage raises SystemExit(2), as argparse does."""
    parsed = _parser().parse_args(arguments)
    try:
        if parsed.command == "subscribe":
            return asyncio.run(_subscribe(parsed))
        if parsed.command == "publish":
            return _publish(parsed)
        with Publisher(parsed.url, PublisherOptions(token=parsed.token, attempts=1)) as publisher:
            _print(publisher.gateway_status())
        return OK
    except (_Usage, ValueError) as fault:
        return _fail(str(fault), USAGE)
    except (CommandError, PublishRefused) as refused:
        return _fail(f"refused: {refused}", FAILED)
    except Closed as closed:
        return _fail(str(closed), FAILED if 400 <= closed.close_code < 500 else UNREACHABLE)
    except OutcomeUnknown as unknown:
        return _fail(f"not known whether it was published: {unknown}", UNREACHABLE)
    except TickgateError as fault:
        return _fail(str(fault), UNREACHABLE)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the lines has enough of them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def run() -> NoReturn:
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    sys.exit(main())


if __name__ == "__main__":
    run()
