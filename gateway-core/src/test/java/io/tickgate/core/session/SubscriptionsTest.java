package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicProbe;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private final Simulation simulation = new Simulation(new SimulationSettings().topics(1000, Duration.ofSeconds(1)));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private void publish(String type) {
        simulation.publishAndRun("market_data:A", Bodies.json(type));
    }

    private List<String> received() {
        return client.received().all(PublicationMessage.class).stream()
                .map(PublicationMessage::type)
                .toList();
    }

    @Test
    void aFamilyAndItsMemberBringEachPublicationOnceThroughoutTheirChanges() {
        client.subscribe("market_data:A");
        simulation.loops().runAll();
        publish("by member");
        client.subscribe("market_data");
        simulation.loops().runAll();
        publish("by both");
        client.unsubscribe("market_data");
        simulation.loops().runAll();
        publish("by member again");
        client.unsubscribe("market_data:A");
        simulation.loops().runAll();
        publish("by none");

        assertThat(received()).containsExactly("by member", "by both", "by member again");
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void aMemberSubscribedUnderItsFamilyComesToLifeWhenTheFamilyLeaves() {
        client.subscribe("market_data");
        client.subscribe("market_data:A");
        client.unsubscribe("market_data");
        simulation.loops().runAll();

        assertThat(simulation.publishAndRun("market_data:A", Bodies.json("p")).recipientCount())
                .isEqualTo(1);
        assertThat(received()).containsExactly("p");
    }

    @Test
    void aMemberLeftUnderItsFamilyStaysLeft() {
        client.subscribe("market_data", "market_data:A");
        client.unsubscribe("market_data:A");
        simulation.loops().runAll();
        publish("by family");
        client.unsubscribe("market_data");
        simulation.loops().runAll();
        publish("by none");

        assertThat(received()).containsExactly("by family");
    }

    @Test
    void aTopicThatIsSubscribedUnderItsFamilyIsNotCollected() {
        client.subscribe("market_data", "market_data:A");
        simulation.loops().runAll();
        simulation.pass(Duration.ofSeconds(10));

        client.unsubscribe("market_data");
        simulation.loops().runAll();
        publish("p");

        assertThat(received()).containsExactly("p");
    }

    @Test
    void publicationsStayEncodedForWhoeverIsMovedBetweenFamilyAndMember() {
        client.subscribe("market_data:A");
        simulation.loops().runAll();
        Topic topic = Objects.requireNonNull(simulation.engine().directory().find("market_data:A"));
        Topic family = Objects.requireNonNull(topic.family());

        client.subscribe("market_data");
        simulation.loops().runAll();

        // The member's own group alone asks for the kind: the home shard may look at it while the family is leaving.
        assertThat(TopicProbe.ownNeeds(topic, 0)).isEqualTo(FrameKind.JSON.bit());
        assertThat(TopicProbe.ownNeeds(family, 0)).isEqualTo(FrameKind.JSON.bit());
    }

    @Test
    void theEndOfASessionEndsWhatIsSetAsideToo() {
        client.subscribe("market_data", "market_data:A");
        simulation.loops().runAll();

        client.cut();
        simulation.loops().runAll();
        simulation.pass(Duration.ofSeconds(10));

        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
        assertThat(simulation.engine().directory().size()).isZero();
    }
}
