package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.Loops;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.chart.ChartQuery;
import io.tickgate.core.feed.chart.PointCursor;
import io.tickgate.core.feed.chart.PointPage;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.ChartPointReader;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/websocket/charts/{symbol}/points}: a symbol's points, oldest first. */
public final class ReadPointsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get("/api/v1/websocket/charts/{symbol}/points");

    private final ChartFeed charts;

    public ReadPointsEndpoint(ChartFeed charts) {
        this.charts = charts;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String symbol = exchange.pathVariable("symbol");
        exchange.require(Right.HISTORY, ChartFeed.channelOf(symbol));
        ChartQuery query = new ChartQuery(
                dataType(exchange.query("data_type")),
                QueryFields.integer(exchange, "limit", 1, ChartPointReader.POINTS_MAX, ChartPointReader.POINTS_MAX),
                from(exchange));
        charts.points(symbol, query, page -> Loops.run(exchange.executor(), () -> answer(exchange, symbol, page)));
    }

    private static void answer(HttpExchange exchange, String symbol, PointPage page) {
        String next = page.next();
        exchange.respondJson(200, json -> {
            json.beginObject(next == null ? 3 : 4);
            json.name("symbol").string(symbol);
            json.name("data_points");
            OwnJson.list(json, page.points());
            json.name("more").bool(page.more());
            if (next != null) {
                json.name("next").string(next);
            }
            json.endObject();
        });
    }

    private static @Nullable String dataType(@Nullable String text) throws WireException {
        if (text != null && !ChartPointReader.isDataType(text)) {
            throw QueryFields.invalid("data_type", ChartPointReader.DATA_TYPE_RULE);
        }
        return text;
    }

    private static @Nullable PointCursor from(HttpExchange exchange) throws WireException {
        Double since = QueryFields.seconds(exchange, "since");
        String text = exchange.query("cursor");
        if (text == null) {
            return since == null ? null : PointCursor.at(since);
        }
        if (since != null) {
            throw QueryFields.invalid("cursor", "does not go with \"since\"");
        }
        PointCursor cursor = PointCursor.parse(text);
        if (cursor == null) {
            throw QueryFields.invalid("cursor", "must be the \"next\" of an answer before");
        }
        return cursor;
    }
}
