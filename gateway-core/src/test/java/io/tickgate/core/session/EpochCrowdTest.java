package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Cluster;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many subscribers of one loop when what is shared has become another one. */
class EpochCrowdTest {
    private static final int CLIENTS = 50;
    /** More than are asked for at a time. */
    private static final String[] CHANNELS =
            IntStream.range(0, 40).mapToObj(i -> "chart_updates:" + i).toArray(String[]::new);

    private final Cluster cluster = new Cluster(2, 100, BackboneUse.REQUIRED);
    private final Simulation node = cluster.node(0);

    private List<SimulatedClient> crowd() {
        List<SimulatedClient> crowd = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SimulatedClient client = node.connect(0, FrameKind.JSON);
            // Every third follows all of it, and every other some of it by name.
            client.subscribe(i % 3 == 0 ? new String[] {"chart_updates"} : CHANNELS);
            crowd.add(client);
        }
        cluster.settle();
        cluster.publish(1, CHANNELS[0], "before");
        return crowd;
    }

    private int pending() {
        return node.loops().all().stream().mapToInt(ManualLoop::pendingTasks).sum();
    }

    @Test
    void theyAreAskedForALittleAtATimeAndNobodyGetsAnythingUntoldOrTwice() {
        List<SimulatedClient> crowd = crowd();
        cluster.store().wipe();

        int most = 0;
        int steps = 0;
        boolean any = true;
        while (any) {
            int before = pending();
            any = node.loops().runOne();
            most = Math.max(most, pending() - before);
            any |= cluster.store().runOne();
            any |= cluster.node(1).loops().runOne();
            if (++steps % 50 == 0 && steps < 5_000) {
                String channel = CHANNELS[steps / 50 % CHANNELS.length];
                cluster.node(1).publish(0, channel, Bodies.json("p" + steps), PublishOptions.NONE, new Reply());
            }
        }
        for (String channel : CHANNELS) {
            cluster.publish(1, channel, "last");
        }

        assertThat(most).as("tasks that one task has made").isLessThan(4 * 16);
        crowd.forEach(this::check);
        cluster.end();
    }

    /** Under the new epoch everything from the confirmation on, without a hole, up to the last. */
    private void check(SimulatedClient client) {
        String epoch = cluster.store().epoch();
        Map<String, Long> at = new HashMap<>();
        boolean isWhole = false;
        for (Object event : client.received().events()) {
            if (event instanceof SubscriptionConfirmed confirmed && confirmed.id() == null) {
                assertThat(confirmed.reason()).isEqualTo("epoch_changed");
                assertThat(confirmed.position().epoch()).isEqualTo(epoch);
                assertThat(at.put(confirmed.channel(), confirmed.position().offset()))
                        .as("%s is confirmed once", confirmed.channel())
                        .isNull();
                isWhole |= confirmed.channel().equals("chart_updates");
            } else if (event instanceof PublicationMessage publication
                    && !publication.type().equals("before")) {
                Long before = at.put(publication.channel(), publication.offset());
                assertThat(before != null || isWhole)
                        .as("%s is told before", publication)
                        .isTrue();
                if (before != null) {
                    assertThat(publication.offset())
                            .as("%s in %s", publication, client)
                            .isEqualTo(before + 1);
                }
            }
        }
        for (String channel : CHANNELS) {
            assertThat(at.get(channel))
                    .isEqualTo(cluster.store().log(epoch, channel).lastKey());
        }
    }
}
