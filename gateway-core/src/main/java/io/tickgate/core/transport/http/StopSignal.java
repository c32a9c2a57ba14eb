package io.tickgate.core.transport.http;

/** A user event for every connection that speaks HTTP: the gateway stops, in two steps. */
public enum StopSignal {
    /** The request under way is the last one; a connection between two requests closes. */
    LAST_REQUEST,
    /** Nothing more is published: a request whose body is not whole is answered with 503 now. */
    END_OF_PUBLISHING
}
