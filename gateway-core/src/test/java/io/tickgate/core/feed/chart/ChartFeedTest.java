package io.tickgate.core.feed.chart;

import static io.tickgate.core.feed.chart.Points.bar;
import static io.tickgate.core.feed.chart.Points.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.Publisher.Published;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage.ChartUpdate;
import io.tickgate.protocol.message.UpdateMessage.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Points that are published. */
class ChartFeedTest extends ChartScenario {
    @Test
    void theGuidesUpdateReachesSubscribersAsItWasWritten() {
        String guide = "{\"timestamp\":1731144000.0,\"data_type\":\"ohlcv\",\"value\":355.0,"
                + "\"additional_data\":{\"field\":\"close\"}},{\"timestamp\":1731144000.0,"
                + "\"data_type\":\"indicator_KDJ_K\",\"value\":65.50,\"additional_data\":{\"D\":60.0,\"J\":75.0}}";
        subscribe(0);

        publish(guide);

        assertThat(client.received().last(ServerMessage.PublishConfirmed.class).channel())
                .isEqualTo("chart_updates:0700.HK");
        assertThat(lastUpdate().symbol()).isEqualTo(SYMBOL);
        assertThat(lastUpdate().updateType()).isEqualTo("add");
        assertThat(Points.json(lastUpdate().dataPoints())).isEqualTo('[' + guide + ']');
        assertThat(Points.json(lastUpdate().metadata()))
                .isEqualTo("{\"data_types\":[\"ohlcv\",\"indicator_KDJ_K\"],\"batch_size\":2}");
        Delivery delivery = Objects.requireNonNull(lastUpdate().delivery());
        assertThat(delivery.offset()).isEqualTo(1);
    }

    @Test
    void aNewerTimeAddsTheSameTimeUpdatesAndAnOlderOneCorrects() {
        subscribe(0);

        publish(bar("close", "10", "1"));
        publish(bar("open", "10", "2"));
        publish(bar("close", "11", "3"));
        publish(bar("close", "10", "4"));

        assertThat(updates()).extracting(ChartUpdate::updateType).containsExactly("add", "update", "add", "update");
        assertThat(updates().subList(0, 3))
                .allSatisfy(update -> assertThat(Points.json(update.metadata())).doesNotContain("correction"));
        assertThat(Points.json(lastUpdate().metadata()))
                .isEqualTo("{\"data_types\":[\"ohlcv\"],\"batch_size\":1,\"correction\":true}");
        assertThat(pointsOf(ChartQuery.newest(10)))
                .isEqualTo('['
                        + bar("close", "10.0", "4.0")
                        + ','
                        + bar("open", "10.0", "2.0")
                        + ','
                        + bar("close", "11.0", "3.0")
                        + ']');
    }

    @Test
    void aPublishersOwnWordIsTakenButACorrectionIsToldAllTheSame() {
        subscribe(0);

        publish(SYMBOL, "batch", Points.list(point("trade", "10", "1")));
        publish(SYMBOL, "add", Points.list(point("trade", "9", "1")));

        assertThat(updates()).extracting(ChartUpdate::updateType).containsExactly("batch", "add");
        assertThat(Points.json(lastUpdate().metadata())).contains("\"correction\":true");
    }

    @Test
    void anUnsortedBatchIsSortedAndEqualTimesStayInTheirOrder() {
        subscribe(0);

        publish(
                point("volume", "12", "1"),
                bar("open", "11", "2"),
                bar("close", "11", "3"),
                point("trade", "3", "0.10"));

        assertThat(Points.json(lastUpdate().dataPoints()))
                .isEqualTo('['
                        + point("trade", "3", "0.10")
                        + ','
                        + bar("open", "11", "2")
                        + ','
                        + bar("close", "11", "3")
                        + ','
                        + point("volume", "12", "1")
                        + ']');
        assertThat(Points.json(lastUpdate().metadata()))
                .contains("\"data_types\":[\"trade\",\"ohlcv\",\"volume\"],\"batch_size\":4")
                .doesNotContain("correction");
    }

    @Test
    void nothingOfABadBatchIsPublishedOrKept() {
        subscribe(0);

        publish(point("trade", "1", "1"), "{\"timestamp\":2,\"data_type\":\"trade\"}");

        assertThat(error().code()).isEqualTo(ErrorCode.MISSING_FIELD);
        assertThat(error().field()).isEqualTo("data_points[1].value");
        assertThat(error().command()).isEqualTo("publish_chart");
        assertThat(error().symbol()).isEqualTo(SYMBOL);
        assertThat(updates()).isEmpty();
        assertThat(pointsOf(ChartQuery.newest(10))).isEqualTo("[]");
        assertThat(simulation.counter(Counter.CHART_SYMBOLS)).isZero();
        assertThat(simulation.counter(Counter.CHART_BYTES)).isZero();
    }

    @Test
    void aBatchThatIsTooLargeToPublishIsNotKept() {
        publish("{\"timestamp\":1,\"data_type\":\"trade\",\"value\":1,\"additional_data\":{\"x\":\""
                + "x".repeat(300_000) + "\"}}");

        assertThat(error().code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(error().field()).isEqualTo("data_points");
        assertThat(pointsOf(ChartQuery.newest(10))).isEqualTo("[]");
        assertThat(simulation.counter(Counter.CHART_BYTES)).isZero();
    }

    @Test
    void aSymbolMustMakeAChannel() {
        for (String symbol : List.of("a b", "a:", "\u0007", " ")) {
            publish(symbol, null, Points.list(point("trade", "1", "1")));
            assertThat(error().field()).isEqualTo("symbol");

            client.send(new ClientMessage.RemoveChart(client.nextId(), symbol));
            simulation.loops().runAll();
            assertThat(error().command()).isEqualTo("remove_chart");
            assertThat(error().code()).isEqualTo(ErrorCode.INVALID_FIELD);
        }
    }

    @Test
    void pointsThatHadToWaitForAnEarlierCommandAreTheSame() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().loops(2));
        client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();

        // One of the names is at home on the other loop, so that the subscription takes a while.
        client.subscribe("market_data:A", "market_data:B", "market_data:C", "market_data:D");
        publish(point("trade", "1", "1"));

        assertThat(client.types()).endsWith("subscription_confirmed", "publish_confirmed");
        assertThat(pointsOf(ChartQuery.newest(10))).isEqualTo('[' + point("trade", "1.0", "1.0") + ']');
    }

    @Test
    void inProcessPointsAreAJsonArray() {
        CompletableFuture<Published> good = publishInProcess(null, '[' + point("trade", "1", "1") + ']');
        CompletableFuture<Published> broken = publishInProcess("add", "[{\"timestamp\":1e999}]");
        CompletableFuture<Published> object = publishInProcess("add", "{}");
        CompletableFuture<Published> word = publishInProcess("insert", "[]");

        assertThat(good).isCompletedWithValue(new Published(1, 0));
        assertThat(List.of(broken, object, word))
                .allSatisfy(future -> assertThat(future).isCompletedExceptionally());
        assertThat(object.handle((done, e) -> ((PublishException) e).code()))
                .isCompletedWithValue(ErrorCode.INVALID_MESSAGE);
    }

    private CompletableFuture<Published> publishInProcess(@Nullable String updateType, String json) {
        CompletableFuture<Published> future = simulation
                .charts()
                .publish(SYMBOL, updateType, json.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture();
        simulation.loops().runAll();
        return future;
    }
}
