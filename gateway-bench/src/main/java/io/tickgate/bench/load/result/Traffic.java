package io.tickgate.bench.load.result;

/**
 * What left and arrived between the beginning and the end of what is measured, whenever it was due: what rates are made of. A
 * server that falls behind delivers the rest during the drain, which is in the {@link Account} and not here.
 *
 * @param published publications that left
 * @param delivered messages that arrived, each counted once
 * @param bytes of the WebSocket payloads of all messages that arrived
 */
public record Traffic(long published, long delivered, long bytes) {}
