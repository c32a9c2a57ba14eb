package io.tickgate.core.sim;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.ModelBackbone;
import io.tickgate.core.broadcast.ModelStore;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One random life of a few gateways behind a model of what they share: announcements come late, twice or never, the store goes
 * away and comes back, perhaps empty, clients come and go and come back elsewhere. Then everything that anybody received is
 * held against what the store has numbered.
 */
final class ClusterRun {
    private static final List<String> MEMBERS =
            List.of("market_data:A", "market_data:B", "chart_updates:A", "chart_updates:B");
    static final List<String> CHANNELS = List.of(
            "market_data:A", "market_data:B", "chart_updates:A", "chart_updates:B", "market_data", "chart_updates");

    private final Random random;
    private final ModelStore store;
    private final List<Simulation> nodes = new ArrayList<>();
    private final List<ModelBackbone> backbones = new ArrayList<>();
    private final List<ClusterClient> clients = new ArrayList<>();
    private final Map<String, String> channelOf = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();
    private final boolean alone;
    /** What its publisher sends again, under the same key, wherever. */
    private final List<Runnable> again = new ArrayList<>();

    private int publications;
    private int duplicates;

    /** @param alone whether market data goes on locally while the store is away */
    ClusterRun(long seed, boolean alone) {
        this.alone = alone;
        random = new Random(seed);
        store = new ModelStore(seed, 6);
        int count = 2 + random.nextInt(2);
        boolean preempting = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            ModelBackbone backbone = store.newNode();
            backbones.add(backbone);
            SimulationSettings settings = new SimulationSettings()
                    .loops(1 + random.nextInt(3))
                    .seed(seed + i, preempting)
                    .history(4 + random.nextInt(8), 1 << 20)
                    .clustered(i, alone ? BackboneUse.PREFERRED : BackboneUse.REQUIRED);
            nodes.add(new Simulation(settings, backbone));
        }
    }

    /** @return what happened that the run is about */
    Seen run() {
        for (int step = 0; step < 160; step++) {
            step();
            for (int tasks = random.nextInt(10); tasks > 0; tasks--) {
                runOne();
            }
        }
        settle();
        Seen seen = new Seen();
        for (ClusterClient client : clients) {
            client.check(seen);
        }
        check();
        seen.duplicates = duplicates;
        nodes.forEach(Simulation::end);
        return seen;
    }

    /** What the clients of a run were told. */
    static final class Seen {
        int lost;
        int epochChanges;
        int recovered;
        int publications;
        int duplicates;

        void add(Seen other) {
            duplicates += other.duplicates;
            lost += other.lost;
            epochChanges += other.epochChanges;
            recovered += other.recovered;
            publications += other.publications;
        }
    }

    private boolean runOne() {
        if (random.nextInt(3) == 0 && store.runOne()) {
            return true;
        }
        int first = random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get((first + i) % nodes.size()).loops().runOne()) {
                return true;
            }
        }
        return store.runOne();
    }

    private void runAll() {
        for (int i = 0; runOne(); i++) {
            if (i > 1_000_000) {
                throw new AssertionError("the cluster never comes to rest");
            }
        }
    }

    private void step() {
        switch (random.nextInt(24)) {
            case 0, 1 -> connect();
            case 2, 3, 4 -> comeBack();
            case 5 ->
                clients.stream()
                        .skip(random.nextInt(1 + clients.size()))
                        .findFirst()
                        .ifPresent(this::leave);
            case 6 -> pass();
            case 7 -> backbones.get(random.nextInt(backbones.size())).sync();
            case 8 -> backbones.get(random.nextInt(backbones.size())).leaveUnused();
            case 9 -> awayOrBack();
            default -> {
                if (random.nextInt(3) == 0 && !again.isEmpty()) {
                    again.remove(random.nextInt(again.size())).run();
                } else {
                    publish();
                }
            }
        }
    }

    private void awayOrBack() {
        if (!store.isAvailable()) {
            if (random.nextInt(4) == 0) {
                store.wipe();
            }
            store.comeBack();
        } else if (random.nextInt(3) == 0) {
            store.goAway();
        } else if (random.nextInt(6) == 0) {
            store.wipe();
        }
    }

    /** Every other time for longer than families that may go on alone wait for the store. */
    private void pass() {
        Duration passed = Duration.ofMillis(random.nextBoolean() ? 100 : 2_100);
        for (Simulation node : nodes) {
            node.clock().advance(passed);
            node.tick();
        }
    }

    private void connect() {
        ClusterClient client = new ClusterClient(CHANNELS.get(random.nextInt(CHANNELS.size())), store);
        clients.add(client);
        client.connect(anyNode(), random, null);
    }

    private Simulation anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private void comeBack() {
        if (!clients.isEmpty()) {
            ClusterClient client = clients.get(random.nextInt(clients.size()));
            client.connect(anyNode(), random, client.leave());
        }
    }

    private void leave(ClusterClient client) {
        client.leave();
    }

    private void publish() {
        String channel = (random.nextInt(5) == 0 ? CHANNELS : MEMBERS).get(random.nextInt(MEMBERS.size()));
        String type = "p" + publications++;
        channelOf.put(type, channel);
        boolean isKeyed = random.nextInt(3) == 0;
        publish(channel, type, isKeyed ? PublishOptions.NONE.withIdempotencyKey(type) : PublishOptions.NONE);
    }

    private void publish(String channel, String type, PublishOptions options) {
        Simulation node = anyNode();
        if (options.idempotencyKey() != null && random.nextInt(3) > 0) {
            // Whatever becomes of it, its publisher does not hear of that.
            again.add(() -> publish(channel, type, options));
        }
        node.publish(random.nextInt(node.loops().all().size()), channel, Bodies.json(type), options, new Reply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                super.onPublished(offset, recipientCount);
                told.put(type, offset);
            }

            @Override
            public void onDuplicate(long offset) {
                super.onDuplicate(offset);
                duplicates++;
                told.put(type, offset);
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                require(code == ErrorCode.UNAVAILABLE, type + " was refused with " + code + ": " + detail);
            }
        });
    }

    /** Everything is there, everybody reads, and one last publication goes to each channel. */
    private void settle() {
        store.beFaithful();
        if (!store.isAvailable()) {
            store.comeBack();
        }
        pass();
        runAll();
        for (int i = 0; i < 3; i++) {
            backbones.forEach(ModelBackbone::sync);
            pass();
            runAll();
        }
        for (String channel : CHANNELS) {
            String type = "last of " + channel;
            channelOf.put(type, channel);
            nodes.get(0).publish(0, channel, Bodies.json(type), PublishOptions.NONE, new Reply());
        }
        runAll();
    }

    /** What was answered was numbered once under an epoch, however often it was sent, and what was not at most once. */
    private void check() {
        channelOf.forEach((type, channel) -> {
            long times = store.timesNumbered(channel, type);
            boolean mayBeElsewhere = alone && channel.startsWith("market_data");
            require(
                    times <= 1 && (times == 1 || !told.containsKey(type) || mayBeElsewhere),
                    type + " was numbered " + times + " times");
        });
        for (ClusterClient client : clients) {
            client.checkComplete();
        }
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
