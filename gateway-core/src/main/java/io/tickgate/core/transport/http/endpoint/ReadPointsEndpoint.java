package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.broadcast.Loops;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.chart.ChartQuery;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.ChartPointReader;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/websocket/charts/{symbol}/points}: a symbol's points, oldest first. */
public final class ReadPointsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get("/api/v1/websocket/charts/{symbol}/points");

    /** Java also takes {@code 1d}, {@code 0x1p3} and {@code NaN} for numbers. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,16}(\\.[0-9]{1,16})?");

    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,9}");

    private final ChartFeed charts;

    public ReadPointsEndpoint(ChartFeed charts) {
        this.charts = charts;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String symbol = exchange.pathVariable("symbol");
        try {
            WireException fault = charts.faultOf(symbol);
            if (fault != null) {
                throw fault;
            }
            ChartQuery query = new ChartQuery(
                    dataType(exchange.query("data_type")),
                    limit(exchange.query("limit")),
                    since(exchange.query("since")));
            charts.points(
                    symbol, query, points -> Loops.run(exchange.executor(), () -> answer(exchange, symbol, points)));
        } catch (WireException fault) {
            exchange.respondProblem(ProblemDetails.of(fault));
        }
    }

    private static void answer(HttpExchange exchange, String symbol, OpaqueList points) {
        exchange.respondJson(200, json -> {
            json.beginObject(2);
            json.name("symbol").string(symbol);
            json.name("data_points");
            write(points, json);
            json.endObject();
        });
    }

    private static void write(OpaqueList points, WireWriter json) {
        try {
            json.list(points);
        } catch (WireException e) {
            throw new IllegalStateException("points of ours cannot be written: " + e.text(), e);
        }
    }

    private static @Nullable String dataType(@Nullable String text) throws WireException {
        if (text != null && !ChartPointReader.isDataType(text)) {
            throw invalid("data_type", ChartPointReader.DATA_TYPE_RULE);
        }
        return text;
    }

    private static int limit(@Nullable String text) throws WireException {
        if (text == null) {
            return ChartPointReader.POINTS_MAX;
        }
        int limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > ChartPointReader.POINTS_MAX) {
            throw invalid("limit", "must be an integer from 1 to " + ChartPointReader.POINTS_MAX);
        }
        return limit;
    }

    private static double since(@Nullable String text) throws WireException {
        if (text == null) {
            return Double.NaN;
        }
        if (!SECONDS.matcher(text).matches()) {
            throw invalid("since", "must be a number of seconds, at least 0");
        }
        return Double.parseDouble(text);
    }

    private static WireException invalid(String name, String rule) {
        return new WireException(ErrorCode.INVALID_FIELD, '"' + name + "\" " + rule, name);
    }
}
