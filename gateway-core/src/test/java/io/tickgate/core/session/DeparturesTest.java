package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.NoticeMessage.ServerShutdown;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How the sessions of a loop leave when the gateway drains. */
class DeparturesTest {
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration LEAD = Duration.ofMillis(500);
    private static final int CLIENTS = 100;

    private final Simulation simulation = new Simulation(new SimulationSettings());
    private final List<SimulatedClient> clients = new ArrayList<>();

    private void connect(int count) {
        for (int i = 0; i < count; i++) {
            clients.add(simulation.connect(0, i % 2 == 0 ? FrameKind.JSON : FrameKind.MSGPACK));
        }
        simulation.loops().runAll();
    }

    private void sendAway(long seed) {
        simulation
                .loops()
                .runAs(
                        simulation.loop(0),
                        () -> simulation
                                .sessions(0)
                                .sendAway(
                                        CloseCode.SERVICE_RESTART,
                                        WINDOW,
                                        LEAD,
                                        new Random(seed),
                                        simulation.clock().nanoTime()));
        simulation.loops().runAll();
    }

    private static long momentOf(SimulatedClient client) {
        return client.received().last(ServerShutdown.class).reconnectAfterMillis();
    }

    private long closedCount() {
        return clients.stream().filter(client -> client.received().isClosed()).count();
    }

    @Test
    void everyTenthOfTheWindowIsTheMomentOfATenthOfTheClients() {
        connect(CLIENTS);

        sendAway(1);

        int[] perTenth = new int[10];
        clients.forEach(client -> perTenth[(int) (momentOf(client) / 500)]++);
        assertThat(perTenth).containsOnly(CLIENTS / 10);
        assertThat(clients.stream().map(DeparturesTest::momentOf)).doesNotHaveDuplicates();
        simulation.end();
    }

    @Test
    void theOrderIsDealtAnewByEachRandom() {
        connect(CLIENTS);
        sendAway(1);
        List<Long> first = clients.stream().map(DeparturesTest::momentOf).toList();

        sendAway(2);

        assertThat(clients.stream().map(DeparturesTest::momentOf)).isNotEqualTo(first);
        assertThat(first).isNotEqualTo(first.stream().sorted().toList());
        simulation.end();
    }

    @Test
    void thoseWhoStayAreClosedAtAConstantRateAndNobodyBeforeItsMoment() {
        connect(CLIENTS);
        sendAway(1);
        assertThat(closedCount()).isZero();

        for (int millis = 100; millis <= 5500; millis += 100) {
            simulation.pass(Duration.ofMillis(100));
            for (SimulatedClient client : clients) {
                if (client.received().isClosed()) {
                    assertThat(momentOf(client) + LEAD.toMillis()).isLessThanOrEqualTo(millis);
                }
            }
            assertThat(closedCount()).as("after %d ms", millis).isEqualTo(Math.max(0, (millis - 500) / 50));
        }

        assertThat(clients)
                .allSatisfy(client -> assertThat(
                                client.received().last(Closed.class).status())
                        .isEqualTo(1012));
        simulation.end();
    }

    @Test
    void publicationsFlowUntilASessionIsClosedAndWhatIsQueuedComesBeforeTheLastWord() {
        connect(2);
        clients.forEach(client -> client.subscribe("market_data"));
        simulation.loops().runAll();
        sendAway(1);
        SimulatedClient last = momentOf(clients.get(0)) > momentOf(clients.get(1)) ? clients.get(0) : clients.get(1);
        simulation.pass(Duration.ofMillis(3100));
        assertThat(closedCount()).isEqualTo(1);

        last.run(() -> last.connection().acceptNothing());
        simulation.publishAndRun("market_data", Bodies.json("late"));
        simulation.pass(Duration.ofMillis(2400));
        assertThat(last.received().isClosed()).isFalse();
        last.run(() -> last.connection().acceptAll());
        simulation.loops().runAll();

        assertThat(last.received().all(PublicationMessage.class)).hasSize(1);
        assertThat(last.received().last(Closed.class).status()).isEqualTo(1012);
        simulation.end();
    }

    @Test
    void whoLeftByItselfIsMissedByNobody() {
        connect(3);
        sendAway(1);
        clients.get(1).run(() -> clients.get(1).connection().closeNow());
        simulation.loops().runAll();

        simulation.pass(Duration.ofMillis(5500));

        assertThat(closedCount()).isEqualTo(2);
        simulation.end();
    }
}
