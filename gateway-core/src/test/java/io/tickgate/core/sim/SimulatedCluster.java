package io.tickgate.core.sim;

import io.tickgate.core.broadcast.ModelBackbone;
import io.tickgate.core.broadcast.ModelStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Several simulated gateways behind a model of what they share, any of which may be started anew. */
public final class SimulatedCluster {
    private final ModelStore store;
    private final Random random;
    private final IntFunction<SimulationSettings> settings;
    private final List<Simulation> nodes = new ArrayList<>();
    private final List<ModelBackbone> backbones = new ArrayList<>();
    private Duration age = Duration.ZERO;

    /**
     * @param keptMax publications that the store keeps of a topic
     * @param settings of each node
     */
    public SimulatedCluster(long seed, int count, int keptMax, IntFunction<SimulationSettings> settings) {
        this.store = new ModelStore(seed, keptMax);
        this.random = new Random(seed);
        this.settings = settings;
        ManualClock clock = new ManualClock();
        store.useClock(() -> clock.epochMicros() + age.toNanos() / 1_000);
        for (int i = 0; i < count; i++) {
            backbones.add(store.newNode());
            nodes.add(newNode(i));
        }
    }

    private Simulation newNode(int index) {
        Simulation node = new Simulation(settings.apply(index), backbones.get(index));
        node.clock().advance(age);
        return node;
    }

    public ModelStore store() {
        return store;
    }

    public List<Simulation> nodes() {
        return nodes;
    }

    public Simulation node(int index) {
        return nodes.get(index);
    }

    /** Lets one thing happen somewhere. @return false when nothing is under way */
    public boolean runOne() {
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

    /** Lets everything come to rest. */
    public void run() {
        for (int i = 0; runOne(); i++) {
            if (i > 2_000_000) {
                throw new AssertionError("the cluster never comes to rest");
            }
        }
    }

    /** Moves all clocks in the steps in which gateways look at them. */
    public void pass(Duration duration) {
        Duration step = Duration.ofMillis(100);
        for (Duration left = duration; !left.isNegative() && !left.isZero(); left = left.minus(step)) {
            tick(step);
            run();
        }
    }

    /** One step of time, after which nothing has come to rest yet. */
    public void tick(Duration step) {
        age = age.plus(step);
        for (Simulation node : nodes) {
            node.advance(step);
            node.tick();
        }
    }

    /** Whatever was missed is looked after. */
    public void sync() {
        backbones.forEach(ModelBackbone::sync);
    }

    /** A node is gone, with all that it knew, and another takes its place. */
    public void restart(int index) {
        backbones.get(index).vanish();
        backbones.set(index, store.newNode());
        nodes.set(index, newNode(index));
    }

    /** All nodes are gone, and then they are back. */
    public void restartAll() {
        for (int i = 0; i < nodes.size(); i++) {
            restart(i);
        }
    }
}
