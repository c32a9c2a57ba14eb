package io.tickgate.core.e2e;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.CONTINUATION;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.PING;
import static io.tickgate.core.transport.websocket.ClientFrames.PONG;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.deflate;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.join;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that are meant to hurt, over real sockets: whoever sends them gets no further, a neighbour is served, nothing stays behind. */
@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_TWO_LOOPS", "NIO_TWO_LOOPS"})
class ByteFaultsTest {
    private static final int MANY = 100_000;
    private static final int CROWD = 8;

    @Parameter
    Wiring wiring;

    private LeakWatch leaks;
    private TestGateway gateway;
    private RawWebSocket neighbour;

    @BeforeEach
    void start() {
        leaks = new LeakWatch();
        gateway = TestGateway.start(wiring, "limits.max-message-bytes", "128KiB", "timeouts.close-handshake", "200ms");
        neighbour = gateway.client();
    }

    @AfterEach
    void nothingStaysBehindAndTheNeighbourIsServed() {
        neighbour.requireQuiet();
        Awaitility.await().untilAsserted(() -> {
            assertThat(gateway.connections()).containsEntry("total_connections", 1L);
            assertThat(gateway.messages()).containsEntry("inbound_bytes", 0L).containsEntry("outbox_bytes", 0L);
        });
        gateway.close();
        leaks.requireNone();
        leaks.close();
    }

