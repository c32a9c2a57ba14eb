package io.tickgate.core.transport.http;

import io.netty.handler.codec.http.HttpHeaders;

/** Header fields that one answer carries beyond those that every answer has. */
@FunctionalInterface
public interface ExtraHeaders {
    ExtraHeaders NONE = headers -> {};

    void addTo(HttpHeaders headers);
}
