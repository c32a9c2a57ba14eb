package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.core.sim.SnapshotValues;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.BacktestProgressUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers get of reports: whole states, bursts merged, in order. */
class ProgressFeedTest extends ProgressScenario {
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
                        + "\"estimated_time_remaining\":null,\"elapsed_time\":0.0,\"data\":{\"price\":1.10}");
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
    void whatWasMergedComesWhenItIsDueAndWaitsForNoTick() {
        SimulatedClient client = subscriber("backtest_progress:t");
        update("t", "{\"progress\":1}");
        simulation.clock().advance(Duration.ofMillis(60));
        update("t", "{\"progress\":2}");
        update("t", "{\"progress\":3}");

        advance(Duration.ofMillis(39));
        assertThat(updates(client)).hasSize(1);
        advance(Duration.ofMillis(1));

        assertThat(updates(client)).hasSize(2);
        assertThat(lastState(client)).contains("\"progress\":3,");
    }

    private void advance(Duration duration) {
        simulation.clock().advance(duration);
        simulation.loops().advance(duration);
        simulation.loops().runAll();
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
        assertThat(lastState(client)).contains("\"status\":\"completed\",\"progress\":100.0,");
    }

    @Test
    void tasksDoNotHoldEachOtherBack() {
        SimulatedClient client = subscriber("backtest_progress");

        update("a", "{\"progress\":1}");
        update("b", "{\"progress\":1}");

        assertThat(updates(client)).extracting(BacktestProgressUpdate::taskId).containsExactly("a", "b");
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

    private void withStates() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().stateFamily("backtest_progress"));
    }

    @Test
    void aPlainBroadcastDoesNotStandForTheTask() {
        withStates();
        update("t", "{\"progress\":45}");
        simulation.publishAndRun("backtest_progress:t", Bodies.json("plain"));
        SubscribeOptions snapshot = SubscribeOptions.NONE.withSnapshot(true);

        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(snapshot, "backtest_progress:t");
        simulation.loops().runAll();
        SimulatedClient family = simulation.connect(0, FrameKind.JSON);
        family.subscribe(snapshot, "backtest_progress");
        simulation.loops().runAll();

        assertThat(client.types())
                .containsExactly("connection_established", "subscription_confirmed", "backtest_progress_update");
        assertThat(lastState(client)).contains("\"progress\":45,");
        assertThat(updates(client).get(0).delivery()).isNull();
        assertThat(SnapshotValues.of(family).values())
                .containsExactly(new SnapshotValues.Value("backtest_progress:t", 2, "backtest_progress_update"));
    }

    @Test
    void whereThereIsNoTaskAPlainBroadcastIsTheNewestValue() {
        withStates();
        simulation.publishAndRun("backtest_progress:t", Bodies.json("plain"));

        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(SubscribeOptions.NONE.withSnapshot(true), "backtest_progress:t");
        simulation.loops().runAll();

        assertThat(client.types()).containsExactly("connection_established", "subscription_confirmed", "plain");
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
