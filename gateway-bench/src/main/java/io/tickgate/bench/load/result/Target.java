package io.tickgate.bench.load.result;

/**
 * Who was measured.
 *
 * @param label what reports call it, such as {@code gateway}, {@code floor} or {@code uWebSockets}
 * @param address where it listens, such as {@code ws://127.0.0.1:8001/ws}
 * @param dialect the protocol spoken to it: {@code gateway}, {@code topic} or {@code centrifugo}
 */
public record Target(String label, String address, String dialect) {}
