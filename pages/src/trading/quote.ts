import type { AnyPublication } from "@tickgate/client";

/** What a watch-list shows of a message of `market_data`. */
export interface Quote {
  symbol: string;
  last: number;
  /** Percent since the close before; null where nobody says. */
  change: number | null;
  volume: number | null;
}

const LAST = ["last", "price", "last_price", "close", "value"];
const CHANGE = ["change_percent", "percent_change", "change_pct"];
const SYMBOL_CHARS_MAX = 200;

type Fields = Record<string, unknown>;

/**
 * Reads a quote by the names that publishers commonly use, at the message's top or in its `data`; null for what is none.
 *
 * @param channel of the message, whose part behind the colon is the symbol where the message has none
 */
export function quoteOf(channel: string, message: AnyPublication): Quote | null {
  const top = message as unknown as Fields;
  const inner = typeof top["data"] === "object" && top["data"] !== null ? (top["data"] as Fields) : {};
  const fields: Fields = { ...inner, ...top };
  const colon = channel.indexOf(":");
  const named = typeof fields["symbol"] === "string" ? fields["symbol"] : "";
  const symbol = (colon >= 0 ? channel.slice(colon + 1) : named).slice(0, SYMBOL_CHARS_MAX);
  const last = first(fields, LAST);
  if (!symbol || last === null) {
    return null;
  }
  const previous = number(fields["previous_close"]);
  const told = first(fields, CHANGE);
  return {
    symbol,
    last,
    change: told ?? (previous ? (100 * (last - previous)) / previous : null),
    volume: number(fields["volume"]),
  };
}

function first(fields: Fields, names: string[]): number | null {
  for (const name of names) {
    const value = number(fields[name]);
    if (value !== null) {
      return value;
    }
  }
  return null;
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
