package io.tickgate.core.sim;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.SlowPolicy;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicProbe;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.session.SessionProbe;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NoticeMessage.Lag;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One short life of a gateway: what happens, and in which order the loops get to it, follows from the seed alone. */
final class RandomRun {
    private static final int JOIN_WAIT_MILLIS = 20;
    private static final List<String> CHANNELS = List.of(
            "market_data", "market_data:A", "market_data:B", "chart_updates", "chart_updates:A", "notifications");

    private static final SubscribeOptions SNAPSHOT = SubscribeOptions.NONE.withSnapshot(true);

    private final Random random;
    private final boolean preempting;
    private final boolean collecting;
    private final Simulation simulation;
    private final Ledger ledger = new Ledger();
    private final boolean withOptions;
    private final boolean crowded;
    private int lags;
    private boolean roomy = true;
    private int publications;

    /** A life without options, as far as what happens follows from the seed. */
    RandomRun(long seed, boolean preempting, boolean collecting) {
        this(seed, preempting, collecting, false);
    }

    RandomRun(long seed, boolean preempting, boolean collecting, boolean withOptions) {
        this(seed, preempting, collecting, withOptions, false);
    }

    /** @param crowded whether there is much to publish, some of it urgent, to sockets that are slow */
    RandomRun(long seed, boolean preempting, boolean collecting, boolean withOptions, boolean crowded) {
        this.crowded = crowded;
        this.random = new Random(seed);
        this.preempting = preempting;
        this.collecting = collecting;
        this.withOptions = withOptions;
        this.simulation = new Simulation(pressed(new SimulationSettings())
                .loops(1 + random.nextInt(4))
                .seed(random.nextLong(), preempting)
                .topics(1000, collecting ? Duration.ofSeconds(1) : Duration.ofHours(1))
                .turnBytesMax(256 << random.nextInt(4))
                .joinWait(Duration.ofMillis(random.nextBoolean() ? 0 : JOIN_WAIT_MILLIS), Duration.ofNanos(100_000))
                .ingestBytesMax(random.nextBoolean() ? 500 : 1 << 20)
                .deflateBytesMin(150)
                .subscriptionsMax(4)
                .pendingCommandsMax(4)
                .queueBytesMax(3000)
                .outboxBytesMax(random.nextBoolean() ? 6000 : 1 << 20)
                .history(1 + random.nextInt(10), historyBytes()));
    }

    private SimulationSettings pressed(SimulationSettings settings) {
        if (crowded) {
            settings.lowWaterBytes(200 + random.nextInt(1500));
            if (random.nextBoolean()) {
                settings.slow("chart_updates", SlowPolicy.DROP_OLDEST);
            }
            if (random.nextInt(4) == 0) {
                settings.slow("market_data", random.nextBoolean() ? SlowPolicy.DROP_OLDEST : SlowPolicy.CLOSE);
            }
        }
        return settings;
    }

    private int historyBytes() {
        roomy = random.nextInt(3) != 0;
        return roomy ? 1 << 20 : 8_000;
    }

    /** @return how often it was told that something was left out */
    int run() {
        int clients = 1 + random.nextInt(5);
        for (int i = 0; i < clients; i++) {
            connect();
        }
        int steps = 20 + random.nextInt(60);
        for (int i = 0; i < steps; i++) {
            step();
            for (int tasks = random.nextInt(6); tasks > 0; tasks--) {
                simulation.loops().runOne();
            }
        }
        settle();
        check();
        simulation.end();
        return lags;
    }

    private void connect() {
        FrameKind kind = FrameKind.values()[random.nextInt(FrameKind.COUNT)];
        SimulatedClient client =
                simulation.connect(random.nextInt(simulation.loops().all().size()), kind);
        if (random.nextInt(6) == 0) {
            client.connection().onlyQueued();
        }
    }

    private void step() {
        if (crowded && random.nextBoolean()) {
            crowd();
            return;
        }
        SimulatedClient client =
                simulation.clients().get(random.nextInt(simulation.clients().size()));
        switch (random.nextInt(withOptions ? 34 : 24)) {
            case 0, 1, 2 -> client.subscribe(channel());
            case 3 -> client.subscribe(channel(), channel());
            case 4 -> client.subscribe("market_data", "market_data:A");
            case 5, 6 -> client.unsubscribe(channel());
            case 7 -> client.unsubscribe(channel(), channel(), channel());
            case 8 -> client.ping();
            case 9, 10 -> client.publish(channel(), body());
            case 11 -> client.connection().onlyQueued();
            case 12 -> client.run(() -> client.connection().accept(random.nextInt(600), 1 + random.nextInt(300)));
            case 13 -> client.run(client.connection()::acceptNothing);
            case 14 -> client.run(client.connection()::acceptAll);
            case 15 -> pass();
            case 16 -> end(client);
            case 17 -> rarely(this::connect);
            case 18, 19 -> resume(client);
            case 24, 25 -> client.subscribe(SNAPSHOT, channel());
            case 26, 27 -> client.subscribe(SNAPSHOT, "market_data");
            case 28 -> client.subscribe(SNAPSHOT, channel(), channel());
            case 29 -> client.subscribe(rewind(), channel());
            case 30 -> client.subscribe(rewind(), channel(), channel());
            default -> publish();
        }
    }

    private void crowd() {
        SimulatedClient client =
                simulation.clients().get(random.nextInt(simulation.clients().size()));
        switch (random.nextInt(4)) {
            case 0 -> client.run(() -> client.connection().accept(random.nextInt(800), 1 + random.nextInt(400)));
            case 1 -> client.subscribe(channel());
            default -> {
                for (int count = 1 + random.nextInt(12); count > 0; count--) {
                    publish();
                }
            }
        }
    }

