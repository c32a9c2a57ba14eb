package io.tickgate.core.sim;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.View;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionsConfirmed;
import io.tickgate.protocol.message.ServerMessage.UnsubscriptionConfirmed;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.wire.MemberNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A short life of streams whose subscribers filter by one number, change and drop their filters and views, and come back: each
 * gets exactly the publications that its filter wants, in order, in the view that was confirmed, with nothing missing.
 */
final class SelectionRun {
    private static final String FAMILY = "chart_updates";
    private static final List<String> MEMBERS = List.of("chart_updates:A", "chart_updates:B");

    private final Random random;
    private final Simulation simulation;
    /** By channel the numbers that were published, by offset. */
    private final Map<String, TreeMap<Long, Integer>> given = new HashMap<>();

    private final Map<Filter, IntPredicate> meanings = new HashMap<>();

    SelectionRun(long seed, boolean preempting) {
        this.random = new Random(seed);
        this.simulation = new Simulation(new SimulationSettings()
                .loops(1 + random.nextInt(3))
                .seed(random.nextLong(), preempting)
                .topics(1000, Duration.ofHours(1))
                .deflateBytesMin(100)
                .selectable(List.of("n"), new View("lite", new MemberNames(List.of("n"))))
                .history(200, 1 << 20));
    }

