package io.tickgate.core.feed.chart;

import static io.tickgate.core.feed.chart.Points.bar;
import static io.tickgate.core.feed.chart.Points.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.Publisher.Published;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.ChartUpdate;
import io.tickgate.protocol.message.UpdateMessage.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChartFeedTest {
    private static final String SYMBOL = "0700.HK";

    private Simulation simulation = new Simulation();
    private SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    private void limits(ChartSettings settings) {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().charts(settings));
        client = simulation.connect(0, FrameKind.JSON);
    }

    private void subscribe(int history) {
        client.send(new ClientMessage.SubscribeChart(client.nextId(), SYMBOL, history));
        simulation.loops().runAll();
    }

    private void publish(String symbol, @Nullable String updateType, OpaqueList points) {
        client.send(new ClientMessage.PublishChart(client.nextId(), symbol, updateType, points));
        simulation.loops().runAll();
    }

    private void publish(String... points) {
        publish(SYMBOL, null, Points.list(points));
    }

    private List<ChartUpdate> updates() {
        return client.received().all(ChartUpdate.class);
    }

    private ChartUpdate lastUpdate() {
        return client.received().last(ChartUpdate.class);
    }

    private ServerMessage.ErrorMessage error() {
        return client.received().last(ServerMessage.ErrorMessage.class);
    }

    private String pointsOf(ChartQuery query) {
        List<String> answers = new ArrayList<>();
        simulation.charts().points(SYMBOL, query, points -> answers.add(Points.json(points)));
        simulation.loops().runAll();
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

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
    void aNumberThatNoDoubleHoldsKeepsItsDigitsInHistory() {
        String exact = "{\"timestamp\":1, \"data_type\":\"trade\", \"value\":0.12345678901234567890}";
        publish(exact);
        publish(point("trade", "2", "9007199254740993"));

        assertThat(pointsOf(ChartQuery.newest(10)))
                .isEqualTo('[' + exact.substring(0, exact.length() - 1) + ",\"additional_data\":{}},"
                        + point("trade", "2", "9007199254740993") + ']');
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

    @Test
    void pointsAreAskedForByTypeByCountAndByTime() {
        publish(
                point("trade", "1", "1"),
                point("volume", "1", "2"),
                point("trade", "2", "3"),
                point("trade", "3", "4"));

        assertThat(pointsOf(new ChartQuery("trade", 2, Double.NaN)))
                .isEqualTo('[' + point("trade", "2.0", "3.0") + ',' + point("trade", "3.0", "4.0") + ']');
        assertThat(pointsOf(new ChartQuery(null, 2, 1)))
                .isEqualTo('[' + point("trade", "1.0", "1.0") + ',' + point("volume", "1.0", "2.0") + ']');
        assertThat(pointsOf(new ChartQuery(null, 9, 2.5))).isEqualTo('[' + point("trade", "3.0", "4.0") + ']');
        assertThat(pointsOf(new ChartQuery("ohlcv", 9, Double.NaN))).isEqualTo("[]");
    }

    @Test
    void noBarIsCutByALimit() {
        String old = bar("open", "1.0", "1.0") + ',' + bar("close", "1.0", "2.0");
        String young = bar("open", "2.0", "3.0") + ',' + bar("high", "2.0", "4.0") + ',' + bar("close", "2.0", "5.0");
        publish(old + ',' + young);

        assertThat(pointsOf(ChartQuery.newest(4))).isEqualTo('[' + young + ']');
        assertThat(pointsOf(ChartQuery.newest(1))).isEqualTo('[' + young + ']');
        assertThat(pointsOf(ChartQuery.newest(5))).isEqualTo('[' + old + ',' + young + ']');
        assertThat(pointsOf(new ChartQuery(null, 1, 0))).isEqualTo('[' + old + ']');
        assertThat(pointsOf(new ChartQuery(null, 4, 0))).isEqualTo('[' + old + ']');
    }

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
                new SubscribeOptions(null, new SubscribeOptions.Rewind(SubscribeOptions.Unit.LAST, 10)),
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