    private @Nullable Priority priority() {
        return crowded && random.nextInt(6) == 0 ? Priority.values()[random.nextInt(4)] : null;
    }

    private SubscribeOptions rewind() {
        return SubscribeOptions.NONE.withRewind(new Rewind(
                random.nextBoolean() ? Unit.LAST : Unit.SECONDS, 1 + random.nextInt(random.nextInt(12) + 1)));
    }

    /** Somebody comes back with a position: a good one, one that is too old or of another run, rarely one to come. */
    private void resume(SimulatedClient client) {
        String channel = channel();
        long last = ledger.last(channel);
        long offset = Math.max(0, last - random.nextInt(8) + (random.nextInt(20) == 0 ? 10 : 0));
        Position since = new Position(random.nextInt(8) == 0 ? "another" : Simulation.EPOCH, offset);
        if (withOptions && random.nextInt(4) == 0) {
            client.resume(SNAPSHOT, channel, since);
        } else {
            client.resume(channel, since);
        }
    }

    private void rarely(Runnable action) {
        if (random.nextInt(4) == 0) {
            action.run();
        }
    }

    private String channel() {
        return CHANNELS.get(random.nextInt(CHANNELS.size()));
    }

    private MessageBody body() {
        WireFormat format = random.nextBoolean() ? WireFormat.JSON : WireFormat.MSGPACK;
        int chars = random.nextInt(20) == 0 ? 1500 : random.nextInt(250);
        return Bodies.of(format, "p" + publications++, chars);
    }

    private void publish() {
        MessageBody body = body();
        String publication = "p" + (publications - 1);
        SimulatedClient chosen =
                simulation.clients().get(random.nextInt(simulation.clients().size()));
        SimulatedClient excluded = chosen.isOpened() && random.nextInt(5) == 0 ? chosen : null;
        PublishOptions options = excluded == null
                ? new PublishOptions(priority(), null, null)
                : new PublishOptions(priority(), null, excluded.session().id().toString());
        if (excluded != null) {
            ledger.exclude(publication, excluded);
        }
        String channel = channel();
        int loop = random.nextInt(simulation.loops().all().size());
        simulation.publish(loop, channel, body, options, new Reply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                super.onPublished(offset, recipientCount);
                ledger.record(channel, offset, publication);
                checkRecipients(channel, recipientCount, excluded);
            }
        });
    }

    /** Only at home, in the very task that numbered, is it known who is subscribed at that moment. */
    private void checkRecipients(String channel, int recipientCount, SimulatedClient excluded) {
        Topic topic = simulation.engine().directory().find(channel);
        boolean numberedJustNow = !preempting && topic != null && TopicProbe.isAtHome(topic);
        if (!numberedJustNow || (excluded != null && simulation.loops().all().size() > 1)) {
            return;
        }
        long subscribed = simulation.clients().stream()
                .filter(client -> client != excluded && SessionProbe.covers(client.session(), topic))
                .count();
        if (recipientCount != subscribed) {
            throw new AssertionError(recipientCount + " recipients of " + channel + ", subscribed " + subscribed);
        }
    }

    private void pass() {
        simulation.clock().advance(Duration.ofMillis(random.nextInt(3) == 0 ? 2500 : 100));
        simulation.loops().advance(Duration.ofMillis(JOIN_WAIT_MILLIS));
        simulation.tick();
        for (SimulatedClient client : simulation.clients()) {
            client.run(client.session()::onFrame);
        }
    }

    private void end(SimulatedClient client) {
        switch (random.nextInt(4)) {
            case 0 -> client.close(1000);
            case 1 -> client.cut();
            case 2 -> client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
            default -> client.run(() -> client.session().close(CloseCode.IDLE_TIMEOUT));
        }
    }

    /** Everybody reads again, everything comes to rest, and one last publication goes to every channel. */
    private void settle() {
        for (SimulatedClient client : simulation.clients()) {
            client.run(client.connection()::acceptAll);
        }
        sendAll();
        for (String channel : CHANNELS) {
            simulation.publish(0, channel, Bodies.json("last of " + channel), PublishOptions.NONE, new Reply() {
                @Override
                public void onPublished(long offset, int recipientCount) {
                    ledger.record(channel, offset, "last of " + channel);
                }
            });
        }
        sendAll();
    }

    /** What was put off comes, too; longer than once it is not. */
    private void sendAll() {
        simulation.loops().runAll();
        simulation.advance(Duration.ofMillis(JOIN_WAIT_MILLIS));
        simulation.loops().runAll();
    }

    private int untold() {
        int count = 0;
        for (int i = 0; i < publications; i++) {
            count += ledger.knows("p" + i) ? 0 : 1;
        }
        return count;
    }

    private void check() {
        for (SimulatedClient client : simulation.clients()) {
            client.received()
                    .all(PublicationMessage.class)
                    .forEach(message -> ledger.record(message.channel(), message.offset(), message.type()));
            for (SnapshotPage page : client.received().all(SnapshotPage.class)) {
                SnapshotValues.of(page).forEach(value -> ledger.record(value.channel(), value.offset(), value.type()));
            }
        }
        for (SimulatedClient client : simulation.clients()) {
            for (Lag lag : client.received().all(Lag.class)) {
                ledger.recordLost(lag.channel(), lag.from());
                ledger.recordLost(lag.channel(), lag.to());
            }
        }
        if (!collecting) {
            ledger.requireGapless(untold());
        }
        for (SimulatedClient client : simulation.clients()) {
            ClientHistory history = new ClientHistory(client, ledger, roomy && !collecting);
            history.check();
            lags += history.lags();
            if (!client.connection().isClosed() && !client.received().isClosed()) {
                history.checkComplete();
            }
        }
    }
}
