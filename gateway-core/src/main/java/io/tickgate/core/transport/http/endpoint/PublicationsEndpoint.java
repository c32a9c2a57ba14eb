package io.tickgate.core.transport.http.endpoint;

import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.broadcast.Broker;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.transport.http.BodyStream;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.HttpSettings;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireException;

/**
 * {@code POST /api/v1/websocket/publications}: publishes a stream of lines, each as soon as it is read, and tells in the end
 * how many were accepted and what was wrong with the first of the others.
 */
public final class PublicationsEndpoint implements HttpEndpoint.Streaming {
    private static final Route ROUTE =
            Route.publish(HttpMethod.POST, "/api/v1/websocket/publications", MediaType.NDJSON);

    private final Broker broker;
    private final HttpSettings settings;
    private final ByteBudget bodyBudget;

    public PublicationsEndpoint(Broker broker, HttpSettings settings, ByteBudget bodyBudget) {
        this.broker = broker;
        this.settings = settings;
        this.bodyBudget = bodyBudget;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public BodyStream open(HttpExchange exchange) throws WireException {
        IdempotencyKeyHeader.refuse(exchange);
        return new PublicationStream(exchange, broker, settings, bodyBudget);
    }
}
