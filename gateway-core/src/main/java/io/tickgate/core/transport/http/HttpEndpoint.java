package io.tickgate.core.transport.http;

import io.netty.buffer.ByteBuf;
import io.tickgate.protocol.wire.WireException;

/**
 * Serves the requests of one {@link Route}. One object serves all connections, so it keeps no state of a request; its
 * methods run on the connection's event loop and must not block. It answers through the {@link HttpExchange}, now or
 * later, exactly once.
 *
 * <p>Which of the three kinds an endpoint is says what becomes of the request's body.
 */
public sealed interface HttpEndpoint permits HttpEndpoint.Plain, HttpEndpoint.Whole, HttpEndpoint.Streaming {
    Route route();

    /** Takes no body: a request that brings one is refused with 400. */
    non-sealed interface Plain extends HttpEndpoint {
        /**
         * Serves one request.
         *
         * @throws WireException when the path or the query is not what the endpoint reads; answered as a problem
         */
        void handle(HttpExchange exchange) throws WireException;
    }

    /** Takes the whole body at once, at most {@code limits.max-body-bytes} of it. */
    non-sealed interface Whole extends HttpEndpoint {
        /**
         * Serves one request.
         *
         * @param body on the heap, so that {@code array()} holds it; borrowed for the call only
         * @throws WireException when the body is not what the endpoint reads; answered as a problem
         */
        void handle(HttpExchange exchange, ByteBuf body) throws WireException;
    }

    /** Takes a body of any length, piece by piece. */
    non-sealed interface Streaming extends HttpEndpoint {
        /** @throws WireException when its head already says what the endpoint does not take; answered as a problem */
        BodyStream open(HttpExchange exchange) throws WireException;
    }
}
