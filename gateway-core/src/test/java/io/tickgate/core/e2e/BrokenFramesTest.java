package io.tickgate.core.e2e;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.CONTINUATION;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.PING;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.close;
import static io.tickgate.core.transport.websocket.ClientFrames.deflate;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.join;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_TWO_LOOPS", "NIO_TWO_LOOPS"})
class BrokenFramesTest {
    private static final int MESSAGE_BYTES_MAX = 64 << 10;
    private static final String MASK = "mask: 00 00 00 00";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;
    private RawWebSocket bystander;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring);
        bystander = gateway.client();
        bystander.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
    }

    @AfterEach
    void nobodyElseNoticed() {
        gateway.broadcast("market_data:x", "{\"n\":1}");
        assertThat(bystander.readJson()).containsEntry("n", 1L);
        bystander.requireQuiet();
        gateway.close();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("not masked", bytes("FIN, text: 81", "no MASK, 2 bytes: 02", "{}: 7b 7d")),
                Arguments.of("RSV1 without agreement", frame(FIN | RSV1 | TEXT, utf8("{}"))),
                Arguments.of("RSV2", frame(0xA1, utf8("{}"))),
                Arguments.of("RSV3", frame(0x91, utf8("{}"))),
                Arguments.of("reserved data opcode", frame(0x83, utf8("{}"))),
                Arguments.of("reserved control opcode", frame(0x8B, utf8(""))),
                Arguments.of("fragmented ping", frame(PING, utf8(""))),
                Arguments.of("ping of 126 bytes", frame(FIN | PING, new byte[126])),
                Arguments.of("longer form of length", bytes("FIN, text: 81", "16 bits: fe", "2: 00 02", MASK, "7b 7d")),
                Arguments.of("continuation of nothing", frame(FIN | CONTINUATION, utf8("{}"))),
                Arguments.of("message inside a message", join(frame(TEXT, utf8("{")), text("{}"))),
                Arguments.of("close with half a code", bytes("FIN, close: 88", "1 byte: 81", MASK, "03")),
                Arguments.of("close code that nobody may send", close(1005, "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void aBrokenRuleClosesWith1002EvenWhenMoreBytesFollow(String rule, byte[] bytes) {
        RawWebSocket client = gateway.client();

        client.send(bytes, text("{\"type\":\"ping\"}"), new byte[10_000]);

        assertThat(client.readClose()).as(rule).isEqualTo(1002);
    }

    @Test
    void aMessageOverTheLimitClosesWith1009WhileItIsStillBeingSent() {
        RawWebSocket whole = gateway.client();
        RawWebSocket fragmented = gateway.client();

        whole.send(frame(FIN | TEXT, new byte[MESSAGE_BYTES_MAX + 1]), new byte[200_000]);
        fragmented.send(frame(TEXT, new byte[40_000]), frame(CONTINUATION, new byte[40_000]), new byte[200_000]);

        assertThat(whole.readClose()).isEqualTo(1009);
        assertThat(fragmented.readClose()).isEqualTo(1009);
    }

    @Test
    void theGatewayWaitsForTheClientsEndSoThatNoResetOvertakesItsCloseFrame() {
        RawWebSocket client = gateway.client();

        client.send(frame(0x83, utf8("")));

        assertThat(client.read().closeCode()).isEqualTo(1002);
        client.readEnd();
        client.send(new byte[100_000]);
        assertThat(gateway.connections()).as("the bystander's and this one").containsEntry("total_connections", 2L);
        client.close();
        Awaitility.await()
                .untilAsserted(() -> assertThat(gateway.connections()).containsEntry("total_connections", 1L));
    }

    @Test
    void theLongestMessageIsTaken() {
        RawWebSocket client = gateway.client();
        String start = "{\"type\":\"ping\",\"x\":\"";
        byte[] longest = utf8(start + "x".repeat(MESSAGE_BYTES_MAX - start.length() - 2) + "\"}");

        client.send(frame(FIN | TEXT, longest));

        assertThat(client.readJson()).containsEntry("type", "pong");
    }

    @Test
    void aDeflateBombClosesWith1009() {
        RawWebSocket client = gateway.client("Sec-WebSocket-Extensions: permessage-deflate");
        byte[] bomb = deflate(new byte[32 << 20]);
        assertThat(bomb.length).isLessThan(MESSAGE_BYTES_MAX);

        client.send(frame(FIN | RSV1 | TEXT, bomb));

        assertThat(client.readClose()).isEqualTo(1009);
    }

    @Test
    void whatIsNoDeflateClosesWith1007() {
        RawWebSocket client = gateway.client("Sec-WebSocket-Extensions: permessage-deflate");

        client.send(frame(FIN | RSV1 | BINARY, bytes("block type 3: ff ff ff")));

        assertThat(client.readClose()).isEqualTo(1007);
    }

    @Test
    void theReasonSaysWhetherTextOrDeflateIsAtFault() {
        RawWebSocket corrupt = gateway.client("Sec-WebSocket-Extensions: permessage-deflate");
        RawWebSocket noText = gateway.client();

        corrupt.send(frame(FIN | RSV1 | TEXT, bytes("block type 3: ff ff ff")));
        noText.send(frame(FIN | TEXT, bytes("lone continuation byte: 80")));

        assertThat(reason(corrupt.read())).isEqualTo("1007 compressed message is no deflate stream");
        assertThat(reason(noText.read())).isEqualTo("1007 text is not valid UTF-8");
    }

    private static String reason(ServerFrame close) {
        byte[] payload = close.payload();
        return close.closeCode() + " " + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4999})
    void aCloseIsAnsweredWithItsCode(int code) {
        RawWebSocket client = gateway.client();

        client.send(close(code, "bye"));

        assertThat(client.read().closeCode()).isEqualTo(code);
        client.readEnd();
    }

    @Test
    void clientsThatVanishAreForgotten() {
        RawWebSocket reset = gateway.client();
        RawWebSocket inTheMiddle = gateway.client();
        RawWebSocket ended = gateway.client();
        for (RawWebSocket client : new RawWebSocket[] {reset, inTheMiddle, ended}) {
            client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:x\"}");
        }
        inTheMiddle.send(frame(TEXT, utf8("{")), new byte[] {(byte) 0x80, (byte) 0xFE});

        reset.vanish();
        inTheMiddle.vanish();
        ended.close();

        Awaitility.await().untilAsserted(() -> {
            assertThat(gateway.connections()).containsEntry("total_connections", 1L);
            assertThat(Json.child(gateway.connections(), "subscriptions")).containsEntry("market_data", 1L);
        });
    }
}
