package io.tickgate.core.e2e;

import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.PING;
import static io.tickgate.core.transport.websocket.ClientFrames.PONG;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time-outs at their shortest settings; what is checked is what happens, never how long it took. */
class TimeoutsTest {
    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void whoIsSilentIsPingedAndThenClosedAndWhoAnswersLives(Wiring wiring) {
        try (TestGateway gateway =
                TestGateway.start(wiring, "timeouts.heartbeat-interval", "1s", "timeouts.idle", "1500ms")) {
            RawWebSocket answering = gateway.client();
            RawWebSocket silent = gateway.client();
            RawWebSocket halfWay = gateway.client();
            halfWay.send(Arrays.copyOf(text("{\"type\":\"ping\"}"), 9));

            for (RawWebSocket client : new RawWebSocket[] {answering, silent, halfWay}) {
                assertThat(client.read().opcode()).isEqualTo(PING);
            }
            answering.send(frame(FIN | PONG, new byte[0]));
            assertThat(silent.readClose()).isEqualTo(4000);
            assertThat(halfWay.readClose())
                    .as("half a frame is no sign of life")
                    .isEqualTo(4000);
            assertThat(answering.read().opcode())
                    .as("the next ping, not a close")
                    .isEqualTo(PING);
            answering.requireQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void anUpgradeThatDoesNotComeInTimeIsGivenUp(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(wiring, "timeouts.connect", "200ms")) {
            byte[] request = RawWebSocket.upgradeRequest();
            RawWebSocket half = gateway.unopened(0);
            RawWebSocket mute = gateway.unopened(0);
            RawWebSocket whole = gateway.client();

            half.send(Arrays.copyOf(request, request.length / 2));

            assertThat(half.readHttp().status()).isEqualTo(408);
            half.readEnd();
            assertThat(mute.readHttp().status()).isEqualTo(408);
            mute.readEnd();
            whole.requireQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void whoDoesNotAnswerACloseIsCut(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(wiring, "timeouts.close-handshake", "200ms")) {
            RawWebSocket client = gateway.client();

            client.send(frame(FIN | 0x3, new byte[0]));

            assertThat(client.read().closeCode()).isEqualTo(1002);
            client.readEnd();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(gateway.connections()).containsEntry("total_connections", 0L));
        }
    }

    /** A peer whose machine is gone sends neither pong nor end: its silence ends it, and nobody waits for its close. */
    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void aPeerThatIsGoneWithoutAWordEndsByItsSilence(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(
                wiring,
                "timeouts.heartbeat-interval",
                "1s",
                "timeouts.idle",
                "1500ms",
                "timeouts.close-handshake",
                "200ms")) {
            RawWebSocket gone = gateway.client();
            RawWebSocket goneInAFrame = gateway.client();
            goneInAFrame.send(Arrays.copyOf(text("{\"type\":\"ping\"}"), 9));

            Awaitility.await()
                    .untilAsserted(() -> assertThat(gateway.connections()).containsEntry("total_connections", 0L));

            assertThat(gone.readUntilClose()).isEqualTo(4000);
            assertThat(goneInAFrame.readUntilClose()).isEqualTo(4000);
        }
    }
}
