package io.tickgate.cli.demo;

import io.tickgate.core.Gateway;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Publishes the demo's messages from inside the gateway's process, as the guide words them. */
final class GatewayOutput implements DemoOutput {
    private final Gateway gateway;
    private final Outstanding outstanding = new Outstanding();

    GatewayOutput(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void quote(String symbol, String json) throws InterruptedException {
        outstanding.await();
        outstanding.add(gateway.publisher().publish("market_data:" + symbol, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void chart(String symbol, UpdateType type, List<ChartBar> bars) throws InterruptedException {
        outstanding.await();
        outstanding.add(gateway.charts().publish(symbol, type.name().toLowerCase(Locale.ROOT), points(bars)));
    }

    private static byte[] points(List<ChartBar> bars) {
        StringBuilder json = new StringBuilder(bars.size() * ChartBar.POINTS * 100);
        char separator = '[';
        for (ChartBar bar : bars) {
            json.append(separator);
            separator = ',';
            json.append(price(bar, "open", bar.open())).append(',');
            json.append(price(bar, "high", bar.high())).append(',');
            json.append(price(bar, "low", bar.low())).append(',');
            json.append(price(bar, "close", bar.close())).append(',');
            json.append(point(bar, "volume").whole("value", bar.volume()));
            Kdj.Value kdj = bar.kdj();
            if (kdj != null) {
                json.append(',')
                        .append(point(bar, "indicator_KDJ_K")
                                .figure("value", kdj.k())
                                .object(
                                        "additional_data",
                                        new JsonObject().figure("D", kdj.d()).figure("J", kdj.j())));
            }
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject price(ChartBar bar, String field, long price) {
        return point(bar, "ohlcv")
                .price("value", price)
                .object("additional_data", new JsonObject().text("field", field));
    }

    private static JsonObject point(ChartBar bar, String dataType) {
        return new JsonObject().whole("timestamp", bar.epochSeconds()).text("data_type", dataType);
    }

    /** What it does not say, elapsed and remaining time, the gateway computes. */
    @Override
    public void progress(Progress progress) throws InterruptedException {
        JsonObject report = new JsonObject()
                .text("status", progress.status())
                .figure("progress", progress.percent())
                .text("current_step", progress.step())
                .whole("current_step_index", progress.stepIndex())
                .whole("total_steps", progress.stepCount())
                .text("message", progress.message())
                .object("data", progress.data());
        outstanding.await();
        outstanding.add(gateway.progress().update(progress.taskId(), report.bytes()));
    }

    @Override
    public void notice(Notice notice) throws InterruptedException {
        JsonObject json = new JsonObject()
                .text("type", notice.type())
                .text("priority", notice.priority())
                .text("title", notice.title())
                .text("message", notice.message())
                .object("metadata", notice.metadata());
        if (notice.actionUrl() != null && notice.actionText() != null) {
            json.text("action_url", notice.actionUrl()).text("action_text", notice.actionText());
        }
        outstanding.await();
        outstanding.add(gateway.notifications().notify(json.bytes()));
    }
}
