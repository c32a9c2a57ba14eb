package io.tickgate.core.metrics;

/** Kinds of encodings, as metrics tell them apart. */
public enum FrameLabel {
    JSON,
    JSON_DEFLATED,
    MSGPACK,
    MSGPACK_DEFLATED
}
