package io.tickgate.core.transport.http;

import java.time.Duration;

/**
 * The numbers that bound plain HTTP; each comes from the configuration key named.
 *
 * @param bodyBytesMax {@code limits.max-body-bytes}: a whole body, or one line of a bulk upload
 * @param connectTimeout {@code timeouts.connect}: from accept, or from a request's first byte, to its last; for streamed
 *     bodies between two pieces
 * @param keepAliveTimeout {@code timeouts.http-keep-alive}: between two requests
 * @param writeTimeout {@code timeouts.write-stall}: until an answer is accepted by the peer's socket
 * @param outstandingLinesMax {@code limits.max-pending-commands}: lines of one bulk upload that may wait for their publication before reading pauses
 */
public record HttpSettings(
        int bodyBytesMax,
        Duration connectTimeout,
        Duration keepAliveTimeout,
        Duration writeTimeout,
        int outstandingLinesMax) {
    public HttpSettings {
        if (bodyBytesMax < 1 || outstandingLinesMax < 1) {
            throw new IllegalArgumentException("every limit is at least 1");
        }
    }
}
