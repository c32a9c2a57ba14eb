package io.tickgate.core.sim;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clients that acknowledge, forget to, break off and come back; everything follows from the seed. */
final class AckRun {
    private static final List<String> CHANNELS =
            List.of("notifications", "chart_updates:A", "chart_updates:B", "market_data:A");

    private final Random random;
    private final boolean prompt;
    private final Simulation simulation;
    private final List<AckingClient> clients = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private long nowMillis;
    private int publications;
    private int resent;

    /** @param prompt whether every socket takes everything at once */
    AckRun(long seed, boolean prompt, boolean preempting) {
        this.random = new Random(seed);
        this.prompt = prompt;
        this.simulation = new Simulation(new SimulationSettings()
                .loops(1 + random.nextInt(3))
                .seed(random.nextLong(), preempting)
                .turnBytesMax(256 << random.nextInt(4))
                .lowWaterBytes(500)
                .history(1000, 1 << 20)
                .deflateBytesMin(150)
                .outboxBytesMax(1 << 20));
    }

    /** @return how many publications came again */
    int run() {
        connect();
        for (int steps = 40 + random.nextInt(100); steps > 0; steps--) {
            step();
        }
        for (AckingClient client : clients) {
            client.client().run(client.client().connection()::acceptAll);
            resent += client.resent();
        }
        simulation.end();
        if (simulation.counter(Counter.UNACKED_BYTES) != 0) {
            throw new AssertionError("something is still kept until it is acknowledged");
        }
        return resent;
    }

    private void step() {
        AckingClient client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(12)) {
            case 0 -> comeBack(client);
            case 1 -> client.client().cut();
            case 2, 3, 4 -> acknowledge(client);
            case 5, 6 -> pass(1 + random.nextInt(60));
            case 7 -> slowDown(client);
            default -> publish();
        }
        simulation.loops().runAll();
        look();
    }

    private void look() {
        clients.forEach(each -> each.look(nowMillis, prompt));
    }

    private void connect() {
        FrameKind kind = FrameKind.values()[random.nextInt(FrameKind.COUNT)];
        SimulatedClient client =
                simulation.connect(random.nextInt(simulation.loops().all().size()), kind);
        if (random.nextInt(3) == 0) {
            client.connection().onlyQueued();
        }
        AckingClient acking = new AckingClient(client);
        clients.add(acking);
        for (String channel : CHANNELS) {
            // From the very beginning, so that it is known what must come.
            client.resumeWithAck(channel, new Position(Simulation.EPOCH, 0));
        }
        if (random.nextBoolean()) {
            client.subscribe("chart_updates");
        }
    }

    /** A new connection goes on where the old one had got to, which ends if it has not ended yet. */
    private void comeBack(AckingClient old) {
        old.client().cut();
        simulation.loops().runAll();
        FrameKind kind = FrameKind.values()[random.nextInt(FrameKind.COUNT)];
        SimulatedClient client =
                simulation.connect(random.nextInt(simulation.loops().all().size()), kind);
        AckingClient acking = new AckingClient(client);
        for (String channel : CHANNELS) {
            long offset = old.last().getOrDefault(channel, 0L);
            acking.goOnAfter(channel, offset);
            client.resumeWithAck(channel, new Position(Simulation.EPOCH, offset));
        }
        clients.add(acking);
    }

    private void acknowledge(AckingClient client) {
        if (client.openCount() > 0 && !client.isOver()) {
            client.acknowledge(random.nextInt(client.openCount()));
        }
    }

    private void slowDown(AckingClient client) {
        if (!prompt) {
            SimulatedClient slow = client.client();
            switch (random.nextInt(3)) {
                case 0 -> slow.run(() -> slow.connection().accept(random.nextInt(2000), 1 + random.nextInt(300)));
                case 1 -> slow.run(slow.connection()::acceptNothing);
                default -> slow.run(slow.connection()::acceptAll);
            }
        }
    }

    private void pass(int ticks) {
        for (int i = 0; i < ticks; i++) {
            nowMillis += AckingClient.TICK_MILLIS;
            simulation.clock().advance(Duration.ofMillis(AckingClient.TICK_MILLIS));
            for (AckingClient client : clients) {
                client.client().run(client.client().session()::onFrame);
            }
            simulation.tick();
            simulation.loops().runAll();
            look();
        }
    }

    private void publish() {
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        String name = "p" + publications++;
        WireFormat format = random.nextBoolean() ? WireFormat.JSON : WireFormat.MSGPACK;
        int loop = random.nextInt(simulation.loops().all().size());
        simulation.publish(
                loop, channel, Bodies.of(format, name, random.nextInt(250)), PublishOptions.NONE, new Reply() {
                    @Override
                    public void onPublished(long offset, int recipientCount) {
                        ledger.record(channel, offset, name);
                    }
                });
    }
}
