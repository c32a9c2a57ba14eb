package io.tickgate.core.broadcast;

import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The model that the simulation runs over is held to what is asked of every backbone. */
class ModelBackboneTest extends BackboneContract {
    private final ModelStore store = new ModelStore(1, 100);
    private final List<Simulation> simulations = new ArrayList<>();

    ModelBackboneTest() {
        store.beFaithful();
    }

    @Override
    protected Node newNode() {
        Simulation simulation = new Simulation(new SimulationSettings().loops(2));
        simulations.add(simulation);
        ModelBackbone backbone = store.newNode();
        RecordingReplica replica = new RecordingReplica(simulation.engine().directory());
        backbone.start(replica);
        return new Node(simulation.engine().directory(), backbone, replica);
    }

    @Override
    protected void eventually(String what, BooleanSupplier condition) {
        for (int i = 0; i < 10_000 && !condition.getAsBoolean(); i++) {
            simulations.forEach(simulation -> simulation.loops().runAll());
            store.runOne();
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError("in vain: " + what);
        }
    }
}
