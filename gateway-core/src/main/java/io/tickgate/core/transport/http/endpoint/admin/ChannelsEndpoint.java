package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.TopicSurvey;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.core.transport.http.endpoint.QueryFields;
import io.tickgate.core.transport.http.endpoint.Times;
import io.tickgate.protocol.wire.WireException;
import java.util.Objects;

/** {@code GET /admin/v1/channels?limit=&cursor=&prefix=}: channels by name, page by page; users' own ones, too. */
final class ChannelsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get(AdminPaths.CHANNELS);

    private final TopicSurvey topics;
    private final Epochs epochs;

    ChannelsEndpoint(TopicSurvey topics, Epochs epochs) {
        this.topics = topics;
        this.epochs = epochs;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        TopicSurvey.Query query = new TopicSurvey.Query(
                Objects.requireNonNullElse(exchange.query("prefix"), ""),
                Objects.requireNonNullElse(exchange.query("cursor"), ""),
                QueryFields.integer(
                        exchange, "limit", 1, ConnectionsEndpoint.LIMIT_MAX, ConnectionsEndpoint.LIMIT_DEFAULT));
        topics.page(query, exchange.executor(), page -> answer(exchange, page));
    }

    private void answer(HttpExchange exchange, TopicSurvey.Page page) {
        String next = page.next();
        exchange.respondJson(200, json -> {
            json.beginObject(next == null ? 2 : 3);
            json.name("channels").beginArray(page.topics().size());
            page.topics().forEach(report -> ChannelJson.write(json, report, epochs));
            json.endArray();
            if (next != null) {
                json.name("next").string(next);
            }
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }
}
