package io.tickgate.core.sim;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.ModelBackbone;
import io.tickgate.core.broadcast.ModelStore;
import io.tickgate.core.broadcast.PublishOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gateways that share a {@link ModelStore} which does what it is asked, one thing after the other. */
public final class Cluster {
    private final ModelStore store;
    private final List<Simulation> nodes = new ArrayList<>();
    private final List<ModelBackbone> backbones = new ArrayList<>();

    /** @param keptMax publications that the store keeps of a topic */
    public Cluster(int count, int keptMax, BackboneUse marketData) {
        store = new ModelStore(1, keptMax);
        store.beFaithful();
        for (int i = 0; i < count; i++) {
            ModelBackbone backbone = store.newNode();
            backbones.add(backbone);
            SimulationSettings settings = new SimulationSettings()
                    .loops(2)
                    .selectable(List.of("text"))
                    .clustered(i, marketData);
            nodes.add(new Simulation(settings, backbone));
        }
        settle();
    }

    public ModelStore store() {
        return store;
    }

    public Simulation node(int index) {
        return nodes.get(index);
    }

    public ModelBackbone backbone(int index) {
        return backbones.get(index);
    }

    /** Everything that is under way happens. */
    public void settle() {
        boolean any = true;
        while (any) {
            any = store.runOne();
            for (Simulation node : nodes) {
                any |= node.loops().runOne();
            }
        }
    }

    /** The gateways look at the clock. */
    public void tick() {
        tick(Duration.ofMillis(100));
    }

    /** They look at the clock after so long. */
    public void tick(Duration passed) {
        for (Simulation node : nodes) {
            node.clock().advance(passed);
            node.tick();
        }
        settle();
    }

    /** Publishes at one gateway and lets everything happen. */
    public Reply publish(int node, String channel, String type) {
        return publish(node, channel, type, PublishOptions.NONE);
    }

    public Reply publish(int node, String channel, String type, PublishOptions options) {
        Reply reply = new Reply();
        nodes.get(node).publish(0, channel, Bodies.json(type), options, reply);
        settle();
        return reply;
    }

    /** Everybody leaves, and nothing is left behind. */
    public void end() {
        nodes.forEach(Simulation::end);
    }
}
