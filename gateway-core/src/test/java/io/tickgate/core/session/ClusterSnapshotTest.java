package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Cluster;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SnapshotValues;
import io.tickgate.protocol.message.SubscribeOptions;
import org.junit.jupiter.api.Test;

/** A family's newest values while what gateways share becomes another one. */
class ClusterSnapshotTest {
    private static final int MEMBERS = 60;
    /** So that they take some pages. */
    private static final String LONG = "x".repeat(4_000);

    private final Cluster cluster = new Cluster(1, 100, BackboneUse.REQUIRED);
    private final Simulation node = cluster.node(0);

    @Test
    void whatIsLeftOfASnapshotComesUnderTheNewEpochWheneverThatBegins() {
        for (int i = 0; i < MEMBERS; i++) {
            cluster.publish(0, "market_data:" + i, LONG + i);
        }
        boolean isWhole = false;
        for (int steps = 0; !isWhole; steps++) {
            SimulatedClient client = node.connect(0, FrameKind.JSON);
            client.subscribe(SubscribeOptions.NONE.withSnapshot(true), "market_data");
            for (int i = 0; i < steps; i++) {
                if (!node.loops().runOne()) {
                    cluster.store().runOne();
                }
            }
            isWhole = SnapshotValues.of(client).size() == MEMBERS;
            cluster.store().changeEpoch();
            cluster.settle();

            assertThat(SnapshotValues.of(client)).as("after %s steps", steps).hasSize(MEMBERS);
            client.cut();
            cluster.settle();
        }
        cluster.end();
    }
}
