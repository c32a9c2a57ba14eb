package io.tickgate.bench;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code bench chart-memory}: fills charts of a gateway in this process. Each symbol has five data types: bars of open, high,
 * low and close; volume; trades; a moving average; and KDJ, whose every point has {@code additional_data} of its own.
 */
@Command(
        name = "chart-memory",
        description =
                "Fills charts of a gateway in this process and prints what the heap grew by, beside what it counts.")
final class ChartMemory implements Callable<Integer> {
    private static final int BATCH = 1000;
    private static final String[] FIELDS = {"open", "high", "low", "close"};

    @Parameters(index = "0", paramLabel = "SYMBOLS", description = "How many charts.")
    private int symbols;

    @Parameters(index = "1", paramLabel = "POINTS", description = "Of each series.")
    private int points;

    /** @throws IOException when the gateway cannot listen */
    @Override
    public Integer call() throws IOException, InterruptedException {
        GatewayConfig config = GatewayConfig.of(Map.of(
                "server.port", "0",
                "limits.memory", "8GiB",
                "charts.bytes-total", "3GiB",
                "charts.max-symbols", Integer.toString(symbols),
                "charts.max-points", Integer.toString(points),
                "channels.chart_updates.history.size", "0"));
        try (Gateway gateway = Gateway.start(config)) {
            long before = Figures.usedHeapBytes();
            for (int symbol = 0; symbol < symbols; symbol++) {
                for (int from = 0; from < points; from += BATCH) {
                    for (int type = 0; type < 5; type++) {
                        publish(gateway, "S" + symbol, batch(type, from, Math.min(points, from + BATCH)));
                    }
                }
            }
            long grown = Figures.usedHeapBytes() - before;
            long count = 5L * symbols * points;
            System.out.printf(
                    Locale.ROOT,
                    "points %d, heap grew by %.1f MiB, %.1f bytes a point, the gateway counts %.1f MiB%n",
                    count,
                    grown / 1048576.0,
                    (double) grown / count,
                    Figures.ofStatus(gateway.port(), "chart_bytes") / 1048576.0);
        }
        return 0;
    }

    private static String batch(int type, int from, int to) {
        StringBuilder json = new StringBuilder("[");
        for (int i = from; i < to; i++) {
            double value = 300 + Math.round(5000 * Math.sin(i * 0.01 + type)) / 100.0;
            json.append(i == from ? "" : ",").append("{\"timestamp\":");
            switch (type) {
                case 0 ->
                    json.append(1731144000 + i / 4)
                            .append(".0,\"data_type\":\"ohlcv\",\"value\":")
                            .append(value)
                            .append(",\"additional_data\":{\"field\":\"")
                            .append(FIELDS[i % 4])
                            .append("\"}}");
                case 4 ->
                    json.append(1731144000 + i)
                            .append(".0,\"data_type\":\"indicator_KDJ_K\",\"value\":")
                            .append(value)
                            .append(",\"additional_data\":{\"D\":")
                            .append(value + 1.5)
                            .append(",\"J\":")
                            .append(value - 1.5)
                            .append("}}");
                default ->
                    json.append(1731144000 + i)
                            .append(".0,\"data_type\":\"")
                            .append(type == 1 ? "volume" : type == 2 ? "trade" : "indicator_MA_20")
                            .append("\",\"value\":")
                            .append(value)
                            .append(",\"additional_data\":{}}");
            }
        }
        return json.append(']').toString();
    }

    private static void publish(Gateway gateway, String symbol, String points) {
        gateway.charts()
                .publish(symbol, null, points.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
    }
}