    private static byte[] fragments(int first, byte[] message) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < message.length; i++) {
            int opcode = (i == 0 ? first : CONTINUATION) | (i == message.length - 1 ? FIN : 0);
            all.writeBytes(frame(opcode, new byte[] {message[i]}));
        }
        return all.toByteArray();
    }

    @Test
    void aMessageOfAHundredThousandFragmentsIsAMessage() {
        leaks.sample();
        String start = "{\"type\":\"ping\",\"id\":1,\"x\":\"";
        byte[] message = utf8(start + "é".repeat((MANY - start.length() - 2) / 2) + "\"}");
        RawWebSocket client = gateway.client();

        client.send(fragments(TEXT, message));

        assertThat(client.readJson()).containsEntry("type", "pong").containsEntry("id", 1L);
        client.close();
    }

    @Test
    void fragmentsWithoutAnEndEndWith1009() {
        leaks.sample();
        RawWebSocket client = gateway.client();
        byte[] endless = fragments(TEXT, utf8("x".repeat((128 << 10) + 2)));

        client.send(endless);

        assertThat(client.readClose()).isEqualTo(1009);
        client.close();
    }

    /** The head of a frame that says how long it is; nothing of it has come. */
    @Test
    void aLengthOfATebibyteIsRefusedByItsHead() {
        for (long length : new long[] {1L << 40, Integer.MAX_VALUE, 1L << 32, (128 << 10) + 1, Long.MAX_VALUE}) {
            RawWebSocket client = gateway.client();

            client.send(ByteBuffer.allocate(10)
                    .put((byte) (FIN | BINARY))
                    .put((byte) 0xFF)
                    .putLong(length)
                    .array());

            assertThat(client.readClose()).as("%d bytes", length).isEqualTo(1009);
            client.close();
        }
        RawWebSocket negative = gateway.client();
        negative.send(bytes("FIN, binary: 82", "MASK, 64 bits: ff", "-1: ff ff ff ff ff ff ff ff"));
        assertThat(negative.readClose()).isEqualTo(1002);
        negative.close();
    }

    @Test
    void aCrowdOfBombsGoesOffInNobodysHands() {
        byte[] bomb = deflate(new byte[32 << 20]);
        byte[] cut = join(
                frame(RSV1 | TEXT, Arrays.copyOf(bomb, 100)),
                frame(FIN | CONTINUATION, Arrays.copyOfRange(bomb, 100, bomb.length)));
        List<RawWebSocket> clients = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            clients.add(gateway.client("Sec-WebSocket-Extensions: permessage-deflate"));
        }

        for (RawWebSocket client : clients) {
            client.send(cut);
            neighbour.requireQuiet();
        }

        for (RawWebSocket client : clients) {
            assertThat(client.readClose()).isEqualTo(1009);
            client.close();
        }
    }

    /** Each is under the limit alone, and three of them are more than a turn of the loop may inflate. */
    @Test
    void manyMessagesThatInflateAThousandfoldAreReadOneAfterTheOther() {
        byte[] swollen = frame(FIN | RSV1 | TEXT, deflate(utf8("{\"type\":\"ping\"}" + " ".repeat(127 << 10))));
        byte[][] all = new byte[200][];
        Arrays.fill(all, swollen);
        RawWebSocket client = gateway.client("Sec-WebSocket-Extensions: permessage-deflate");

        client.send(join(all));
        neighbour.requireQuiet();

        for (int i = 0; i < all.length; i++) {
            assertThat(client.readJson()).containsEntry("type", "pong");
        }
        client.close();
    }

    @Test
    void aHundredThousandBracketsAreAnErrorAndNoOverflow() {
        RawWebSocket json = gateway.client();
        RawWebSocket packed = gateway.client("Sec-WebSocket-Protocol: gateway.v1.msgpack");
        byte[] arraysOfOne = new byte[MANY];
        Arrays.fill(arraysOfOne, (byte) 0x91);
        byte[] mapsOfOne = new byte[MANY];
        for (int i = 0; i < mapsOfOne.length; i++) {
            mapsOfOne[i] = (byte) (i % 2 == 0 ? 0x81 : 0xA0);
        }

        json.text("[".repeat(MANY));
        assertThat(json.readJson()).containsEntry("code", "invalid_json");
        json.text("{\"type\":\"publish\",\"channel\":\"market_data\",\"message\":" + "{\"a\":".repeat(MANY / 5));
        assertThat(json.readJson()).containsEntry("code", "invalid_json");
        packed.send(frame(FIN | BINARY, arraysOfOne), frame(FIN | BINARY, mapsOfOne));

        assertThat(packed.read().text()).contains("invalid_msgpack");
        assertThat(packed.read().text()).contains("invalid_msgpack");
        Map<String, Object> problem =
                Json.object(gateway.request("POST", "/api/v1/websocket/broadcast", "[".repeat(MANY))
                        .body());
        assertThat(problem).containsEntry("status", 400L).containsEntry("code", "invalid_json");
        json.close();
        packed.close();
    }

    @Test
    void resetsInTheMiddleOfFramesLeaveNothing() {
        byte[] half = Arrays.copyOf(frame(FIN | TEXT, new byte[100_000]), 60_000);
        for (int i = 0; i < CROWD; i++) {
            RawWebSocket inFrame = gateway.client();
            RawWebSocket inMessage = gateway.client();
            inFrame.send(half);
            inMessage.send(
                    frame(TEXT, utf8("x".repeat(50_000))), bytes("FIN: 80", "MASK, 16 bits: fe", "half a length: 01"));
            neighbour.requireQuiet();

            inFrame.vanish();
            inMessage.vanish();
        }
    }

    @Test
    void tenThousandPingsAreAnsweredInTheirOrder() {
        leaks.sample();
        RawWebSocket client = gateway.client();
        for (int i = 0; i < 10_000; i += 100) {
            byte[][] pings = new byte[100][];
            for (int k = 0; k < pings.length; k++) {
                pings[k] = frame(FIN | PING, utf8("ping " + (i + k)));
            }
            client.send(pings);
            neighbour.requireQuiet();
            for (int k = 0; k < pings.length; k++) {
                ServerFrame pong = client.read();
                assertThat(pong.opcode()).isEqualTo(PONG);
                assertThat(pong.text()).isEqualTo("ping " + (i + k));
            }
        }
        client.close();
    }

    /** Its answers may fill what a session may have waiting, and no more. */
    @Test
    void whoPingsAndNeverReadsIsClosedBeforeItsPongsFillTheMemory() {
        leaks.sample();
        RawWebSocket client = gateway.unopened(4096).open();
        byte[][] pings = new byte[1000][];
        Arrays.fill(pings, frame(FIN | PING, new byte[125]));
        byte[] burst = join(pings);
        boolean isCut = false;
        for (int i = 0; i < 10_000 && !isCut; i++) {
            try {
                client.send(burst);
                neighbour.requireQuiet();
            } catch (UncheckedIOException cut) {
                isCut = true;
            }
        }

        assertThat(isCut).isTrue();
        assertThat(gateway.messages()).containsEntry("slow_closes", 1L);
        client.close();
    }
}
