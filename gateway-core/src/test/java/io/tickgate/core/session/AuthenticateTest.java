package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.Allowances;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.ServerMessage.Authenticated;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.Pong;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.SetLimits;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has shown what, and what that opens. */
class AuthenticateTest extends AuthenticationScene {
    @Test
    void whoHasShownNothingMayPingAndNothingElse() {
        SimulatedClient client = nobody(null);

        send(client, new ClientMessage.Ping(ID));
        assertThat(client.received().last(Pong.class).id()).isEqualTo(ID);
        for (ClientMessage command : List.of(
                subscribe("market_data"),
                publish("market_data"),
                new ClientMessage.Unsubscribe(ID, List.of("market_data"), false),
                new ClientMessage.GetNotifications(ID, 5),
                new ClientMessage.Ack(ID, "market_data", 1),
                new SetLimits(ID, BandwidthLimits.NONE),
                new ClientMessage.RequestBacktestProgress(ID, "t"))) {
            ErrorMessage error = refusal(client, command);
            assertThat(error.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
            assertThat(error.command()).isEqualTo(command.type());
            assertThat(error.id()).isEqualTo(ID);
        }
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void whoShowsNothingForTenSecondsIsSentAway() {
        SimulatedClient client = nobody(null);
        SimulatedClient known = alice(3600, ALL);

        simulation.pass(Duration.ofMillis(9_900));
        assertThat(closedWith(client)).isZero();
        simulation.pass(Duration.ofMillis(200));

        assertThat(closedWith(client)).isEqualTo(4500);
        assertThat(closedWith(known)).isZero();
    }

    @Test
    void aTokenOpensWhatItGrantsAndTellsWhoseItIs() {
        SimulatedClient client = nobody(null);

        authenticate(client, token("alice", 100, "\"subscribe\":[\"market_data\"]"));

        Authenticated answer = client.received().last(Authenticated.class);
        assertThat(answer.id()).isEqualTo(ID);
        assertThat(answer.userId()).isEqualTo("alice");
        assertThat(answer.expiresAtMillis()).isEqualTo((simulation.clock().millis() / 1_000 + 100) * 1_000);
        send(client, subscribe("market_data:x"));
        assertThat(client.received().all(SubscriptionConfirmed.class)).hasSize(1);
        ErrorMessage denied = refusal(client, subscribe("chart_updates:x"));
        assertThat(denied.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(denied.field()).isEqualTo("channel");
        assertThat(denied.channel()).isEqualTo("chart_updates:x");
    }

    @Test
    void commandsThatWereSentBehindTheTokenAreJudgedByIt() {
        SimulatedClient client = nobody(null);

        client.send(new ClientMessage.Authenticate(ID, token("alice", 100, ALL)));
        client.send(subscribe("market_data"));
        client.send(publish("market_data"));
        simulation.loops().runAll();

        assertThat(client.types())
                .containsExactly(
                        "connection_established", "authenticated", "subscription_confirmed", "publish_confirmed", "p");
    }

    @Test
    void aBadTokenIsRefusedWithoutAWordWhyAndTheConnectionLives() {
        SimulatedClient client = nobody(null);

        String expired = refusal(client, new ClientMessage.Authenticate(ID, token("alice", -1, ALL)))
                .text();
        String forged = refusal(client, new ClientMessage.Authenticate(ID, token("alice", 9, ALL) + "x"))
                .text();
        ErrorMessage other = refusal(client, new ClientMessage.Authenticate(ID, "no token"));

        assertThat(other.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(other.field()).isEqualTo("token");
        assertThat(List.of(expired, forged)).containsOnly(other.text());
        authenticate(client, token("alice", 9, ALL));
        assertThat(client.received().all(Authenticated.class)).hasSize(1);
    }

    @Test
    void whoGuessesIsNotHeardForAWhileAndWhoHasAKeyIs() {
        SimulatedClient client = nobody(null);
        for (int i = 0; i < 5; i++) {
            refusal(client, new ClientMessage.Authenticate(ID, "tg_guess" + i));
        }

        ErrorMessage limited = refusal(client, new ClientMessage.Authenticate(ID, "tg_guess"));
        assertThat(limited.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(limited.retryAfterSeconds()).isEqualTo(5.0);
        authenticate(client, "tg_key");

        assertThat(client.received().last(Authenticated.class).userId()).isNull();
        assertThat(client.received().last(Authenticated.class).expiresAtMillis())
                .isNull();
        simulation.clock().advance(Duration.ofSeconds(13));
        assertThat(refusal(client, new ClientMessage.Authenticate(ID, "tg_guess"))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void everyRightIsAskedForByItself() {
        SimulatedClient reader = alice(100, "\"subscribe\":[\"*\"]");
        Since since = new Since(new Position(Simulation.EPOCH, 0));

        assertThat(refusal(reader, publish("market_data")).field()).isEqualTo("channel");
        assertThat(refusal(reader, new ClientMessage.RemoveChart(ID, "x")).field())
                .isEqualTo("symbol");
        assertThat(refusal(reader, new ClientMessage.Subscribe(ID, List.of("market_data:x"), false, since, false, null))
                        .field())
                .isEqualTo("since");
        assertThat(refusal(
                                reader,
                                new ClientMessage.Subscribe(
                                        ID,
                                        List.of("market_data:x"),
                                        true,
                                        null,
                                        false,
                                        SubscribeOptions.NONE.withRewind(
                                                new SubscribeOptions.Rewind(SubscribeOptions.Unit.LAST, 1))))
                        .field())
                .isEqualTo("options.rewind");
        assertThat(refusal(reader, new ClientMessage.SubscribeChart(ID, "x", 5)).field())
                .isEqualTo("history");
        assertThat(refusal(reader, new ClientMessage.GetNotifications(ID, 5)).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(reader.received().all(ErrorMessage.class))
                .allSatisfy(error -> assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN));
        send(
                reader,
                new ClientMessage.Subscribe(
                        ID, List.of("market_data:x"), false, null, false, SubscribeOptions.NONE.withSnapshot(true)));
        assertThat(reader.received().all(SubscriptionConfirmed.class)).hasSize(1);
    }

    @Test
    void aListNamesTheOneThatIsDeniedAndNothingOfItIsHad() {
        SimulatedClient client = alice(100, "\"subscribe\":[\"market_data\"]");

        ErrorMessage error = refusal(
                client, new ClientMessage.Subscribe(ID, List.of("market_data:a", "notifications"), true, null, false));

        assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(error.field()).isEqualTo("channels[1]");
        simulation.publishAndRun("market_data:a", Bodies.of(WireFormat.JSON, "p", 10));
        assertThat(client.received().all(PublicationMessage.class)).isEmpty();
    }

    @Test
    void whatDoesNotExistIsUnknownAndNotForbidden() {
        SimulatedClient client = alice(100, "");

        assertThat(refusal(client, subscribe("nope")).code()).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
        assertThat(refusal(client, subscribe("user:bob")).code()).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
    }

    @Test
    void theSubjectIsTheUserOfTheNotifications() {
        SimulatedClient client = alice(3600, ALL);

        send(client, subscribe("notifications"));

        assertThat(client.received().last(SubscriptionConfirmed.class).own()).isNotNull();
        assertThat(client.session().ownChannel()).isEqualTo("user:alice");
    }

    @Test
    void whoCameUnderAnotherNameIsSentAway() {
        SimulatedClient client = nobody("bob");
        assertThat(client.session().userId()).isNull();

        assertThat(refusal(client, new ClientMessage.Authenticate(ID, token("alice", 9, ALL)))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);

        assertThat(closedWith(client)).isEqualTo(4501);
    }

    @Test
    void theFirstTokenBringsAResumeTokenOfItsUser() {
        SimulatedClient first = alice(3600, ALL);
        String resume = first.received().last(Authenticated.class).resumeToken();
        first.cut();
        simulation.loops().runAll();
        SimulatedClient again = alice(3600, ALL);

        send(
                again,
                new Resume(ID, String.valueOf(resume), List.of(new ChannelRequest("market_data", null, false, null))));

        assertThat(again.types()).endsWith("authenticated", "resumed");
    }

    @Test
    void aTokenBoundsWhatAConnectionMayHave() {
        SimulatedClient client =
                alice(3600, ALL + ",\"max_subscriptions\":1,\"max_kbps\":100,\"max_hz\":2,\"commands_per_second\":50");

        send(client, subscribe("market_data:a"));
        assertThat(refusal(client, subscribe("market_data:b")).code()).isEqualTo(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
        send(client, new SetLimits(ID, new BandwidthLimits(500, null)));
        assertThat(client.received().last(LimitsGranted.class).granted()).isEqualTo(new BandwidthLimits(100, 2.0));
        authenticate(client, token("alice", 3600, ALL));
        send(client, new SetLimits(ID, new BandwidthLimits(500, null)));

        assertThat(client.received().last(LimitsGranted.class).granted()).isEqualTo(new BandwidthLimits(500, null));
    }

    @Test
    void aGatewayThatAsksForNothingSaysSo() {
        Simulation open = new Simulation();
        SimulatedClient client = open.connect(0, FrameKind.JSON);
        client.send(new ClientMessage.Authenticate(ID, "a.b.c"));
        open.loops().runAll();

        assertThat(client.received().last(ErrorMessage.class).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        open.end();
    }

    @Test
    void whatAnAddressMayIsAsItWas() {
        assertThat(Principal.ofAddress(true, false).rights().allowances()).isEqualTo(Allowances.NONE);
        Simulation open = new Simulation();
        SimulatedClient reader = open.connect(0, FrameKind.JSON, false);
        reader.send(publish("market_data"));
        open.loops().runAll();

        ErrorMessage error = reader.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(error.text()).isEqualTo("this address may not publish (ingest.allowed-addresses)");
        assertThat(error.field()).isNull();
        open.end();
    }
}
