package io.tickgate.core.feed.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage.ChartUpdate;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A simulated gateway with one client, who publishes the points of a chart and follows them. */
abstract class ChartScenario {
    static final String SYMBOL = "0700.HK";

    Simulation simulation = new Simulation();
    SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    void limits(ChartSettings settings) {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().charts(settings));
        client = simulation.connect(0, FrameKind.JSON);
    }

    void subscribe(int history) {
        client.send(new ClientMessage.SubscribeChart(client.nextId(), SYMBOL, history));
        simulation.loops().runAll();
    }

    void publish(String symbol, @Nullable String updateType, OpaqueList points) {
        client.send(new ClientMessage.PublishChart(client.nextId(), symbol, updateType, points));
        simulation.loops().runAll();
    }

    void publish(String... points) {
        publish(SYMBOL, null, Points.list(points));
    }

    List<ChartUpdate> updates() {
        return client.received().all(ChartUpdate.class);
    }

    ChartUpdate lastUpdate() {
        return client.received().last(ChartUpdate.class);
    }

    ServerMessage.ErrorMessage error() {
        return client.received().last(ServerMessage.ErrorMessage.class);
    }

    PointPage page(ChartQuery query) {
        List<PointPage> answers = new ArrayList<>();
        try {
            simulation.charts().points(SYMBOL, query, answers::add);
        } catch (WireException fault) {
            throw new AssertionError(fault);
        }
        simulation.loops().runAll();
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    String pointsOf(ChartQuery query) {
        return Points.json(page(query).points());
    }
}
