package io.tickgate.core.sim;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.RateClass;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionsConfirmed;
import io.tickgate.protocol.message.ServerMessage.UnsubscriptionConfirmed;
import io.tickgate.protocol.message.SetLimits;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A short life of states and of subscribers who name frequencies, change and drop them: what everybody holds in the end is
 * the newest value of each channel, what must not be merged came, and nothing came twice or out of order.
 */
final class ConflationRun {
    private static final String FAMILY = "market_data";
    private static final List<String> MEMBERS = List.of("market_data:A", "market_data:B", "market_data:C");
    private static final double[] FREQUENCIES = {0.1, 0.7, 3, 10, 1000};

    private final Random random;
    private final Simulation simulation;
    /** The offsets given, and whether each was to come by itself. */
    private final Map<String, TreeMap<Long, Boolean>> given = new HashMap<>();

    private int publications;

    ConflationRun(long seed, boolean preempting) {
        this.random = new Random(seed);
        this.simulation = new Simulation(new SimulationSettings()
                .loops(1 + random.nextInt(3))
                .seed(random.nextLong(), preempting)
                .topics(1000, Duration.ofHours(1))
                .deflateBytesMin(150)
                .conflationBytesMax(random.nextInt(4) == 0 ? 500 : 1 << 20)
                .history(20, 1 << 20));
    }

