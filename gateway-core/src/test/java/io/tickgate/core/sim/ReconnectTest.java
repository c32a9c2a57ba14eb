package io.tickgate.core.sim;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** A publisher never pauses, values are so large that a snapshot takes many pages, and clients come and go. */
class ReconnectTest {
    private static final int MEMBERS = 12;
    private static final String FAMILY = "market_data";

    /** What a client asks for when it comes. */
    private enum Wish {
        FAMILY_SNAPSHOT,
        SNAPSHOT,
        REWIND,
        SINCE
    }

    /** Somebody who comes back again and again. */
    private static final class Follower {
        private final Wish wish;
        private final String channel;
        private final FrameKind kind;
        private @Nullable SimulatedClient client;
        private long known;

        Follower(Wish wish, String channel, FrameKind kind) {
            this.wish = wish;
            this.channel = wish == Wish.FAMILY_SNAPSHOT ? FAMILY : channel;
            this.kind = kind;
        }
    }

    @Property(seed = "7", tries = 120, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whoeverComesBackWhileMuchIsPublishedMissesNothingAndGetsNothingTwice(@ForAll long seed) {
        Random random = new Random(seed);
        boolean preempting = random.nextBoolean();
        Simulation simulation = new Simulation(new SimulationSettings()
                .loops(1 + random.nextInt(3))
                .seed(seed, preempting)
                .history(8, 8 << 20));
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            followers.add(new Follower(
                    Wish.values()[i % Wish.values().length],
                    member(random.nextInt(MEMBERS)),
                    FrameKind.values()[random.nextInt(FrameKind.COUNT)]));
        }

        for (int step = 0; step < 90; step++) {
            publish(simulation, random);
            if (random.nextInt(3) == 0) {
                comeBack(simulation, followers.get(random.nextInt(followers.size())), random);
            }
            for (int tasks = random.nextInt(12); tasks > 0; tasks--) {
                simulation.loops().runOne();
            }
        }
        for (SimulatedClient client : simulation.clients()) {
            client.run(client.connection()::acceptAll);
        }
        simulation.loops().runAll();

        Map<String, Long> last = lastOffsets(simulation);
        for (Follower follower : followers) {
            SimulatedClient client = follower.client;
            if (client != null) {
                requireEverything(follower, check(follower, client), last);
            }
        }
        simulation.end();
    }

    private static String member(int index) {
        return FAMILY + ':' + index;
    }

    private static void publish(Simulation simulation, Random random) {
        int loops = simulation.loops().all().size();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String channel = member(random.nextInt(MEMBERS));
            WireFormat format = random.nextBoolean() ? WireFormat.JSON : WireFormat.MSGPACK;
            simulation.publish(
                    random.nextInt(loops),
                    channel,
                    Bodies.of(format, "v", 100 + random.nextInt(12_000)),
                    PublishOptions.NONE,
                    new Reply());
        }
    }

    private static void comeBack(Simulation simulation, Follower follower, Random random) {
        SimulatedClient before = follower.client;
        if (before != null) {
            before.cut();
            follower.known = check(follower, before).getOrDefault(follower.channel, follower.known);
        }
        SimulatedClient client =
                simulation.connect(random.nextInt(simulation.loops().all().size()), follower.kind);
        follower.client = client;
        if (random.nextInt(3) == 0) {
            client.connection().onlyQueued();
            client.run(() -> client.connection().accept(random.nextInt(20_000), 1 + random.nextInt(20_000)));
        }
        switch (follower.wish) {
            case FAMILY_SNAPSHOT, SNAPSHOT ->
                client.subscribe(SubscribeOptions.NONE.withSnapshot(true), follower.channel);
            case REWIND ->
                client.subscribe(
                        SubscribeOptions.NONE.withRewind(new Rewind(Unit.LAST, 1 + random.nextInt(10))),
                        follower.channel);
            case SINCE -> client.resume(follower.channel, new Position(Simulation.EPOCH, follower.known));
        }
    }

    /** @return the last offset of each channel that the client knows of */
    private static Map<String, Long> check(Follower follower, SimulatedClient client) {
        Map<String, Long> last = new HashMap<>();
        boolean confirmed = false;
        for (Object event : client.received().events()) {
            if (event instanceof SubscriptionConfirmed confirmation) {
                confirmed = true;
                if (follower.wish != Wish.FAMILY_SNAPSHOT) {
                    last.put(follower.channel, startOf(follower, confirmation));
                }
            } else if (event instanceof SnapshotPage page) {
                for (SnapshotValues.Value value : SnapshotValues.of(page)) {
                    require(confirmed && !last.containsKey(value.channel()), client, value + " came late");
                    last.put(value.channel(), value.offset());
                }
            } else if (event instanceof NoticeMessage.Lag lag) {
                // A reader who is slow is told what newer values stand for.
                long due = last.getOrDefault(lag.channel(), 0L) + 1;
                long skipped = lag.to() - due + 1;
                require(lag.from() == due && lag.dropped() == skipped, client, lag + " came, due was " + due);
                last.put(lag.channel(), lag.to());
            } else if (event instanceof PublicationMessage publication) {
                long due = last.getOrDefault(publication.channel(), 0L) + 1;
                require(confirmed && publication.offset() == due, client, publication + " came, due was " + due);
                last.put(publication.channel(), due);
            }
        }
        return last;
    }

    /** The offset behind which the first publication comes. */
    private static long startOf(Follower follower, SubscriptionConfirmed confirmation) {
        long offset = confirmation.position().offset();
        SubscribeOptions granted = confirmation.granted();
        if (granted != null) {
            Rewind rewind = granted.rewind();
            return offset - (rewind != null ? rewind.amount() : granted.wantsSnapshot() ? 1 : 0);
        }
        return Boolean.TRUE.equals(confirmation.recovered()) ? follower.known : Math.max(0, offset - 1);
    }

    private static Map<String, Long> lastOffsets(Simulation simulation) {
        Map<String, Long> last = new HashMap<>();
        for (int i = 0; i < MEMBERS; i++) {
            String channel = member(i);
            simulation.publish(0, channel, Bodies.json("last"), PublishOptions.NONE, new Reply() {
                @Override
                public void onPublished(long offset, int recipientCount) {
                    last.put(channel, offset);
                }
            });
        }
        simulation.loops().runAll();
        return last;
    }

    private static void requireEverything(Follower follower, Map<String, Long> got, Map<String, Long> given) {
        given.forEach((channel, offset) -> {
            if (channel.equals(follower.channel) || follower.wish == Wish.FAMILY_SNAPSHOT) {
                Long known = got.get(channel);
                if (known == null || !known.equals(offset)) {
                    throw new AssertionError(follower.wish + " of " + channel + " got " + known + " of " + offset);
                }
            }
        });
    }

    private static void require(boolean condition, SimulatedClient client, String message) {
        if (!condition) {
            throw new AssertionError(
                    client + ": " + message + "; received " + client.received().events());
        }
    }
}
