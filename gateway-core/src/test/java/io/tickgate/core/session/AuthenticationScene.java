package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.ApiKeys;
import io.tickgate.core.auth.AuthSettings;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.auth.AuthenticationBuilder;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Rights;
import io.tickgate.core.auth.TestTokens;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ServerMessage.Authenticated;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A simulated gateway that asks for a token, and clients that show one. */
abstract class AuthenticationScene {
    static final String ALL = "\"subscribe\":[\"*\"],\"history\":[\"*\"],\"publish\":[\"*\"]";
    static final CommandId ID = new CommandId.Number(7);

    final Simulation simulation = new Simulation(settings().authentication(AuthenticationScene::authentication));

    SimulationSettings settings() {
        return new SimulationSettings();
    }

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

    SimulatedClient nobody(@Nullable String saidUserId) {
        SimulatedClient client = simulation.connect(FrameKind.JSON, Principal.NOBODY, saidUserId);
        simulation.loops().runAll();
        return client;
    }

    SimulatedClient alice(int seconds, String more) {
        SimulatedClient client = nobody(null);
        authenticate(client, token("alice", seconds, more));
        assertThat(client.received().last(Authenticated.class).userId()).isEqualTo("alice");
        return client;
    }

    String token(String subject, int seconds, String more) {
        return TestTokens.hs256(TestTokens.claims(subject, simulation.clock().millis() / 1_000 + seconds, more));
    }

    void authenticate(SimulatedClient client, String token) {
        send(client, new ClientMessage.Authenticate(ID, token));
    }

    void send(SimulatedClient client, ClientMessage command) {
        client.send(command);
        simulation.loops().runAll();
    }

    ErrorMessage refusal(SimulatedClient client, ClientMessage command) {
        int before = client.received().all(ErrorMessage.class).size();
        send(client, command);
        assertThat(client.received().all(ErrorMessage.class)).hasSize(before + 1);
        return client.received().last(ErrorMessage.class);
    }

    static ClientMessage subscribe(String channel) {
        return new ClientMessage.Subscribe(ID, List.of(channel), false, null, false);
    }

    static ClientMessage publish(String channel) {
        return new ClientMessage.Publish(ID, channel, Bodies.of(WireFormat.JSON, "p", 10), null, null);
    }

    static int closedWith(SimulatedClient client) {
        List<Closed> closes = client.received().all(Closed.class);
        return closes.isEmpty() ? 0 : closes.get(0).status();
    }
}
