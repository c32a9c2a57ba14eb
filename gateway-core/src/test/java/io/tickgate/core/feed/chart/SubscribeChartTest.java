package io.tickgate.core.feed.chart;

import static io.tickgate.core.feed.chart.Points.bar;
import static io.tickgate.core.feed.chart.Points.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.UpdateMessage.ChartUpdate;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Points of the past that {@code subscribe_chart} brings. */
class SubscribeChartTest extends ChartScenario {
    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void historyComesOnceBetweenTheConfirmationAndLive(FrameKind kind) {
        client = simulation.connect(0, kind);
        publish(bar("close", "1", "10"), point("volume", "1", "500"));
        publish(bar("close", "2", "11"), point("volume", "2", "600"));

        subscribe(3);
        publish(bar("close", "3", "12"));

        assertThat(client.types())
                .endsWith(
                        "publish_confirmed",
                        "subscription_confirmed",
                        "chart_update",
                        "publish_confirmed",
                        "chart_update");
        ChartUpdate history = updates().get(0);
        assertThat(history.updateType()).isEqualTo("batch");
        assertThat(history.delivery()).isNull();
        assertThat(Points.json(history.dataPoints()))
                .isEqualTo('[' + bar("close", "2.0", "11.0") + ',' + point("volume", "2.0", "600.0") + ']');
        assertThat(Points.json(history.metadata()))
                .isEqualTo("{\"data_types\":[\"ohlcv\",\"volume\"],\"batch_size\":2}");
        assertThat(Objects.requireNonNull(lastUpdate().delivery()).offset()).isEqualTo(3);
    }

    @Test
    void historyOfNothingIsAnEmptyBatch() {
        subscribe(5);

        assertThat(lastUpdate().updateType()).isEqualTo("batch");
        assertThat(lastUpdate().dataPoints().elementCount()).isZero();
        assertThat(Points.json(lastUpdate().metadata())).isEqualTo("{\"data_types\":[],\"batch_size\":0}");
    }

    @Test
    void whoIsSubscribedAlreadyGetsHistoryBehindWhatItCounts() {
        subscribe(0);
        client.run(() -> {
            client.session()
                    .onCommand(new ClientMessage.PublishChart(
                            client.nextId(), SYMBOL, null, Points.list(point("trade", "1", "1"))));
            client.session().onCommand(new ClientMessage.SubscribeChart(client.nextId(), SYMBOL, 5));
        });
        simulation.loops().runAll();

        assertThat(updates()).extracting(ChartUpdate::updateType).containsExactly("add", "batch");
        assertThat(client.types().indexOf("chart_update"))
                .isLessThan(client.types().lastIndexOf("subscription_confirmed"));
    }

    @Test
    void historyStaysWithinOneFrame() {
        limits(new ChartSettings(10, 10, 5000, 16 << 20, 64 << 10));
        for (int i = 0; i < 20; i++) {
            publish("{\"timestamp\":" + i + ",\"data_type\":\"trade\",\"value\":1,\"additional_data\":{\"n\":\""
                    + Integer.toString(i).repeat(5000) + "\"}}");
        }

        subscribe(1000);

        assertThat(Points.json(lastUpdate().dataPoints()).length()).isBetween(40 << 10, 64 << 10);
        assertThat(Points.json(lastUpdate().dataPoints())).contains("\"timestamp\":19.0");
    }

    @Test
    void historyCountsAsItsReadersOwnQueue() {
        List<String> many = IntStream.range(0, 1000)
                .mapToObj(i -> point("trade", Integer.toString(i), "1"))
                .toList();
        publish(SYMBOL, null, Points.list(many));
        client.connection().acceptNothing();

        for (int i = 0; i < 150; i++) {
            subscribe(1000);
        }

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isLessThan(5 << 20);
        assertThat(simulation.counter(Counter.SLOW_CLOSES)).isEqualTo(1);
    }
}
