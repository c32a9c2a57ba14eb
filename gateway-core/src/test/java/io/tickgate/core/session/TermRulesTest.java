package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.Welcome;
import io.tickgate.protocol.message.SubscribeOptions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TermRulesTest {
    private static final SubscribeOptions ONE_HZ = SubscribeOptions.NONE.withMaxHz(1.0);

    private final Simulation simulation = new Simulation();
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void end() {
        simulation.end();
    }

    private void run() {
        simulation.loops().runAll();
    }

    private void refusedWith(String field) {
        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.CONFLATION_NOT_ALLOWED);
        assertThat(error.field()).isEqualTo(field);
    }

    @Test
    void whatIsAcknowledgedIsNotConflatedNorIsItsFamily() {
        client.subscribeWithAck("market_data:A");
        client.subscribe(ONE_HZ, "market_data:A");
        run();
        refusedWith("options.max_hz");
        client.subscribe(ONE_HZ, "market_data");
        run();
        refusedWith("options.max_hz");
    }

    @Test
    void whatComesByAConflatedFamilyIsNotAcknowledged() {
        client.subscribe(ONE_HZ, "market_data");
        client.subscribeWithAck("market_data:A");
        run();
        refusedWith("options.max_hz");
    }

    @Test
    void oneCommandMayNotWishForBoth() {
        run();
        String token =
                Objects.requireNonNull(client.received().last(Welcome.class).resumeToken());
        client.send(new Resume(
                client.nextId(),
                token,
                List.of(
                        new ChannelRequest("market_data", null, false, ONE_HZ),
                        new ChannelRequest("market_data:A", null, true, null))));
        run();

        refusedWith("subscriptions[1].options.max_hz");
        assertThat(client.session().subscriptions().count()).isZero();
    }
}
