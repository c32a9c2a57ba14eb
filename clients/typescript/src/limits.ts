import type { WireLimits } from "./protocol/values.js";

/** Bounds of one connection, by wish; what is not named is not limited. */
export interface Limits {
  /** Kilobits of publications in a second, 0 to 10,000,000; 0 pauses them. */
  maxKbps?: number;
  /** Updates of each state in a second, above 0, at most 1000. */
  maxHz?: number;
}

/** What one connection is granted, by wish and by its operator. */
export interface GrantedLimits {
  granted: Limits;
  caps: Limits;
}

/** The narrower of both. */
export function narrower(a: Limits, b: Limits): Limits {
  const maxKbps = least(a.maxKbps, b.maxKbps);
  const maxHz = least(a.maxHz, b.maxHz);
  return { ...(maxKbps === undefined ? undefined : { maxKbps }), ...(maxHz === undefined ? undefined : { maxHz }) };
}

export function toWire({ maxKbps, maxHz }: Limits): WireLimits {
  return {
    ...(maxKbps === undefined ? undefined : { max_kbps: maxKbps }),
    ...(maxHz === undefined ? undefined : { max_hz: maxHz }),
  };
}

export function fromWire({ max_kbps: maxKbps, max_hz: maxHz }: WireLimits): Limits {
  return {
    ...(maxKbps === undefined ? undefined : { maxKbps }),
    ...(maxHz === undefined ? undefined : { maxHz }),
  };
}

export function isUnlimited(limits: Limits): boolean {
  return limits.maxKbps === undefined && limits.maxHz === undefined;
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}
