package io.tickgate.core.feed.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.core.sim.SnapshotValues;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As many back-tests as {@code progress.max-tasks} allows, each as large as the guide's, with the limits as they are shipped. */
class ManyTasksTest {
    private static final int TASKS = 10_000;
    private static final String REPORT = "{\"status\":\"running\",\"progress\":45.5,\"current_step\":\"策略执行\","
            + "\"current_step_index\":4,\"total_steps\":10,\"message\":\"正在执行KDJ策略...\","
            + "\"estimated_time_remaining\":120.5,\"elapsed_time\":30.2,"
            + "\"data\":{\"symbol\":\"0700.HK\",\"strategy\":\"kdj\",\"trades_count\":15,\"current_profit\":12500.5}}";

    private final Simulation simulation = new Simulation(
            new SimulationSettings().loops(2).stateFamily("backtest_progress").history(1000, 16 << 20));

    ManyTasksTest() {
        for (int i = 0; i < TASKS; i++) {
            simulation.progress().update("backtest_" + i, REPORT.getBytes(UTF_8));
        }
        simulation.loops().runAll();
    }

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    @Test
    void theFamilysSnapshotHasAllOfThemAndASlowReaderHoldsNoMoreThanAPage() {
        SimulatedClient quick = simulation.connect(0, FrameKind.JSON);
        SimulatedClient slow = simulation.connect(1, FrameKind.MSGPACK);
        simulation.loops().runAll();
        slow.connection().onlyQueued();
        slow.run(slow.connection()::acceptNothing);

        quick.subscribe(SubscribeOptions.NONE.withSnapshot(true), ProgressFeed.FAMILY);
        slow.subscribe(SubscribeOptions.NONE.withSnapshot(true), ProgressFeed.FAMILY);
        simulation.loops().runAll();

        assertThat(SnapshotValues.of(quick)).hasSize(TASKS);
        assertThat(quick.received().all(SnapshotPage.class)).hasSizeGreaterThan((4 << 20) / (64 << 10));
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isLessThan(2 * (64 << 10));

        slow.run(slow.connection()::acceptAll);
        simulation.loops().runAll();
        assertThat(SnapshotValues.of(slow)).hasSize(TASKS);
    }
}
