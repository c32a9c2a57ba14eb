package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.NoticeMessage.TokenExpiring;
import io.tickgate.protocol.message.ServerMessage.Authenticated;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a token, and another one in its place. */
class TokenRenewalTest extends AuthenticationScene {
    @Test
    void aTokenThatEndsIsToldAMinuteBeforeAndThenTheConnectionEnds() {
        SimulatedClient client = alice(80, ALL);

        simulation.pass(Duration.ofMillis(18_900));
        assertThat(client.received().all(TokenExpiring.class)).isEmpty();
        simulation.pass(Duration.ofMillis(1_200));
        assertThat(client.received().all(TokenExpiring.class)).hasSize(1);
        assertThat(client.received().last(TokenExpiring.class).expiresAtMillis())
                .isEqualTo(client.received().last(Authenticated.class).expiresAtMillis());
        simulation.pass(Duration.ofMillis(58_500));
        assertThat(closedWith(client)).isZero();
        simulation.pass(Duration.ofMillis(1_500));

        assertThat(closedWith(client)).isEqualTo(4003);
        assertThat(client.received().all(TokenExpiring.class)).hasSize(1);
    }

    @Test
    void aNewTokenInTimeKeepsTheConnectionAndIsWarnedOfAgain() {
        SimulatedClient client = alice(65, ALL);
        send(client, subscribe("market_data"));
        simulation.pass(Duration.ofSeconds(10));
        assertThat(client.received().all(TokenExpiring.class)).hasSize(1);

        authenticate(client, token("alice", 85, ALL));
        simulation.pass(Duration.ofSeconds(20));
        simulation.publishAndRun("market_data:x", Bodies.of(WireFormat.JSON, "p", 10));
        client.ping();
        simulation.pass(Duration.ofSeconds(50));

        assertThat(closedWith(client)).isZero();
        assertThat(client.received().all(PublicationMessage.class)).hasSize(1);
        assertThat(client.received().all(TokenExpiring.class)).hasSize(2);
        assertThat(client.received().last(Authenticated.class).resumeToken()).isNull();
    }

    @Test
    void anotherUsersTokenIsRefusedAndTheOldOneCountsOn() {
        SimulatedClient client = alice(3600, ALL);

        ErrorMessage error = refusal(client, new ClientMessage.Authenticate(ID, token("bob", 3600, ALL)));
        ErrorMessage key = refusal(client, new ClientMessage.Authenticate(ID, "tg_key"));

        assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(key.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(client.session().userId()).isEqualTo("alice");
        send(client, subscribe("market_data"));
        assertThat(client.received().all(SubscriptionConfirmed.class)).hasSize(1);
    }

    @Test
    void aBadTokenInTheMiddleChangesNothing() {
        SimulatedClient client = alice(3600, ALL);

        refusal(client, new ClientMessage.Authenticate(ID, token("alice", -9, ALL)));

        send(client, subscribe("market_data"));
        assertThat(client.received().all(SubscriptionConfirmed.class)).hasSize(1);
        assertThat(closedWith(client)).isZero();
    }

    @Test
    void whatTheNewTokenDoesNotAllowEndsWithAWord() {
        SimulatedClient client = alice(3600, ALL);
        send(client, subscribe("market_data"));
        send(client, subscribe("market_data:a"));
        send(client, subscribe("notifications"));
        send(client, subscribe("chart_updates"));
        long subscriptions = simulation.counter(Counter.SUBSCRIPTIONS);

        authenticate(client, token("alice", 3600, "\"subscribe\":[\"market_data:a\",\"chart_updates\"]"));

        List<ErrorMessage> words = client.received().all(ErrorMessage.class);
        assertThat(words).extracting(ErrorMessage::channel).containsExactlyInAnyOrder("market_data", "notifications");
        assertThat(words).allSatisfy(word -> {
            assertThat(word.code()).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(word.id()).isNull();
        });
        for (String channel : List.of("market_data", "market_data:a", "market_data:b", "notifications")) {
            simulation.publishAndRun(channel, Bodies.of(WireFormat.JSON, "p", 10));
        }
        assertThat(client.received().all(PublicationMessage.class))
                .extracting(PublicationMessage::channel)
                .containsExactly("market_data:a");
        // The two, and the user's own channel that came with one of them.
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isEqualTo(subscriptions - 3);
    }
}
