package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that come back, and what happens to them and to others while they are served. */
class ReplayPacingTest {
    private static final String MISSED = "chart_updates:MISSED";
    private static final int MISSED_COUNT = 300;

    private final Simulation simulation = new Simulation(new SimulationSettings().history(1000, 4 << 20));
    private boolean busy = true;

    ReplayPacingTest() {
        publish(MISSED, MISSED_COUNT);
        simulation.loops().runAll();
    }

    @AfterEach
    void nothingIsLeft() {
        busy = false;
        simulation.end();
    }

    private void publish(String channel, int count) {
        for (int i = 0; i < count; i++) {
            simulation.publish(0, channel, Bodies.json("p"), PublishOptions.NONE, new Reply());
        }
    }

    private SimulatedClient connected() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        simulation.loops().runAll();
        return client;
    }

    private static void comeBack(SimulatedClient client) {
        client.resume(MISSED, new Position(Simulation.EPOCH, 0));
    }

    private static List<Long> offsets(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(PublicationMessage::offset)
                .toList();
    }

    private static List<Long> range(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aLivePublicationPassesBetweenThoseWhoComeBack() {
        SimulatedClient bystander = connected();
        bystander.subscribe("market_data");
        List<SimulatedClient> back = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            back.add(connected());
        }

        back.forEach(ReplayPacingTest::comeBack);
        publish("market_data", 1);
        while (offsets(bystander).isEmpty()) {
            assertThat(simulation.loops().runOne()).isTrue();
        }

        assertThat(back)
                .as("some have yet to be served")
                .anyMatch(client -> offsets(client).isEmpty());
        simulation.loops().runAll();
        assertThat(back).allSatisfy(client -> assertThat(offsets(client)).isEqualTo(range(MISSED_COUNT)));
    }

    @Test
    void whatWasMissedIsJoinedIntoFewSends() {
        SimulatedClient client = connected();
        long before = client.connection().directSends();

        comeBack(client);
        simulation.loops().runAll();

        assertThat(offsets(client)).isEqualTo(range(MISSED_COUNT));
        assertThat(client.connection().directSends() - before).isLessThan(5);
        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isZero();
    }

    @Test
    void liveComesBehindWhatWasMissedHoweverSlowlyThatIsTaken() {
        SimulatedClient client = connected();
        client.run(() -> client.connection().accept(5_000, 700));

        comeBack(client);
        simulation.loops().runAll();
        publish(MISSED, 20);
        simulation.loops().runAll();
        assertThat(offsets(client)).hasSizeBetween(1, 40);
        client.run(() -> client.connection().accept(20_000, 333));
        publish(MISSED, 20);
        simulation.loops().runAll();
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(offsets(client)).isEqualTo(range(MISSED_COUNT + 40));
    }

    @Test
    void whoIsClosedGentlyInTheMiddleGetsEverythingFirst() {
        SimulatedClient client = connected();
        client.run(() -> client.connection().accept(5_000, 700));
        comeBack(client);
        simulation.loops().runAll();

        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(offsets(client)).isEqualTo(range(MISSED_COUNT));
        assertThat(client.received().last(Closed.class).status()).isEqualTo(1001);
    }

    @Test
    void whoVanishesInTheMiddleLeavesNothing() {
        SimulatedClient client = connected();
        client.run(() -> client.connection().accept(5_000, 700));
        comeBack(client);
        simulation.loops().runAll();

        client.cut();
        simulation.loops().runAll();

        assertThat(simulation.counter(Counter.OUTBOX_BYTES)).isZero();
        assertThat(simulation.counter(Counter.SESSIONS_BEHIND)).isZero();
    }

    /** Somebody who stands in the line until the end, and whose turns take {@code each}. */
    private void keepBusy(Duration each) {
        simulation
                .loop(0)
                .execute(() -> simulation.services(0).pacer().enlist(() -> {
                    simulation.clock().advance(each);
                    return busy;
                }));
        runSome();
    }

    /** The line never ends, so that there is always a task more. */
    private void runSome() {
        for (int i = 0; i < 20; i++) {
            assertThat(simulation.loops().runOne()).isTrue();
        }
    }

    private static SubscriptionConfirmed confirmation(SimulatedClient client) {
        return client.received().last(SubscriptionConfirmed.class);
    }

    @Test
    void whoWouldWaitTooLongIsToldSoAndGoesOnLive() {
        SimulatedClient client = connected();
        keepBusy(Duration.ofMillis(2_001));

        comeBack(client);
        runSome();
        publish(MISSED, 1);
        runSome();

        assertThat(confirmation(client).recovered()).isFalse();
        assertThat(confirmation(client).reason()).isEqualTo("overloaded");
        assertThat(offsets(client)).containsExactly(MISSED_COUNT + 1L);
        assertThat(simulation.counter(Counter.REPLAYS_OVERLOADED)).isEqualTo(1);
    }

    @Test
    void ofAStateTheNewestComesThen() {
        publish("market_data:A", 3);
        simulation.loops().runAll();
        SimulatedClient client = connected();
        keepBusy(Duration.ofMillis(2_001));

        client.resume("market_data:A", new Position(Simulation.EPOCH, 0));
        runSome();

        assertThat(confirmation(client).reason()).isEqualTo("overloaded");
        assertThat(offsets(client)).containsExactly(3L);
    }

    @Test
    void whoWaitsNoLongerThanThatGetsEverything() {
        SimulatedClient client = connected();
        // A slice per piece of work, so that half of the time is the other's.
        keepBusy(Duration.ofMillis(400));

        comeBack(client);
        runSome();

        assertThat(confirmation(client).recovered()).isTrue();
        assertThat(offsets(client)).isEqualTo(range(MISSED_COUNT));
        assertThat(simulation.counter(Counter.REPLAYS_OVERLOADED)).isZero();
    }
}
