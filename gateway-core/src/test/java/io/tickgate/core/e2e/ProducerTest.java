package io.tickgate.core.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.Publisher.Published;
import io.tickgate.core.feed.notice.NotificationCenter.Notified;
import io.tickgate.core.feed.progress.ProgressReceipt;
import io.tickgate.core.producer.Notice;
import io.tickgate.core.producer.Point;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.producer.ProgressUpdate;
import io.tickgate.core.producer.StatusUpdate;
import io.tickgate.core.producer.UpdateType;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.TaskStatus;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The Java API of a gateway inside an application, with the JDK's client to see what comes of it. */
@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
class ProducerTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_731_144_000, 500_000_000);

    @Parameter
    Wiring wiring;

    private TestGateway gateway;
    private Producer producer;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring);
        producer = gateway.gateway().producer();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aMessageArrivesWithTheValuesThatJavaHad() throws Exception {
        JdkListener client = subscribed("market_data:X");
        Map<String, Object> message = new HashMap<>();
        message.put("text", "\"腾讯\"\n");
        message.put("whole", Long.MAX_VALUE);
        message.put("big", BigInteger.TEN);
        message.put("exact", new BigDecimal("355.10000000000000000000001"));
        message.put("single", 0.1f);
        message.put("flag", true);
        message.put("nothing", null);
        message.put("list", Arrays.asList(1, null, Map.of("deep", "er")));

        Published published = join(producer.publish("market_data:X", message));

        assertThat(published).isEqualTo(new Published(1, 1));
        assertThat(client.next())
                .containsEntry("type", "message")
                .containsEntry("text", "\"腾讯\"\n")
                .containsEntry("whole", Long.MAX_VALUE)
                .containsEntry("big", 10L)
                .containsEntry("exact", new BigDecimal("355.10000000000000000000001"))
                .containsEntry("single", new BigDecimal("0.1"))
                .containsEntry("flag", true)
                .containsEntry("nothing", null)
                .containsEntry("list", Arrays.asList(1L, null, Map.of("deep", "er")));
    }

    @Test
    void bytesArriveAsTheyAre() throws Exception {
        JdkListener client = subscribed("market_data:X");

        join(producer.publish("market_data:X", "{\"type\":\"quote\",\"last\":355.10}".getBytes(UTF_8)));

        assertThat(client.next()).containsEntry("type", "quote").containsEntry("last", new BigDecimal("355.10"));
    }

    @Test
    void theOptionsOfAPublicationHold() throws Exception {
        RawWebSocket excluded = gateway.unopened(0);
        excluded.handshake();
        String id = (String) excluded.readJson().get("connection_id");
        excluded.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:X\"}");
        JdkListener other = subscribed("market_data:X");
        byte[] message = "{\"type\":\"halt\"}".getBytes(UTF_8);

        Published published =
                join(producer.publish("market_data:X", message, new PublishOptions(Priority.HIGH, false, id)));
        join(producer.publish("market_data:X", message));

        assertThat(published).isEqualTo(new Published(1, 1));
        assertThat(other.next()).containsEntry("offset", 1L);
        assertThat(excluded.readJson()).containsEntry("offset", 2L);
    }

    @Test
    void progressArrivesInTheGuidesShape() throws Exception {
        JdkListener client = subscribed("backtest_progress");
        ProgressUpdate update = ProgressUpdate.running(45.5)
                .step("策略执行")
                .stepIndex(4)
                .totalSteps(10)
                .message("正在执行KDJ策略...")
                .remaining(Duration.ofMillis(120_500))
                .elapsed(Duration.ofMillis(30_200))
                .data(Map.of("symbol", "0700.HK"));

        ProgressReceipt receipt = join(producer.progress("t1", update));

        assertThat(receipt).isEqualTo(new ProgressReceipt("t1", "backtest_progress:t1", 1, 1, true, false));
        assertThat(Json.child(client.next(), "data"))
                .containsEntry("task_id", "t1")
                .containsEntry("status", "running")
                .containsEntry("progress", new BigDecimal("45.5"))
                .containsEntry("current_step", "策略执行")
                .containsEntry("current_step_index", 4L)
                .containsEntry("total_steps", 10L)
                .containsEntry("message", "正在执行KDJ策略...")
                .containsEntry("estimated_time_remaining", new BigDecimal("120.5"))
                .containsEntry("elapsed_time", new BigDecimal("30.2"))
                .containsEntry("data", Map.of("symbol", "0700.HK"));
    }

    @Test
    void anUpdateChangesOnlyWhatItTells() throws Exception {
        JdkListener client = subscribed("backtest_progress:t1");
        join(producer.progress("t1", ProgressUpdate.running(10).message("begun").data(Map.of("a", 1))));
        client.next();

        join(producer.progress(
                "t1",
                new ProgressUpdate().status(TaskStatus.PAUSED).remaining(null).data(Map.of("b", 2))));

        assertThat(Json.child(client.next(), "data"))
                .containsEntry("status", "paused")
                .containsEntry("message", "begun")
                .containsEntry("estimated_time_remaining", null)
                .containsEntry("data", Map.of("a", 1L, "b", 2L));
    }

    @Test
    void reportsThatAreMergedSaySoAndTheLastOneArrives() throws Exception {
        JdkListener client = subscribed("backtest_progress:t1");
        List<CompletionStage<ProgressReceipt>> answers = new ArrayList<>();

        for (int percent = 0; percent < 50; percent++) {
            answers.add(producer.progress("t1", ProgressUpdate.running(percent)));
        }
        join(producer.progress("t1", ProgressUpdate.completed()));

        List<ProgressReceipt> receipts =
                answers.stream().map(ProducerTest::join).toList();
        assertThat(receipts.get(0).conflated()).isFalse();
        assertThat(receipts).anyMatch(ProgressReceipt::conflated);
        assertThat(receipts)
                .filteredOn(ProgressReceipt::conflated)
                .allMatch(receipt -> receipt.recipientCount() == 0 && receipt.offset() >= 1);
        Map<String, Object> data = Json.child(client.next(), "data");
        while (!"completed".equals(data.get("status"))) {
            data = Json.child(client.next(), "data");
        }
        assertThat(((Number) data.get("progress")).intValue()).isEqualTo(100);
    }

    @Test
    void aTaskMayBeRunAgainOnceForgotten() {
        join(producer.progress("t1", ProgressUpdate.failed("no data")));

        assertThat(join(producer.forgetTask("t1"))).isTrue();
        assertThat(join(producer.forgetTask("t1"))).isFalse();
        assertThat(join(producer.progress("t1", ProgressUpdate.running(1))).created())
                .isTrue();
    }

    @Test
    void aChartsPointsArriveAndAreForgottenWhenAsked() throws Exception {
        JdkListener client = subscribed("chart_updates:0700.HK");
        List<Point> points = new ArrayList<>(Point.bar(TIME, 354, 356.5, 353, 355.1));
        points.add(Point.volume(TIME, 12));
        points.add(Point.trade(TIME, 355));
        points.add(Point.indicator(TIME, "KDJ_K", 65.5, Map.of("D", 60.0, "J", 76.5)));

        Published published = join(producer.chart("0700.HK", points));
        join(producer.chart("0700.HK", UpdateType.BATCH, points.subList(0, 1)));
        join(producer.forgetChart("0700.HK"));

        assertThat(published).isEqualTo(new Published(1, 1));
        Map<String, Object> update = client.next();
        assertThat(update).containsEntry("type", "chart_update").containsEntry("update_type", "add");
        assertThat(Json.children(update, "data_points"))
                .extracting(point -> point.get("data_type"))
                .containsExactly("ohlcv", "ohlcv", "ohlcv", "ohlcv", "volume", "trade", "indicator_KDJ_K");
        assertThat(Json.children(update, "data_points").get(3))
                .containsEntry("timestamp", new BigDecimal("1731144000.5"))
                .containsEntry("value", new BigDecimal("355.1"))
                .containsEntry("additional_data", Map.of("field", "close"));
        assertThat(client.next()).containsEntry("update_type", "batch");
        assertThat(gateway.request("GET", "/api/v1/websocket/charts/0700.HK/points", "")
                        .body())
                .contains("\"data_points\":[]");
    }

    @Test
    void aNotificationArrivesOnceForEachId() throws Exception {
        JdkListener client = connected("?user_id=ann", "notifications");
        Notice notice = new Notice("backtest_completed", "done", "t1 is done")
                .id("n1")
                .user("ann")
                .priority(Priority.HIGH)
                .metadata(Map.of("task_id", "t1"))
                .action("/backtest/result/t1", "look");

        Notified first = join(producer.notify(notice));
        Notified again = join(producer.notify(notice));

        assertThat(first).isEqualTo(new Notified("n1", 1, 1, true));
        assertThat(again.isNew()).isFalse();
        assertThat(Json.child(client.next(), "notification"))
                .containsEntry("id", "n1")
                .containsEntry("type", "backtest_completed")
                .containsEntry("title", "done")
                .containsEntry("message", "t1 is done")
                .containsEntry("priority", "HIGH")
                .containsEntry("metadata", Map.of("task_id", "t1"))
                .containsEntry("action_url", "/backtest/result/t1")
                .containsEntry("action_text", "look");
    }

    @Test
    void figuresOfTheStatusStandForTheGatewaysOwn() throws Exception {
        JdkListener client = subscribed("system_status");
        client.next();
        StatusUpdate update = new StatusUpdate()
                .cpuUsage(45.5)
                .memoryUsage(96.5)
                .activeBacktests(3)
                .with("queue_depth", 7);

        Published published = join(producer.status(update));

        assertThat(published.recipientCount()).isEqualTo(1);
        assertThat(statusAt(published.offset(), client))
                .containsEntry("active_connections", 1L)
                .containsEntry("cpu_usage", new BigDecimal("45.5"))
                .containsEntry("memory_usage", new BigDecimal("96.5"))
                .containsEntry("active_backtests", 3L)
                .containsEntry("queue_depth", 7L);
    }

    @Test
    void aFigureThatIsCalledStatusIsNotTakenForTheWholeStatus() throws Exception {
        JdkListener client = subscribed("system_status");
        client.next();

        Published published = join(producer.status(new StatusUpdate().with("status", Map.of("cpu_usage", 101))));

        assertThat(statusAt(published.offset(), client)).containsEntry("status", Map.of("cpu_usage", 101L));
    }

    /** Passes over those that the gateway publishes of its own accord. */
    private static Map<String, Object> statusAt(long offset, JdkListener client) throws InterruptedException {
        Map<String, Object> message = client.next();
        while (!Long.valueOf(offset).equals(message.get("offset"))) {
            message = client.next();
        }
        return Json.child(message, "status");
    }

    @Test
    void threadsPublishAtOnceAndEachKeepsItsOrder() throws Exception {
        int threads = 4;
        int each = 200;
        JdkListener client = subscribed("market_data:X");

        List<CompletableFuture<List<Published>>> publishers = IntStream.range(0, threads)
                .mapToObj(thread -> CompletableFuture.supplyAsync(
                        () -> IntStream.range(0, each)
                                .mapToObj(n -> producer.publish("market_data:X", Map.of("thread", thread, "n", n)))
                                .toList(),
                        command -> new Thread(command).start()))
                .map(stages -> stages.thenApply(
                        list -> list.stream().map(ProducerTest::join).toList()))
                .toList();

        assertThat(publishers.stream().flatMap(answers -> answers.join().stream()))
                .extracting(Published::offset)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, (long) threads * each).boxed().toList());
        long[] next = new long[threads];
        for (long offset = 1; offset <= (long) threads * each; offset++) {
            Map<String, Object> message = client.next();
            int thread = ((Long) message.get("thread")).intValue();
            assertThat(message).containsEntry("offset", offset).containsEntry("n", next[thread]++);
        }
    }

    private JdkListener subscribed(String channel) throws Exception {
        return connected("", channel);
    }

    private JdkListener connected(String query, String channel) throws Exception {
        JdkListener listener = new JdkListener();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(gateway.webSocketUri() + query), listener)
                .get(8, TimeUnit.SECONDS)
                .sendText("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}", true)
                .get(8, TimeUnit.SECONDS);
        assertThat(listener.next()).containsEntry("type", "connection_established");
        assertThat(listener.next()).containsEntry("type", "subscription_confirmed");
        return listener;
    }

    private static <T> T join(CompletionStage<T> answer) {
        return answer.toCompletableFuture().orTimeout(8, TimeUnit.SECONDS).join();
    }
}
