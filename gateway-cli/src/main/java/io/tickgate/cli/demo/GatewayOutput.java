package io.tickgate.cli.demo;

import io.tickgate.core.Gateway;
import io.tickgate.core.producer.Point;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.producer.ProgressUpdate;
import io.tickgate.core.producer.UpdateType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes the demo's messages from inside the gateway's process, by the API that any application has there. Quotes go as
 * bytes, since they show the digits of their source; a chart's numbers are doubles, which hold every price of the file.
 */
final class GatewayOutput implements DemoOutput {
    private final Producer producer;
    private final Outstanding outstanding = new Outstanding();

    GatewayOutput(Gateway gateway) {
        producer = gateway.producer();
    }

    @Override
    public void quote(String symbol, String json) throws InterruptedException {
        outstanding.await();
        outstanding.add(producer.publish("market_data:" + symbol, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void chart(String symbol, UpdateType type, List<ChartBar> bars) throws InterruptedException {
        outstanding.await();
        outstanding.add(producer.chart(symbol, type, points(bars)));
    }

    private static List<Point> points(List<ChartBar> bars) {
        List<Point> points = new ArrayList<>(bars.size() * ChartBar.POINTS);
        for (ChartBar bar : bars) {
            Instant time = Instant.ofEpochSecond(bar.epochSeconds());
            points.addAll(Point.bar(
                    time,
                    Price.toDouble(bar.open()),
                    Price.toDouble(bar.high()),
                    Price.toDouble(bar.low()),
                    Price.toDouble(bar.close())));
            points.add(Point.volume(time, (double) bar.volume()));
            Kdj.Value kdj = bar.kdj();
            if (kdj != null) {
                JsonObject others = new JsonObject().figure("D", kdj.d()).figure("J", kdj.j());
                points.add(Point.indicator(time, "KDJ_K", JsonObject.rounded(kdj.k()), others.toMap()));
            }
        }
        return points;
    }

    /** What it does not say, elapsed and remaining time, the gateway computes. */
    @Override
    public void progress(Progress progress) throws InterruptedException {
        ProgressUpdate update = new ProgressUpdate()
                .status(progress.status())
                .progress(progress.percent())
                .step(progress.step())
                .stepIndex(progress.stepIndex())
                .totalSteps(progress.stepCount())
                .message(progress.message())
                .data(progress.data().toMap());
        outstanding.await();
        outstanding.add(producer.progress(progress.taskId(), update));
    }

    @Override
    public void notice(Notice notice) throws InterruptedException {
        io.tickgate.core.producer.Notice published = new io.tickgate.core.producer.Notice(
                        notice.type(), notice.title(), notice.message())
                .priority(notice.priority())
                .metadata(notice.metadata().toMap());
        if (notice.actionUrl() != null && notice.actionText() != null) {
            published = published.action(notice.actionUrl(), notice.actionText());
        }
        outstanding.await();
        outstanding.add(producer.notify(published));
    }
}
