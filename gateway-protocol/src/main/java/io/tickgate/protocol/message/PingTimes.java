package io.tickgate.protocol.message;

/**
 * What a client needs to know how its clock differs from the gateway's, as NTP does it. Unix time in microseconds.
 *
 * @param t0 when the ping was sent, by the client's clock; told back as it came
 * @param t1 when it was received, by the gateway's clock
 * @param t2 when the answer was written, by the gateway's clock; not before {@code t1} unless that clock was set
 */
public record PingTimes(long t0, long t1, long t2) {}