    void run() {
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            simulation.connect(
                    random.nextInt(simulation.loops().all().size()),
                    FrameKind.values()[random.nextInt(FrameKind.COUNT)]);
        }
        for (int steps = 30 + random.nextInt(60); steps > 0; steps--) {
            step();
            for (int tasks = random.nextInt(6); tasks > 0; tasks--) {
                simulation.loops().runOne();
            }
        }
        simulation.clients().forEach(client -> client.send(new SetLimits(client.nextId(), BandwidthLimits.NONE)));
        simulation.loops().runAll();
        // Two of the longest periods.
        for (int i = 0; i < 21; i++) {
            pass(1000);
            simulation.loops().runAll();
        }
        for (SimulatedClient client : simulation.clients()) {
            new Walk(client).check();
        }
        simulation.end();
    }

    private void step() {
        SimulatedClient client =
                simulation.clients().get(random.nextInt(simulation.clients().size()));
        switch (random.nextInt(20)) {
            case 0, 1 -> client.subscribe(options(), member());
            case 2, 3 -> client.subscribe(options(), FAMILY);
            case 4 -> client.subscribe(options(), member(), member());
            case 5 -> client.subscribe(member());
            case 6 -> client.subscribe(FAMILY);
            case 7 -> client.unsubscribe(random.nextBoolean() ? FAMILY : member());
            case 8, 9 -> client.send(new SetLimits(client.nextId(), limits()));
            case 10, 11 -> pass(random.nextInt(3) == 0 ? random.nextInt(3000) : random.nextInt(100));
            default -> publish();
        }
    }

    private SubscribeOptions options() {
        SubscribeOptions options = SubscribeOptions.NONE.withSnapshot(random.nextInt(4) == 0);
        if (random.nextInt(5) == 0) {
            return options;
        }
        return options.withMaxHz(FREQUENCIES[random.nextInt(FREQUENCIES.length)])
                .withCounts(random.nextBoolean());
    }

    private BandwidthLimits limits() {
        Integer kbps = random.nextBoolean() ? null : (Integer) random.nextInt(20);
        return new BandwidthLimits(kbps, random.nextBoolean() ? null : FREQUENCIES[random.nextInt(FREQUENCIES.length)]);
    }

    private String member() {
        return MEMBERS.get(random.nextInt(MEMBERS.size()));
    }

    private void pass(int millis) {
        Duration duration = Duration.ofMillis(millis);
        simulation.advance(duration);
        for (SimulatedClient client : simulation.clients()) {
            client.run(client.session()::onFrame);
        }
    }

    private void publish() {
        String channel = random.nextInt(8) == 0 ? FAMILY : member();
        boolean alone = random.nextInt(6) == 0;
        int loop = random.nextInt(simulation.loops().all().size());
        PublishOptions options = new PublishOptions(null, alone ? (Boolean) false : null, null);
        simulation.publish(loop, channel, Bodies.json("p" + publications++), options, new Reply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                super.onPublished(offset, recipientCount);
                given.computeIfAbsent(channel, key -> new TreeMap<>()).put(offset, alone || channel.equals(FAMILY));
            }
        });
    }

    /** Walks through what one client received. */
    private final class Walk {
        private final SimulatedClient client;
        /** Frequencies by confirmed channel; 0 for everything. */
        private final Map<String, Double> confirmed = new HashMap<>();
        /** What the client has of each channel, as far as it can know. */
        private final Map<String, Long> last = new HashMap<>();
        /** Members of which a page may still bring what came before. */
        private final Set<String> loose = new HashSet<>();

        private @Nullable Double limit;
        private boolean pagesFollow;
        private int answers;

        Walk(SimulatedClient client) {
            this.client = client;
        }

        void check() {
            for (ServerMessage message : client.messages()) {
                if (message instanceof PublicationMessage publication) {
                    onPublication(publication);
                } else if (message instanceof SnapshotPage page) {
                    pagesFollow = !page.last();
                    SnapshotValues.of(page).forEach(value -> onValue(value.channel(), value.offset()));
                } else if (message instanceof NoticeMessage.Lag lag) {
                    onLag(lag);
                } else if (!(message instanceof ServerMessage.Welcome)) {
                    onAnswer(client.sent().get(answers++), message);
                }
            }
            require(answers == client.sent().size(), "answers are missing");
            last.forEach((channel, offset) -> {
                TreeMap<Long, Boolean> all = given.getOrDefault(channel, new TreeMap<>());
                require(all.isEmpty() || all.lastKey() <= offset, channel + " ended at " + offset);
            });
        }

        private void onValue(String channel, long offset) {
            Long before = last.get(channel);
            require(before == null || before <= offset, channel + "@" + offset + " on a page after " + before);
            last.put(channel, offset);
        }

        private void onPublication(PublicationMessage publication) {
            String channel = publication.channel();
            Double hz = hz(channel);
            require(hz != null, "not subscribed: " + publication);
            Long before = last.put(channel, publication.offset());
            boolean first = loose.remove(channel);
            if (before == null || (first && before.equals(publication.offset()))) {
                return;
            }
            require(before < publication.offset(), publication + " came after " + before);
            given.getOrDefault(channel, new TreeMap<>())
                    .subMap(before, false, publication.offset(), false)
                    .forEach((offset, alone) ->
                            require(hz != null && hz > 0 && !alone, channel + "@" + offset + " was left out at " + hz));
        }

        /** A limit of the bytes may leave out what a newer one stands in for. */
        private void onLag(NoticeMessage.Lag lag) {
            Double hz = hz(lag.channel());
            require(hz != null, "not subscribed: " + lag);
            Long before = last.put(lag.channel(), lag.to());
            require(before == null || before < lag.from(), lag + " came after " + before);
            boolean isWhole = hz != null && hz == 0;
            require(!isWhole || before == null || before + 1 == lag.from(), lag + " came after " + before);
            require(!isWhole || lag.dropped() == lag.to() - lag.from() + 1, lag + " counts wrongly");
            given.getOrDefault(lag.channel(), new TreeMap<>())
                    .subMap(lag.from(), true, lag.to(), true)
                    .forEach((offset, alone) ->
                            require(!alone, lag.channel() + "@" + offset + " was left out by " + lag));
        }

        private @Nullable Double hz(String channel) {
            Double own = confirmed.get(channel);
            // While the family is held, its terms hold for its members.
            Double terms = confirmed.getOrDefault(FAMILY, own);
            return terms == null ? null : (Double) narrower(terms);
        }

        /** @param terms 0 for everything */
        private double narrower(double terms) {
            Double most = limit;
            return most == null ? terms : terms == 0 ? most : Math.min(terms, most);
        }

        private void onAnswer(ClientMessage command, ServerMessage answer) {
            if (answer instanceof SubscriptionConfirmed one) {
                onSubscribed(
                        (ClientMessage.Subscribe) command,
                        new ChannelPosition(one.channel(), one.position(), one.granted()));
            } else if (answer instanceof SubscriptionsConfirmed many) {
                many.channels().forEach(line -> onSubscribed((ClientMessage.Subscribe) command, line));
            } else if (answer instanceof LimitsGranted limits) {
                SetLimits asked = (SetLimits) command;
                Double hz = limits.granted().maxHz();
                require((asked.wish().maxHz() == null) == (hz == null), "granted " + limits + " to " + asked);
                limit = hz;
            } else if (answer instanceof UnsubscriptionConfirmed one) {
                confirmed.remove(one.channel());
                last.keySet().removeIf(channel -> hz(channel) == null);
                if (pagesFollow) {
                    // What came of it before the family's snapshot got there comes by a page.
                    last.remove(one.channel());
                }
                pagesFollow &= confirmed.containsKey(FAMILY);
            } else {
                throw new AssertionError("unexpected: " + answer);
            }
        }

        private void onSubscribed(ClientMessage.Subscribe command, ChannelPosition line) {
            String channel = line.channel();
            boolean flowed = hz(channel) != null;
            SubscribeOptions asked = command.options();
            SubscribeOptions granted = line.granted();
            Double wish = asked == null ? null : asked.maxHz();
            require((asked == null) == (granted == null), "granted " + granted + " to " + asked);
            double own = wish == null ? 0 : RateClass.atMost(wish).hz();
            require(wish == null || own <= wish, own + " for " + wish);
            if (granted != null) {
                Double hz = granted.maxHz();
                require((hz == null ? 0 : hz) == narrower(own), "granted " + granted + " to " + asked);
                require(hz == null || Boolean.FALSE.equals(granted.gapless()), "gapless at " + hz);
            }
            confirmed.put(channel, own);
            if (!flowed && !channel.equals(FAMILY)) {
                last.put(channel, line.position().offset());
            }
            if (granted != null && granted.wantsSnapshot()) {
                loose.add(channel);
                pagesFollow |= channel.equals(FAMILY);
            }
            Long before = last.get(channel);
            long offset = line.position().offset();
            if (flowed && before != null) {
                given.getOrDefault(channel, new TreeMap<>())
                        .subMap(before, false, offset, true)
                        .forEach((missing, alone) ->
                                require(false, channel + "@" + missing + " was to come before the answer"));
            }
        }

        private void require(boolean condition, String message) {
            if (!condition) {
                throw new AssertionError(client + ": " + message + "; sent " + client.sent() + "; received "
                        + client.received().events());
            }
        }
    }
}
