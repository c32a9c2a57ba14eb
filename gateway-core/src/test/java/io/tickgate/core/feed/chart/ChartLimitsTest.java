package io.tickgate.core.feed.chart;

import static io.tickgate.core.feed.chart.Points.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SubscribeOptions;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What charts may take, and what is free again once they are removed. */
class ChartLimitsTest extends ChartScenario {
    @Test
    void aRemovedChartStartsAgain() {
        subscribe(0);
        publish(point("trade", "5", "1"));

        client.send(new ClientMessage.RemoveChart(client.nextId(), SYMBOL));
        simulation.loops().runAll();
        assertThat(client.received().last(ServerMessage.ChartRemoved.class).symbol())
                .isEqualTo(SYMBOL);
        assertThat(simulation.counter(Counter.CHART_SYMBOLS)).isZero();
        assertThat(simulation.counter(Counter.CHART_POINTS)).isZero();
        assertThat(simulation.counter(Counter.CHART_BYTES)).isZero();

        publish(point("trade", "4", "1"));
        assertThat(lastUpdate().updateType()).isEqualTo("add");
        assertThat(Points.json(lastUpdate().metadata())).doesNotContain("correction");
    }

    @Test
    void aRemovedChartIsNotReplayed() {
        publish(point("trade", "5", "1"));
        client.send(new ClientMessage.RemoveChart(client.nextId(), SYMBOL));
        simulation.loops().runAll();
        publish(point("trade", "6", "2"));

        client.subscribe(
                SubscribeOptions.NONE.withRewind(new SubscribeOptions.Rewind(SubscribeOptions.Unit.LAST, 10)),
                "chart_updates:" + SYMBOL);
        simulation.loops().runAll();

        assertThat(updates()).hasSize(1);
        assertThat(Objects.requireNonNull(lastUpdate().delivery()).offset()).isEqualTo(2);
    }

    @Test
    void everyLimitNamesItsKeyAndLeavesTheRestAlone() {
        limits(new ChartSettings(1, 2, 50, 8 << 10, 64 << 10));

        publish(SYMBOL, null, Points.list(point("trade", "1", "1")));
        publish("B", null, Points.list(point("trade", "1", "1")));
        assertThat(error().code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error().text()).contains("charts.max-symbols");

        publish(point("volume", "1", "1"), point("indicator_A", "1", "1"));
        assertThat(error().text()).contains("charts.max-series");

        String large = "{\"timestamp\":2,\"data_type\":\"trade\",\"value\":1,\"additional_data\":{\"x\":\""
                + "x".repeat(8000) + "\"}}";
        publish(large);
        assertThat(error().text()).contains("charts.bytes-total");
        assertThat(pointsOf(ChartQuery.newest(10))).isEqualTo('[' + point("trade", "1.0", "1.0") + ']');

        client.send(new ClientMessage.RemoveChart(client.nextId(), SYMBOL));
        publish("B", null, Points.list(point("trade", "1", "1")));
        assertThat(client.received().last(ServerMessage.PublishConfirmed.class).channel())
                .isEqualTo("chart_updates:B");
    }

    @Test
    void barsGoOnFormingWhenTheMemoryForChartsIsUsedUp() {
        limits(new ChartSettings(9, 9, 4, 2 << 10, 64 << 10));
        for (int i = 1; i <= 4; i++) {
            publish(kdj(i, Integer.toString(100 + i)));
        }
        publish(SYMBOL + 'B', null, Points.list(point("trade", "1", "1")));
        assertThat(error().text()).contains("charts.bytes-total");
        int refused = client.received().all(ServerMessage.ErrorMessage.class).size();

        for (int i = 0; i < 50; i++) {
            publish(kdj(4 + i / 2, Integer.toString(200 + i)));
        }

        assertThat(client.received().all(ServerMessage.ErrorMessage.class)).hasSize(refused);
        assertThat(pointsOf(ChartQuery.newest(1))).isEqualTo('[' + kdj(28, "249") + ']');
        assertThat(simulation.counter(Counter.CHART_BYTES)).isLessThanOrEqualTo(2 << 10);
        publish("{\"timestamp\":28,\"data_type\":\"indicator_KDJ_K\",\"value\":1.0,\"additional_data\":{\"x\":\""
                + "x".repeat(2000) + "\"}}");
        assertThat(error().text()).contains("charts.bytes-total");
    }

    private static String kdj(int time, String d) {
        return "{\"timestamp\":" + time + ".0,\"data_type\":\"indicator_KDJ_K\",\"value\":1.0,"
                + "\"additional_data\":{\"D\":" + d + ",\"text\":\"" + "x".repeat(200) + "\"}}";
    }
}
