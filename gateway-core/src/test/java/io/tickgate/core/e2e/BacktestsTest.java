package io.tickgate.core.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.feed.progress.ProgressReceipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Back-test progress as publishers in Python and clients in a browser see it. */
@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
class BacktestsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PATH = "/api/v1/websocket/backtests";
    private static final String GUIDE = """
            {"task_id":"backtest_001","status":"running","progress":45.5,"current_step":"策略执行","current_step_index":4,
             "total_steps":10,"message":"正在执行KDJ策略...","estimated_time_remaining":120.5,"elapsed_time":30.2,
             "data":{"symbol":"0700.HK","strategy":"kdj","price":1.10}}""";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring, "progress.max-tasks", "3");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> http(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(PATH + path));
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json");
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> report(String taskId, String body) {
        return http("POST", "/" + taskId + "/progress", body);
    }

    private void assertProblem(HttpResponse<String> answer, int status, String code, String pointer) {
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        Map<String, Object> problem = Json.object(answer.body());
        assertThat(problem).containsEntry("code", code).containsEntry("status", (long) status);
        if (pointer.isEmpty()) {
            assertThat(problem).doesNotContainKey("errors");
        } else {
            assertThat(Json.children(problem, "errors").get(0)).containsEntry("pointer", pointer);
        }
    }

    @Test
    void theGuidesExampleGoesFromAPublisherToASubscriberAndToALateJoiner() {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"backtest_progress\"}");

        HttpResponse<String> answer = report("backtest_001", GUIDE);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Json.object(answer.body()))
                .containsEntry("success", true)
                .containsEntry("task_id", "backtest_001")
                .containsEntry("channel", "backtest_progress:backtest_001")
                .containsEntry("offset", 1L)
                .containsEntry("recipient_count", 1L)
                .containsKey("timestamp")
                .doesNotContainKey("conflated");
        String text = client.read().text();
        Map<String, Object> update = Json.object(text);
        assertThat(update)
                .containsEntry("type", "backtest_progress_update")
                .containsEntry("task_id", "backtest_001")
                .containsEntry("channel", "backtest_progress:backtest_001")
                .containsEntry("offset", 1L)
                .containsKeys("server_time", "timestamp");
        assertThat(Json.child(update, "data")).isEqualTo(Json.object(GUIDE));
        assertThat(text).contains("\"price\":1.10");

        Map<String, Object> late =
                gateway.client().ask("{\"type\":\"request_backtest_progress\",\"task_id\":\"backtest_001\",\"id\":7}");
        assertThat(late)
                .containsEntry("type", "backtest_progress_update")
                .containsEntry("id", 7L)
                .doesNotContainKey("offset");
        assertThat(Json.child(late, "data")).isEqualTo(Json.object(GUIDE));
        assertThat(Json.object(http("GET", "/backtest_001", "").body())).isEqualTo(Json.object(GUIDE));
    }

    @Test
    void aBurstEndsWithItsLastState() {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"backtest_progress:t\"}");

        long numbered = 0;
        for (int progress = 1; progress <= 100; progress++) {
            Map<String, Object> answer =
                    Json.object(report("t", "{\"progress\":" + progress + "}").body());
            boolean isMerged = answer.containsKey("conflated");
            numbered += isMerged ? 0 : 1;
            assertThat(answer).containsEntry("recipient_count", isMerged ? 0L : 1L);
            if (progress == 1) {
                assertThat(isMerged).isFalse();
            }
        }

        Object progress = 0L;
        long last = 0;
        while (!progress.equals(100L)) {
            Map<String, Object> update = client.readJson();
            assertThat(update).containsEntry("offset", last + 1);
            last = (long) update.get("offset");
            progress = Json.child(update, "data").get("progress");
        }
        assertThat(last).isGreaterThanOrEqualTo(numbered).isLessThan(100);
    }

    @Test
    void aRunEndsAndDeletingItBeginsAnother() {
        assertThat(report("t", "{\"progress\":50}").statusCode()).isEqualTo(201);
        assertThat(report("t", "{\"progress\":60}").statusCode()).isEqualTo(200);
        assertProblem(report("t", "{\"progress\":59.9}"), 409, "progress_backwards", "/progress");
        assertThat(report("t", "{\"status\":\"completed\"}").statusCode()).isEqualTo(200);
        assertProblem(report("t", "{\"message\":\"more\"}"), 409, "task_finished", "");
        assertThat(Json.object(http("GET", "/t", "").body()))
                .containsEntry("progress", new BigDecimal("100.0"))
                .containsEntry("status", "completed")
                .containsEntry("message", "")
                .containsEntry("estimated_time_remaining", new BigDecimal("0.0"));

        HttpResponse<String> deleted = http("DELETE", "/t", "");

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertProblem(http("DELETE", "/t", ""), 404, "task_not_found", "");
        assertProblem(http("GET", "/t", ""), 404, "task_not_found", "");
        assertThat(report("t", "{\"progress\":1}").statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"progress\":100.5}                      | 422 | invalid_field | /progress",
                "{\"progress\":\"50\"}                     | 422 | invalid_field | /progress",
                "{\"status\":\"done\"}                     | 422 | invalid_field | /status",
                "{\"current_step\":1}                      | 422 | invalid_field | /current_step",
                "{\"current_step_index\":-1}               | 422 | invalid_field | /current_step_index",
                "{\"total_steps\":1.5}                     | 422 | invalid_field | /total_steps",
                "{\"message\":null}                        | 422 | missing_field | ``",
                "{\"estimated_time_remaining\":-1}         | 422 | invalid_field | /estimated_time_remaining",
                "{\"elapsed_time\":1e999}                  | 422 | invalid_field | /elapsed_time",
                "{\"data\":[]}                             | 422 | invalid_field | /data",
                "{\"error\":{}}                            | 422 | invalid_field | /error",
                "{\"task_id\":\"u\",\"progress\":1}        | 422 | invalid_field | /task_id",
                "{}                                        | 422 | missing_field | ``",
                "[]                                        | 422 | invalid_message | ``",
                "{\"progress\":1                           | 400 | invalid_json  | ``",
                "{\"progress\":1,\"progress\":2}           | 400 | invalid_json  | /progress",
            })
    void aBadReportIsRefusedWithTheFieldAtFaultAndNothingOfItApplies(
            String body, int status, String code, String pointer) {
        assertProblem(report("t", body), status, code, pointer);

        assertThat(http("GET", "/t", "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "%E3%80%80"})
    void anIdThatMakesNoChannelIsRefused(String taskId) {
        assertProblem(report(taskId, "{\"progress\":1}"), 422, "invalid_field", "/task_id");
        assertProblem(http("GET", "/" + taskId, ""), 404, "task_not_found", "");
    }

    @Test
    void anIdIsPercentDecodedAndMayBeInAnyScript() {
        assertThat(report("%E5%9B%9E%E6%B5%8B%2F1", "{\"progress\":1}").statusCode())
                .isEqualTo(201);

        assertThat(Json.object(http("GET", "/%E5%9B%9E%E6%B5%8B%2F1", "").body()))
                .containsEntry("task_id", "回测/1");
    }

    @Test
    void theListIsFilteredAndCutAndItsParametersAreChecked() {
        for (String id : List.of("a", "b", "c")) {
            report(id, "{\"status\":\"" + (id.equals("b") ? "paused" : "running") + "\"}");
        }

        Map<String, Object> all = Json.object(http("GET", "", "").body());
        Map<String, Object> paused =
                Json.object(http("GET", "?status=paused", "").body());
        Map<String, Object> first = Json.object(http("GET", "?limit=1", "").body());

        assertThat(Json.children(all, "backtests"))
                .extracting(task -> task.get("task_id"))
                .containsExactly("c", "b", "a");
        assertThat(all).containsEntry("more", false).containsKey("timestamp");
        assertThat(Json.children(paused, "backtests"))
                .extracting(task -> task.get("task_id"))
                .containsExactly("b");
        assertThat(Json.children(first, "backtests")).hasSize(1);
        assertThat(first).containsEntry("more", true);
        assertProblem(http("GET", "?status=done", ""), 422, "invalid_field", "/status");
        assertProblem(http("GET", "?limit=0", ""), 422, "invalid_field", "/limit");
        assertProblem(http("GET", "?limit=501", ""), 422, "invalid_field", "/limit");
        assertProblem(http("GET", "?limit=x", ""), 422, "invalid_field", "/limit");
    }

    @Test
    void finishedTasksMakeRoomAndThenNoMoreFit() {
        report("a", "{\"status\":\"completed\"}");
        for (String id : List.of("b", "c", "d")) {
            assertThat(report(id, "{\"progress\":1}").statusCode()).isEqualTo(201);
        }

        HttpResponse<String> refused = report("e", "{\"progress\":1}");

        assertProblem(refused, 503, "unavailable", "");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(http("GET", "/a", "").statusCode()).isEqualTo(404);
        assertThat(gateway.gateway().progress().runningTasks()).isEqualTo(3);
    }

    @Test
    void commandsReportAndAreAnsweredById() {
        RawWebSocket client = gateway.client();

        Map<String, Object> confirmed = client.ask(
                "{\"type\":\"publish_backtest_progress\",\"task_id\":\"t\",\"data\":{\"progress\":5},\"id\":\"p\"}");
        Map<String, Object> refused = client.ask(
                "{\"type\":\"publish_backtest_progress\",\"task_id\":\"t\",\"data\":{\"progress\":4},\"id\":2}");
        Map<String, Object> unknown =
                client.ask("{\"type\":\"request_backtest_progress\",\"task_id\":\"nobody\",\"id\":3}");

        assertThat(confirmed)
                .containsEntry("type", "publish_confirmed")
                .containsEntry("channel", "backtest_progress:t")
                .containsEntry("offset", 1L)
                .containsEntry("recipient_count", 0L)
                .containsEntry("id", "p");
        assertThat(refused)
                .containsEntry("code", "progress_backwards")
                .containsEntry("field", "data.progress")
                .containsEntry("task_id", "t")
                .containsEntry("id", 2L);
        assertThat(unknown)
                .containsEntry("code", "task_not_found")
                .containsEntry("task_id", "nobody")
                .containsEntry("id", 3L);
    }

    @Test
    void anApplicationReportsFromInside() {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"backtest_progress:t\"}");

        ProgressReceipt receipt = gateway.gateway()
                .progress()
                .update("t", "{\"progress\":5,\"message\":\"m\"}".getBytes(UTF_8))
                .toCompletableFuture()
                .join();

        assertThat(receipt).isEqualTo(new ProgressReceipt("t", "backtest_progress:t", 1, 1, true, false));
        assertThat(Json.child(client.readJson(), "data")).containsEntry("message", "m");
        Assertions.assertThatThrownBy(() -> gateway.gateway()
                        .progress()
                        .update("t", "{\"progress\":4}".getBytes(UTF_8))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("progress_backwards");
    }
}
