package io.tickgate.core.transport.http;

import io.tickgate.protocol.wire.WireWriter;

/** Writes one answer: exactly one JSON value. */
@FunctionalInterface
public interface JsonBody {
    void writeTo(WireWriter json);
}