    void run() {
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            connect();
        }
        for (int steps = 30 + random.nextInt(60); steps > 0; steps--) {
            step();
            for (int tasks = random.nextInt(6); tasks > 0; tasks--) {
                simulation.loops().runOne();
            }
        }
        simulation.loops().runAll();
        for (SimulatedClient client : simulation.clients()) {
            new Walk(client).check();
        }
        simulation.end();
    }

    private SimulatedClient connect() {
        return simulation.connect(
                random.nextInt(simulation.loops().all().size()), FrameKind.values()[random.nextInt(FrameKind.COUNT)]);
    }

    private void step() {
        SimulatedClient client =
                simulation.clients().get(random.nextInt(simulation.clients().size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> client.subscribe(options(), member());
            case 3, 4 -> client.subscribe(options(), FAMILY);
            case 5 -> client.subscribe(options(), MEMBERS.get(0), MEMBERS.get(1));
            case 6 -> client.subscribe(member());
            case 7 -> client.unsubscribe(random.nextBoolean() ? FAMILY : member());
            case 8 -> comeBack();
            default -> publish();
        }
    }

    /** Somebody new who has what was published up to some place. */
    private void comeBack() {
        String channel = member();
        TreeMap<Long, Integer> all = given.get(channel);
        long last = all == null ? 0 : all.lastKey();
        Position since = new Position(Simulation.EPOCH, last == 0 ? 0 : random.nextInt((int) last + 1));
        connect().resume(options(), channel, since);
    }

    private SubscribeOptions options() {
        SubscribeOptions options = SubscribeOptions.NONE;
        if (random.nextInt(3) > 0) {
            options = options.withFilter(filter());
        }
        return random.nextBoolean() ? options.withView("lite") : options;
    }

    private Filter filter() {
        int bound = random.nextInt(4);
        Filter filter;
        IntPredicate meaning;
        switch (random.nextInt(3)) {
            case 0 -> {
                filter = new Filter.Compare(Relation.GE, "n", new Value.Whole(bound));
                meaning = n -> n >= bound;
            }
            case 1 -> {
                filter = new Filter.Not(new Filter.Compare(Relation.EQ, "n", new Value.Real(bound)));
                meaning = n -> n != bound;
            }
            default -> {
                filter = new Filter.In("n", List.of(new Value.Whole(bound), new Value.Text("1"), new Value.Whole(5)));
                meaning = n -> n == bound || n == 5;
            }
        }
        meanings.put(filter, meaning);
        return filter;
    }

    private String member() {
        return MEMBERS.get(random.nextInt(MEMBERS.size()));
    }

    private void publish() {
        String channel = random.nextInt(8) == 0 ? FAMILY : member();
        int number = random.nextInt(6);
        int loop = random.nextInt(simulation.loops().all().size());
        String json = "{\"type\":\"p" + number + "\",\"long\":\"" + "y".repeat(150) + "\",\"n\":" + number + "}";
        simulation.publish(loop, channel, Bodies.written(json), PublishOptions.NONE, new Reply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                super.onPublished(offset, recipientCount);
                given.computeIfAbsent(channel, key -> new TreeMap<>()).put(offset, number);
            }
        });
    }

    /** Walks through what one client received. */
    private final class Walk {
        private final SimulatedClient client;
        /** What was granted, by confirmed channel. */
        private final Map<String, SubscribeOptions> confirmed = new HashMap<>();
        /** Up to where each channel is accounted for; absent while that cannot be known. */
        private final Map<String, Long> last = new HashMap<>();

        private int answers;

        Walk(SimulatedClient client) {
            this.client = client;
        }

        void check() {
            for (ServerMessage message : client.messages()) {
                if (message instanceof PublicationMessage publication) {
                    onPublication(publication);
                } else if (!(message instanceof ServerMessage.Welcome)) {
                    onAnswer(client.sent().get(answers++), message);
                }
            }
            require(answers == client.sent().size(), "answers are missing");
            given.forEach((channel, all) -> {
                if (terms(channel) != null) {
                    requireNoneMissing(channel, all.lastKey() + 1);
                }
            });
        }

        private void onPublication(PublicationMessage publication) {
            String channel = publication.channel();
            SubscribeOptions terms = terms(channel);
            require(terms != null, "not subscribed: " + publication);
            int number = Integer.parseInt(publication.type().substring(1));
            require(terms == null || wants(terms, number), publication + " on terms " + terms);
            Long before = last.get(channel);
            require(before == null || before < publication.offset(), publication + " came after " + before);
            requireNoneMissing(channel, publication.offset());
            last.put(channel, publication.offset());
            boolean isWhole = publication.body().length() > 150;
            require(isWhole == (terms == null || terms.view() == null), publication + " on terms " + terms);
        }

        /** Of what is not accounted for and stands before {@code offset} nothing was wanted. */
        private void requireNoneMissing(String channel, long offset) {
            Long before = last.get(channel);
            SubscribeOptions terms = terms(channel);
            if (before == null || terms == null || before >= offset) {
                return;
            }
            given.getOrDefault(channel, new TreeMap<>())
                    .subMap(before, false, offset, false)
                    .forEach((missing, number) -> require(
                            !wants(terms, number),
                            channel + "@" + missing + " (" + number + ") is missing on " + terms));
        }

        private boolean wants(SubscribeOptions terms, int number) {
            Filter filter = terms.filter();
            return filter == null || meanings.get(filter).test(number);
        }

        private @Nullable SubscribeOptions terms(String channel) {
            // While the family is held, its terms hold for its members.
            return confirmed.getOrDefault(FAMILY, confirmed.get(channel));
        }

        private void onAnswer(ClientMessage command, ServerMessage answer) {
            if (answer instanceof SubscriptionConfirmed one) {
                onSubscribed(
                        (ClientMessage.Subscribe) command,
                        new ChannelPosition(one.channel(), one.position(), one.granted()),
                        Boolean.TRUE.equals(one.recovered()));
            } else if (answer instanceof SubscriptionsConfirmed many) {
                many.channels().forEach(line -> onSubscribed((ClientMessage.Subscribe) command, line, false));
            } else if (answer instanceof UnsubscriptionConfirmed one) {
                confirmed.remove(one.channel());
                if (one.channel().equals(FAMILY)) {
                    // What came of the members meanwhile came on the family's terms.
                    MEMBERS.forEach(last::remove);
                }
                last.keySet().removeIf(channel -> terms(channel) == null);
            } else {
                throw new AssertionError("unexpected: " + answer);
            }
        }

        private void onSubscribed(ClientMessage.Subscribe command, ChannelPosition line, boolean recovered) {
            String channel = line.channel();
            SubscribeOptions asked = command.options();
            SubscribeOptions granted = line.granted();
            require((asked == null) == (granted == null), "granted " + granted + " to " + asked);
            if (asked != null && granted != null) {
                require(
                        granted.equals(asked.withGapless(asked.filter() == null)),
                        "granted " + granted + " to " + asked);
            }
            boolean flowed = terms(channel) != null;
            long offset = line.position().offset();
            if (flowed) {
                // On the terms before, nothing up to here is missing.
                requireNoneMissing(channel, offset + 1);
            }
            confirmed.put(channel, granted == null ? SubscribeOptions.NONE : granted);
            if (recovered && command.since() != null) {
                last.put(channel, command.since().position().offset());
            } else if (!flowed || last.containsKey(channel)) {
                last.merge(channel, offset, Math::max);
            }
            if (channel.equals(FAMILY)) {
                MEMBERS.forEach(last::remove);
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
