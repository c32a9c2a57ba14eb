package io.tickgate.core.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.producer.Notice;
import io.tickgate.core.producer.Point;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.producer.ProgressUpdate;
import io.tickgate.core.producer.StatusUpdate;
import io.tickgate.protocol.message.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Java API does not take: each refusal names the field and the rule, and nothing of the call is applied. */
class ProducerRefusalTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_731_144_000);
    private static final Point POINT = Point.volume(TIME, 1);

    private TestGateway gateway;
    private Producer producer;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(Wiring.NIO_TWO_LOOPS);
        producer = gateway.gateway().producer();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void messages() {
        assertRefused(producer.publish("nowhere", Map.of()), ErrorCode.UNKNOWN_CHANNEL, "channel");
        assertRefused(producer.publish("market_data:a b", Map.of()), ErrorCode.INVALID_FIELD, "channel");
        assertRefused(producer.publish("market_data:x", Map.of("type", 5)), ErrorCode.INVALID_FIELD, "type");
        assertRefused(producer.publish("market_data:x", bytes("{")), ErrorCode.INVALID_JSON, "message");
        assertRefused(producer.publish("market_data:x", bytes("[]")), ErrorCode.INVALID_MESSAGE, "message");
        assertRefused(
                producer.publish("market_data:x", Map.of("a", "x".repeat(300_000))),
                ErrorCode.MESSAGE_TOO_LARGE,
                "message");
    }

    @Test
    void valuesThatHaveNoJson() {
        assertRefusedValue(Map.of("b", List.of(1, Double.NaN)), "a.b[1]", "must be finite");
        assertRefusedValue(Float.NEGATIVE_INFINITY, "a", "must be finite");
        assertRefusedValue(new Object(), "a", "not a java.lang.Object");
        assertRefusedValue(new int[] {1}, "a", "not a [I");
        assertRefusedValue(Map.of(1, "x"), "a", "strings");
        assertRefusedValue(Map.of("n".repeat(257), "x"), "a", "256");
        assertRefusedValue(BigInteger.TEN.pow(1000), "a", "1000 digits");
        assertRefusedValue(new BigDecimal("1e-1000").setScale(20_000), "a", "1000 digits");
    }

    @Test
    void aMapThatHoldsItself() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);

        PublishException refusal = refusal(producer.publish("market_data:x", endless));

        assertThat(refusal.rule()).contains("deeper than 64");
        assertThat(refusal.field()).startsWith("self.self.self").hasSizeLessThan(250);
    }

    @Test
    void progress() {
        assertRefused(producer.progress("", ProgressUpdate.running(1)), ErrorCode.INVALID_FIELD, "task_id");
        assertRefused(producer.progress("a b", ProgressUpdate.running(1)), ErrorCode.INVALID_FIELD, "task_id");
        assertRefusedUpdate(ProgressUpdate.running(101), "progress");
        assertRefusedUpdate(ProgressUpdate.running(Double.NaN), "progress");
        assertRefusedUpdate(ProgressUpdate.running(1).step("x".repeat(1025)), "current_step");
        assertRefusedUpdate(ProgressUpdate.running(1).stepIndex(-1), "current_step_index");
        assertRefusedUpdate(ProgressUpdate.running(1).totalSteps(-1), "total_steps");
        assertRefusedUpdate(ProgressUpdate.running(1).elapsed(Duration.ofMillis(-1)), "elapsed_time");
        assertRefusedUpdate(ProgressUpdate.running(1).remaining(Duration.ofSeconds(-1)), "estimated_time_remaining");
        assertRefusedUpdate(ProgressUpdate.running(1).data(Map.of("x", List.of('c'))), "data.x[0]");
        assertThat(refusal(producer.progress("t", new ProgressUpdate())).rule()).isNotBlank();

        assertThat(gateway.request("GET", "/api/v1/websocket/backtests/t", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void progressThatRunsBackwardsOrOn() {
        join(producer.progress("t", ProgressUpdate.running(50)));
        PublishException backwards = refusal(producer.progress("t", ProgressUpdate.running(49)));
        join(producer.progress("t", ProgressUpdate.completed()));
        PublishException finished = refusal(producer.progress("t", ProgressUpdate.running(100)));

        assertThat(backwards.code()).isEqualTo(ErrorCode.PROGRESS_BACKWARDS);
        assertThat(backwards.field()).isEqualTo("progress");
        assertThat(finished.code()).isEqualTo(ErrorCode.TASK_FINISHED);
    }

    @Test
    void charts() {
        assertRefused(producer.chart(" ", List.of(POINT)), ErrorCode.INVALID_FIELD, "symbol");
        assertRefusedPoints(List.of(), "data_points");
        assertRefusedPoints(Collections.nCopies(1001, POINT), "data_points");
        assertRefusedPoints(Arrays.asList(POINT, null), "data_points[1]");
        assertRefusedPoints(List.of(POINT, Point.volume(Instant.ofEpochSecond(-1), 1)), "data_points[1].timestamp");
        assertRefusedPoints(List.of(POINT, Point.volume(TIME, Double.POSITIVE_INFINITY)), "data_points[1].value");
        assertRefusedPoints(List.of(POINT, new Point(1, "candle", 1, Map.of())), "data_points[1].data_type");
        assertRefusedPoints(
                List.of(POINT, Point.indicator(TIME, "K", 1, Map.of("D", Double.NaN))),
                "data_points[1].additional_data.D");

        assertThat(gateway.request("GET", "/api/v1/websocket/charts/x/points", "")
                        .body())
                .contains("\"data_points\":[]");
    }

    @Test
    void notifications() {
        assertRefusedNotice(new Notice("", "t", "m"), "type");
        assertRefusedNotice(new Notice("x", "t".repeat(257), "m"), "title");
        assertRefusedNotice(new Notice("x", "t", "m".repeat(4097)), "message");
        assertRefusedNotice(new Notice("x", "t", "m").id(""), "id");
        assertRefusedNotice(new Notice("x", "t", "m").user("a b"), "user_id");
        assertRefusedNotice(new Notice("x", "t", "m").metadata(Map.of("a", "x".repeat(17_000))), "metadata");
        assertRefusedNotice(new Notice("x", "t", "m").metadata(Map.of("a", TIME)), "metadata.a");
        assertThat(gateway.request("GET", "/api/v1/websocket/notifications", "").body())
                .contains("\"notifications\":[]");

        join(producer.notify(new Notice("x", "t", "m").id("n")));

        assertRefused(producer.notify(new Notice("x", "t", "other").id("n")), ErrorCode.DUPLICATE_ID, "id");
    }

    @Test
    void status() {
        assertRefused(producer.status(new StatusUpdate()), ErrorCode.MISSING_FIELD, "status");
        assertRefused(
                producer.status(new StatusUpdate().with("a", 1).cpuUsage(101)),
                ErrorCode.INVALID_FIELD,
                "status.cpu_usage");
        assertRefused(
                producer.status(new StatusUpdate().memoryUsage(-1)), ErrorCode.INVALID_FIELD, "status.memory_usage");
        assertRefused(
                producer.status(new StatusUpdate().activeBacktests(-1)),
                ErrorCode.INVALID_FIELD,
                "status.active_backtests");
        assertRefused(
                producer.status(new StatusUpdate().with("load", List.of(Double.NaN))),
                ErrorCode.INVALID_FIELD,
                "status.load[0]");
    }

    @Test
    void whatIsMissing() {
        List<CompletionStage<?>> calls = new ArrayList<>(List.of(
                producer.publish(null, Map.of()),
                producer.publish("market_data", (byte[]) null),
                producer.publish("market_data", (Map<String, ?>) null),
                producer.progress(null, ProgressUpdate.running(1)),
                producer.progress("t", null),
                producer.forgetTask(null),
                producer.chart(null, List.of(POINT)),
                producer.chart("x", null),
                producer.chart("x", null, List.of(POINT)),
                producer.forgetChart(null),
                producer.notify(null),
                producer.status(null)));

        assertThat(calls).extracting(call -> refusal(call).code()).containsOnly(ErrorCode.MISSING_FIELD);
        assertThat(calls)
                .extracting(call -> refusal(call).field())
                .containsExactly(
                        "channel",
                        "message",
                        "message",
                        "task_id",
                        "data",
                        "task_id",
                        "symbol",
                        "data_points",
                        "update_type",
                        "symbol",
                        "notification",
                        "status");
    }

    @Test
    void nullInAValueIsRefusedWhereItIsHandedInAndNamed() {
        Notice notice = new Notice("x", "t", "m");
        ProgressUpdate update = new ProgressUpdate();
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("type", () -> new Notice(null, "t", "m"));
        calls.put("title", () -> new Notice("x", null, "m"));
        calls.put("message", () -> update.message(null));
        calls.put("id", () -> notice.id(null));
        calls.put("userId", () -> notice.user(null));
        calls.put("priority", () -> notice.priority(null));
        calls.put("metadata", () -> notice.metadata(null));
        calls.put("url", () -> notice.action(null, "text"));
        calls.put("text", () -> notice.action("/", null));
        calls.put("status", () -> update.status(null));
        calls.put("elapsed", () -> update.elapsed(null));
        calls.put("data", () -> update.data(null));
        calls.put("error", () -> ProgressUpdate.failed(null));
        calls.put("dataType", () -> new Point(1, null, 1, Map.of()));
        calls.put("additionalData", () -> Point.indicator(TIME, "K", 1, null));
        calls.put("time", () -> Point.trade(null, 1));
        calls.put("field", () -> Point.price(TIME, null, 1));
        calls.put("name", () -> Point.indicator(TIME, null, 1, Map.of()));

        calls.forEach((name, call) -> assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .hasMessage(name));
        assertThatThrownBy(() -> new StatusUpdate().with(null, 1)).hasMessage("name");
        assertThatThrownBy(() -> update.step(null)).hasMessage("name");
    }

    @Test
    void aCountOfConnectionsThatIsNotTheGatewaysOwn() {
        assertThatThrownBy(() -> new StatusUpdate().with("active_connections", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("active_connections is always the gateway's own count");
    }

    @Test
    void aSymbolThatCannotBeIsNotForgottenEither() {
        assertRefused(producer.forgetChart("a b"), ErrorCode.INVALID_FIELD, "symbol");
        assertRefused(producer.forgetChart("x".repeat(65)), ErrorCode.INVALID_FIELD, "symbol");
        assertThat(join(producer.forgetChart("unknown"))).isNull();
    }

    @Test
    void everythingAfterTheEnd() {
        gateway.gateway().close();

        List<CompletionStage<?>> calls = new ArrayList<>(List.of(
                producer.publish("market_data:x", Map.of()),
                producer.publish("market_data:x", bytes("{}")),
                producer.progress("t", ProgressUpdate.running(1)),
                producer.forgetTask("t"),
                producer.chart("x", List.of(POINT)),
                producer.forgetChart("x"),
                producer.notify(new Notice("info", "t", "m")),
                producer.status(new StatusUpdate().cpuUsage(1))));

        assertThat(calls).extracting(call -> refusal(call).code()).containsOnly(ErrorCode.UNAVAILABLE);
    }

    private void assertRefusedValue(Object value, String field, String rule) {
        PublishException refusal = refusal(producer.publish("market_data:x", Map.of("a", value)));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.rule()).contains(rule);
    }

    private void assertRefusedUpdate(ProgressUpdate update, String field) {
        assertRefused(producer.progress("t", update), ErrorCode.INVALID_FIELD, field);
    }

    private void assertRefusedPoints(List<Point> points, String field) {
        assertRefused(producer.chart("x", points), ErrorCode.INVALID_FIELD, field);
    }

    private void assertRefusedNotice(Notice notice, String field) {
        assertRefused(producer.notify(notice), ErrorCode.INVALID_FIELD, field);
    }

    private static void assertRefused(CompletionStage<?> answer, ErrorCode code, String field) {
        PublishException refusal = refusal(answer);
        assertThat(refusal.code()).as("%s", refusal).isEqualTo(code);
        assertThat(refusal.field()).as("%s", refusal).isEqualTo(field);
        assertThat(refusal.rule()).isNotBlank();
    }

    private static PublishException refusal(CompletionStage<?> answer) {
        return (PublishException) catchThrowable(() -> join(answer)).getCause();
    }

    private static <T> T join(CompletionStage<T> answer) {
        return answer.toCompletableFuture().orTimeout(8, TimeUnit.SECONDS).join();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
