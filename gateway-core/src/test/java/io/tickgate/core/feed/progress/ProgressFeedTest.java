package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.UpdateMessage.BacktestProgressUpdate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressFeedTest {
    private Simulation simulation = new Simulation();

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    private CompletableFuture<ProgressReceipt> send(String taskId, String json) {
        CompletableFuture<ProgressReceipt> future = simulation
                .progress()
                .update(taskId, json.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture();
        simulation.loops().runAll();
        assertThat(future).isDone();
        return future;
    }

    private ProgressReceipt update(String taskId, String json) {
        return send(taskId, json).join();
    }

    private ErrorCode refusal(String taskId, String json) {
        try {
            throw new AssertionError("was applied: " + update(taskId, json));
        } catch (CompletionException e) {
            if (e.getCause() instanceof PublishException refused) {
                return refused.code();
            }
            throw e;
        }
    }

    private @Nullable String state(String taskId) {
        List<String> states = new ArrayList<>();
        simulation.progress().find(taskId, simulation.loop(0), state -> states.add(state == null ? "" : text(state)));
        simulation.loops().runAll();
        return states.get(0).isEmpty() ? null : states.get(0);
    }

    private boolean remove(String taskId) {
        List<Boolean> answers = new ArrayList<>();
        simulation.progress().remove(taskId, simulation.loop(0), answers::add);
        simulation.loops().runAll();
        return answers.get(0);
    }

    private TaskList list(@Nullable TaskStatus status, int limit) {
        List<TaskList> answers = new ArrayList<>();
        simulation.progress().list(status, limit, simulation.loop(0), answers::add);
        simulation.loops().runAll();
        return answers.get(0);
    }

    private SimulatedClient subscriber(String channel) {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(channel);
        simulation.loops().runAll();
        return client;
    }

    private static List<BacktestProgressUpdate> updates(SimulatedClient client) {
        return client.received().all(BacktestProgressUpdate.class);
    }

    private static String lastState(SimulatedClient client) {
        return text(client.received().last(BacktestProgressUpdate.class).data());
    }

    private static long offset(BacktestProgressUpdate update) {
        UpdateMessage.Delivery delivery = update.delivery();
        return delivery == null ? 0 : delivery.offset();
    }

    private static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backtest_progress", "backtest_progress:t"})
    void aReportComesAsAWholeStateToTheTasksAndTheFamilysSubscribers(String channel) {
        SimulatedClient client = subscriber(channel);

        ProgressReceipt receipt = update("t", "{\"progress\":45.50,\"data\":{\"price\":1.10}}");

        assertThat(receipt).isEqualTo(new ProgressReceipt("t", "backtest_progress:t", 1, 1, true, false));
        BacktestProgressUpdate update = client.received().last(BacktestProgressUpdate.class);
        assertThat(update.taskId()).isEqualTo("t");
        assertThat(offset(update)).isEqualTo(1);
        assertThat(text(update.data()))
                .isEqualTo("\"task_id\":\"t\",\"status\":\"running\",\"progress\":45.5,\"current_step\":\"\","
                        + "\"current_step_index\":0,\"total_steps\":0,\"message\":\"\","
                        + "\"estimated_time_remaining\":0.0,\"elapsed_time\":0.0,\"data\":{\"price\":1.10}");
    }

    @Test
    void aMessagePackSubscriberGetsTheSame() {
        SimulatedClient client = simulation.connect(0, FrameKind.MSGPACK);
        client.subscribe("backtest_progress");
        simulation.loops().runAll();

        update("t", "{\"progress\":45.5}");

        assertThat(client.received().last(BacktestProgressUpdate.class).data().memberCount())
                .isEqualTo(10);
    }

    @Test
    void aBurstIsMergedAndItsLastStateGoesOut() {
        SimulatedClient client = subscriber("backtest_progress:t");
        update("t", "{\"progress\":0}");

        for (int i = 1; i <= 50; i++) {
            ProgressReceipt merged = update("t", "{\"progress\":" + i + ",\"data\":{\"p" + i % 3 + "\":" + i + "}}");
            assertThat(merged).isEqualTo(new ProgressReceipt("t", "backtest_progress:t", 1, 0, false, true));
        }
        assertThat(updates(client)).hasSize(1);
        simulation.pass(Duration.ofMillis(200));

        assertThat(updates(client)).hasSize(2);
        assertThat(offset(client.received().last(BacktestProgressUpdate.class))).isEqualTo(2);
        assertThat(lastState(client)).contains("\"progress\":50", "\"data\":{\"p1\":49,\"p2\":50,\"p0\":48}");
        assertThat(simulation.counter(Counter.PROGRESS_CONFLATED)).isEqualTo(50);
    }

    @Test
    void aSteadyStreamComesTenTimesASecond() {
        SimulatedClient client = subscriber("backtest_progress");

        for (int millis = 0; millis < 2000; millis += 10) {
            update("t", "{\"progress\":" + millis / 20.0 + "}");
            simulation.clock().advance(Duration.ofMillis(10));
            if (millis % 100 == 90) {
                simulation.tick();
                simulation.loops().runAll();
            }
        }

        assertThat(updates(client)).hasSizeBetween(19, 21);
    }

    @Test
    void aChangeOfStatusIsNeverHeldBack() {
        SimulatedClient client = subscriber("backtest_progress");
        update("t", "{\"status\":\"pending\"}");
        update("t", "{\"status\":\"running\"}");
        update("t", "{\"progress\":99}");

        ProgressReceipt last = update("t", "{\"status\":\"completed\"}");
        simulation.pass(Duration.ofSeconds(1));

        assertThat(last).isEqualTo(new ProgressReceipt("t", "backtest_progress:t", 3, 1, false, false));
        assertThat(updates(client)).hasSize(3);
        assertThat(lastState(client)).contains("\"status\":\"completed\",\"progress\":99,");
    }

    @Test
    void tasksDoNotHoldEachOtherBack() {
        SimulatedClient client = subscriber("backtest_progress");

        update("a", "{\"progress\":1}");
        update("b", "{\"progress\":1}");

        assertThat(updates(client)).extracting(BacktestProgressUpdate::taskId).containsExactly("a", "b");
    }

    @Test
    void aRefusedReportChangesNothing() {
        SimulatedClient client = subscriber("backtest_progress");
        update("t", "{\"progress\":50,\"message\":\"a\"}");
        String before = state("t");
        simulation.pass(Duration.ofSeconds(1));

        assertThat(refusal("t", "{\"message\":\"b\",\"progress\":40}")).isEqualTo(ErrorCode.PROGRESS_BACKWARDS);
        assertThat(refusal("t", "{\"message\":\"b\",\"status\":\"done\"}")).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal("t", "{\"message\":\"b\",\"data\":[]}")).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal("t", "{\"message\":\"b\"")).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(refusal("t", "{\"message\":\"b\",\"data\":{\"x\":\"" + "x".repeat(256 << 10) + "\"}}"))
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

        assertThat(state("t")).isEqualTo(before);
        simulation.pass(Duration.ofSeconds(1));
        assertThat(updates(client)).hasSize(1);
    }

    @Test
    void aRefusedFirstReportMakesNoTask() {
        assertThat(refusal("t", "{\"progress\":101}")).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal("t", "{}")).isEqualTo(ErrorCode.MISSING_FIELD);
        assertThat(refusal("t", "{\"unknown\":1}")).isEqualTo(ErrorCode.MISSING_FIELD);
        assertThat(refusal("t", "{\"task_id\":\"other\",\"progress\":1}")).isEqualTo(ErrorCode.INVALID_FIELD);

        assertThat(state("t")).isNull();
        assertThat(simulation.counter(Counter.BACKTESTS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", " "})
    void anIdThatMakesNoChannelIsRefused(String taskId) {
        assertThat(refusal(taskId, "{\"progress\":1}")).isEqualTo(ErrorCode.INVALID_FIELD);
    }

    @Test
    void anIdMayHave128Characters() {
        assertThat(refusal("t".repeat(129), "{\"progress\":1}")).isEqualTo(ErrorCode.INVALID_FIELD);

        assertThat(update("t".repeat(128), "{\"progress\":1}").created()).isTrue();
    }

    @Test
    void nothingFollowsTheEndUntilTheTaskIsDeleted() {
        SimulatedClient client = subscriber("backtest_progress");
        update("t", "{\"progress\":80,\"data\":{\"old\":1}}");
        update("t", "{\"status\":\"failed\",\"error\":\"e\"}");
        assertThat(refusal("t", "{\"status\":\"running\"}")).isEqualTo(ErrorCode.TASK_FINISHED);

        assertThat(remove("t")).isTrue();
        assertThat(state("t")).isNull();
        assertThat(remove("t")).isFalse();
        ProgressReceipt again = update("t", "{\"progress\":5}");

        assertThat(again.created()).isTrue();
        assertThat(again.offset()).isEqualTo(3);
        assertThat(lastState(client))
                .contains("\"progress\":5,")
                .contains("\"data\":{}")
                .doesNotContain("error");
    }

    @Test
    void whatWasMergedGoesOutBeforeItsTaskIsDeleted() {
        SimulatedClient client = subscriber("backtest_progress");
        update("t", "{\"progress\":1}");
        update("t", "{\"progress\":2}");

        remove("t");
        simulation.pass(Duration.ofSeconds(1));

        assertThat(updates(client)).hasSize(2);
        assertThat(lastState(client)).contains("\"progress\":2,");
    }

    @Test
    void elapsedTimeFollowsTheClock() {
        update("t", "{\"progress\":0}");
        simulation.pass(Duration.ofSeconds(30));
        update("t", "{\"progress\":25}");

        assertThat(state("t")).contains("\"estimated_time_remaining\":90.0,\"elapsed_time\":30.0,");
    }

    @Test
    void aTaskIsForgottenAnHourAfterItsLastReportWhetherItFinishedOrNot() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().tasks(Duration.ofMinutes(1), 10, 1 << 20));
        update("alive", "{\"progress\":1}");
        update("finished", "{\"status\":\"completed\"}");
        update("silent", "{\"progress\":1}");

        simulation.pass(Duration.ofSeconds(40));
        update("alive", "{\"progress\":2}");
        assertThat(simulation.progress().runningTasks()).isEqualTo(2);
        simulation.pass(Duration.ofSeconds(21));

        assertThat(state("finished")).isNull();
        assertThat(state("silent")).isNull();
        assertThat(state("alive")).isNotNull();
        assertThat(simulation.counter(Counter.BACKTESTS)).isEqualTo(1);
        assertThat(simulation.progress().runningTasks()).isEqualTo(1);
        simulation.pass(Duration.ofSeconds(60));
        assertThat(simulation.counter(Counter.BACKTESTS)).isZero();
        assertThat(simulation.counter(Counter.BACKTEST_BYTES)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void finishedTasksMakeRoomAndRunningOnesDoNot(int loops) {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().loops(loops).tasks(Duration.ofHours(1), 3, 1 << 20));
        update("a", "{\"status\":\"completed\"}");
        update("b", "{\"progress\":1}");
        update("c", "{\"status\":\"failed\"}");

        update("d", "{\"progress\":1}");
        assertThat(state("a")).isNull();
        assertThat(state("c")).isNotNull();
        update("e", "{\"progress\":1}");
        assertThat(state("c")).isNull();
        assertThat(refusal("f", "{\"progress\":1}")).isEqualTo(ErrorCode.UNAVAILABLE);

        assertThat(update("b", "{\"progress\":2}").created()).isFalse();
        assertThat(simulation.counter(Counter.BACKTESTS)).isEqualTo(3);
        assertThat(simulation.progress().runningTasks()).isEqualTo(3);
        update("b", "{\"status\":\"completed\"}");
        assertThat(update("f", "{\"progress\":1}").created()).isTrue();
    }

    @Test
    void theStatesOfAllTasksHaveALimitInBytes() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().tasks(Duration.ofHours(1), 1000, 11_000));
        String data = "\"data\":{\"x\":\"" + "x".repeat(4000) + "\"}";
        update("a", "{\"status\":\"completed\"," + data + "}");
        update("b", "{\"progress\":1," + data + "}");

        update("c", "{\"progress\":1," + data + "}");
        assertThat(state("a")).isNull();
        assertThat(refusal("d", "{\"progress\":1," + data + "}")).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refusal("b", "{\"data\":{\"y\":\"" + "y".repeat(4000) + "\"}}"))
                .isEqualTo(ErrorCode.UNAVAILABLE);

        assertThat(state("b")).doesNotContain("\"y\"");
        update("b", "{\"data\":{\"x\":1}}");
        assertThat(update("d", "{\"progress\":1," + data + "}").created()).isTrue();
    }

    @Test
    void aReportWhoseTopicCannotBeHadIsRefusedAndTakesNoPlace() {
        simulation.end();
        simulation = new Simulation(
                new SimulationSettings().topics(1, Duration.ofMinutes(10)).tasks(Duration.ofHours(1), 2, 1 << 20));
        update("a", "{\"progress\":1}");

        assertThat(refusal("b", "{\"progress\":1}")).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(send("c", "{\"progress\":1}"))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("limits.max-topics");

        assertThat(state("b")).isNull();
        assertThat(simulation.counter(Counter.BACKTESTS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aListShowsThoseReportedOnLastFirst(int loops) {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().loops(loops));
        for (String id : List.of("a", "b", "c", "d")) {
            update(id, "{\"status\":\"" + (id.equals("b") ? "paused" : "running") + "\"}");
            simulation.pass(Duration.ofSeconds(1));
        }
        update("a", "{\"progress\":1}");

        assertThat(ids(list(null, 10))).containsExactly("a", "d", "c", "b");
        assertThat(ids(list(TaskStatus.PAUSED, 10))).containsExactly("b");
        assertThat(ids(list(TaskStatus.RUNNING, 2))).containsExactly("a", "d");
        assertThat(list(null, 3).more()).isTrue();
        assertThat(list(null, 4).more()).isFalse();
        assertThat(list(TaskStatus.FAILED, 4).states()).isEmpty();
    }

    @Test
    void aListEndsBeforeItHoldsHalfAMegabyte() {
        for (int i = 0; i < 4; i++) {
            update("t" + i, "{\"data\":{\"x\":\"" + "x".repeat(200_000) + "\"}}");
        }

        TaskList list = list(null, 10);

        assertThat(list.states()).hasSize(2);
        assertThat(list.more()).isTrue();
    }

    private static List<String> ids(TaskList list) {
        return list.states().stream()
                .map(state -> text(state).substring(11, 12))
                .toList();
    }

    @Test
    void aTopicsSnapshotIsItsTasksState() {
        update("t", "{\"progress\":45}");
        List<Object> snapshots = new ArrayList<>();

        simulation.loop(0).execute(() -> {
            snapshots.add(simulation.progress().snapshot("backtest_progress:t", 1));
            snapshots.add(String.valueOf(simulation.progress().snapshot("backtest_progress:u", 1)));
            snapshots.add(String.valueOf(simulation.progress().snapshot("backtest_progress", 1)));
        });
        simulation.loops().runAll();

        assertThat(snapshots.get(0)).isInstanceOfSatisfying(BacktestProgressUpdate.class, update -> {
            assertThat(update.delivery()).isNull();
            assertThat(text(update.data())).contains("\"progress\":45,");
        });
        assertThat(snapshots.subList(1, 3)).containsOnly("null");
    }

    @Test
    void whatAStoppingGatewayHasMergedGoesOut() {
        SimulatedClient client = subscriber("backtest_progress");
        update("t", "{\"progress\":1}");
        update("t", "{\"progress\":2}");

        simulation
                .loop(0)
                .execute(() ->
                        simulation.progress().flush(simulation.engine().shards().get(0)));
        simulation.loops().runAll();

        assertThat(lastState(client)).contains("\"progress\":2,");
    }
}
