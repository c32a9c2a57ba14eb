package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.Allowances;
import io.tickgate.core.auth.ApiKeys;
import io.tickgate.core.auth.AuthSettings;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.auth.AuthenticationBuilder;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Rights;
import io.tickgate.core.auth.TestTokens;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.NoticeMessage.TokenExpiring;
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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticateTest {
    private static final String ALL = "\"subscribe\":[\"*\"],\"history\":[\"*\"],\"publish\":[\"*\"]";
    private static final CommandId ID = new CommandId.Number(7);

    private final Simulation simulation =
            new Simulation(new SimulationSettings().authentication(AuthenticateTest::authentication));

    private static Authentication authentication(Clock clock) {
        try {
            return new AuthenticationBuilder(new AuthSettings(Set.of("HS256"), null, Set.of(), 0), 1 << 16, clock)
                    .secret(TestTokens.SECRET.getBytes(StandardCharsets.US_ASCII))
                    .build(
                            new ApiKeys(List.of(new ApiKeys.ApiKey(
                                    "feed", ApiKeys.sha256("tg_key"), Rights.ofScopes(List.of("publish"))))),
                            5);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private SimulatedClient nobody(@Nullable String saidUserId) {
        SimulatedClient client = simulation.connect(FrameKind.JSON, Principal.NOBODY, saidUserId);
        simulation.loops().runAll();
        return client;
    }

    private SimulatedClient alice(int seconds, String more) {
        SimulatedClient client = nobody(null);
        authenticate(client, token("alice", seconds, more));
        assertThat(client.received().last(Authenticated.class).userId()).isEqualTo("alice");
        return client;
    }

    private String token(String subject, int seconds, String more) {
        return TestTokens.hs256(TestTokens.claims(subject, simulation.clock().millis() / 1_000 + seconds, more));
    }

    private void authenticate(SimulatedClient client, String token) {
        send(client, new ClientMessage.Authenticate(ID, token));
    }

    private void send(SimulatedClient client, ClientMessage command) {
        client.send(command);
        simulation.loops().runAll();
    }

    private ErrorMessage refusal(SimulatedClient client, ClientMessage command) {
        int before = client.received().all(ErrorMessage.class).size();
        send(client, command);
        assertThat(client.received().all(ErrorMessage.class)).hasSize(before + 1);
        return client.received().last(ErrorMessage.class);
    }

    private static ClientMessage subscribe(String channel) {
        return new ClientMessage.Subscribe(ID, List.of(channel), false, null, false);
    }

    private static ClientMessage publish(String channel) {
        return new ClientMessage.Publish(ID, channel, Bodies.of(WireFormat.JSON, "p", 10), null, null);
    }

    private static int closedWith(SimulatedClient client) {
        List<Closed> closes = client.received().all(Closed.class);
        return closes.isEmpty() ? 0 : closes.get(0).status();
    }

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
