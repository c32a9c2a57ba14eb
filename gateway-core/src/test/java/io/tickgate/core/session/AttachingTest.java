package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.TopicProbe;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttachingTest {
    private final Simulation simulation =
            new Simulation(new SimulationSettings().loops(2).topics(1, Duration.ofSeconds(1)));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    /** A name whose home is the loop that the client is not on; no topic yet, for there is room for one only. */
    private String elsewhere(int which) {
        Simulation other = new Simulation(new SimulationSettings().loops(2));
        int found = 0;
        for (int i = 0; ; i++) {
            String name = "market_data:" + i;
            if (TopicProbe.homeIndex(other.engine(), name) == 1 && found++ == which) {
                other.end();
                return name;
            }
        }
    }

    private void collect() {
        simulation.clock().advance(Duration.ofMinutes(1));
        simulation.tick();
        simulation.loops().runAll();
        simulation.clock().advance(Duration.ofMinutes(1));
        client.run(client.session()::onFrame);
    }

    @Test
    void publicationsWaitForTheConfirmationOfTheWholeCommand() {
        simulation.loops().runAll();
        String far = elsewhere(0);

        client.subscribe(near(), far);
        for (int i = 0; i < 5; i++) {
            simulation.publish(0, near(), Bodies.json("near"), PublishOptions.NONE, new Reply());
            simulation.publish(1, far, Bodies.json("far"), PublishOptions.NONE, new Reply());
        }
        simulation.loops().runAll();

        assertThat(client.types().subList(0, 2)).containsExactly("connection_established", "subscription_confirmed");
    }

    private String near() {
        return TopicProbe.homeIndex(simulation.engine(), "notifications") == 0 ? "notifications" : "market_data";
    }

    @Test
    void aTopicThatIsCollectedOnTheWayIsSubscribedInItsNextLife() {
        simulation.loops().runAll();
        String name = elsewhere(0);
        simulation.publishAndRun(name, Bodies.json("p"));
        collect();

        // The loop of the home gets to drop the topic between the client's look-up and the question for its position.
        simulation.tick();
        client.subscribe(name);
        simulation.loops().runAll();

        assertThat(client.received()
                        .last(SubscriptionConfirmed.class)
                        .position()
                        .offset())
                .isEqualTo(1);
        assertThat(simulation.publishAndRun(name, Bodies.json("q")).recipientCount())
                .isEqualTo(1);
        assertThat(client.types()).endsWith("q");
    }

    @Test
    void aTopicThatFindsNoRoomAgainIsRefusedAndNothingOfTheListIsKept() {
        simulation.loops().runAll();
        String lost = elsewhere(0);
        String usurper = elsewhere(1);
        simulation.publishAndRun(lost, Bodies.json("p"));
        simulation.clock().advance(Duration.ofMinutes(1));

        client.run(() -> client.session()
                .onCommand(new ClientMessage.Subscribe(
                        client.nextId(), List.of("notifications", lost), true, null, false)));
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isLessThanOrEqualTo(1);
        simulation.loops().runAs(simulation.loop(1), () -> TopicProbe.drop(simulation.engine(), lost));
        assertThat(TopicProbe.homeIndex(simulation.engine(), usurper)).isEqualTo(1);
        simulation.loops().runAll();

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.field()).isEqualTo("channels[1]");
        assertThat(error.channel()).isEqualTo(lost);
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
        client.ping();
        simulation.loops().runAll();
        assertThat(client.types()).endsWith("pong");
    }

    @Test
    void aGracefulCloseWaitsForTheConfirmationUnderWay() {
        simulation.loops().runAll();
        String name = elsewhere(0);

        client.run(() -> client.session()
                .onCommand(new ClientMessage.Subscribe(client.nextId(), List.of(name), false, null, false)));
        client.run(() -> client.session().closeAfterQueued(CloseCode.GOING_AWAY));
        assertThat(client.received().isClosed()).isFalse();
        simulation.loops().runAll();

        assertThat(client.types()).endsWith("subscription_confirmed");
        assertThat(client.received().isClosed()).isTrue();
    }

    @Test
    void aSessionThatEndsOnTheWayIsSubscribedToNothing() {
        simulation.loops().runAll();

        client.run(() -> client.session()
                .onCommand(new ClientMessage.Subscribe(client.nextId(), List.of(elsewhere(0)), false, null, false)));
        client.cut();
        simulation.loops().runAll();

        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
    }
}
