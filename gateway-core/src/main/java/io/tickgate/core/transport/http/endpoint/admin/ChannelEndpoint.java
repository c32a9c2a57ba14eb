package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.TopicSurvey;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.ErrorCode;

/** {@code GET /admin/v1/channels/{name}}: one channel. */
final class ChannelEndpoint implements HttpEndpoint.Plain {
    private static final String NAME = "name";
    private static final Route ROUTE = Route.get(AdminPaths.CHANNELS + "/{" + NAME + "}");

    private final TopicSurvey topics;
    private final Epochs epochs;

    ChannelEndpoint(TopicSurvey topics, Epochs epochs) {
        this.topics = topics;
        this.epochs = epochs;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        topics.find(exchange.pathVariable(NAME), exchange.executor(), report -> {
            if (report == null) {
                exchange.respondProblem(ProblemDetails.of(ErrorCode.NOT_FOUND, "There is no channel of this name now"));
            } else {
                exchange.respondJson(200, json -> ChannelJson.write(json, report, epochs));
            }
        });
    }
}
