package io.tickgate.core.e2e;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.binary;
import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.deflate;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
class DialectsTest {
    private static final String MSGPACK = "Sec-WebSocket-Protocol: gateway.v1.msgpack";
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final String PRICES = "[" + "45.50,".repeat(200) + "9007199254740993]";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void commandsAndAnswersTravelInMessagePack() {
        RawWebSocket client = gateway.unopened(0);
        client.handshake(MSGPACK);

        Map<String, Object> welcome = unpacked(client.read());
        client.send(binary(bytes("section 12: 83 a4 74 79 70 65 a9 73 75 62 73 63 72 69 62 65 a7 63 68 61 6e 6e 65 6c"
                + "b1 62 61 63 6b 74 65 73 74 5f 70 72 6f 67 72 65 73 73 a2 69 64 01")));
        Map<String, Object> confirmed = unpacked(client.read());
        client.send(binary(packed("type", "ping", "id", "ü")));
        Map<String, Object> pong = unpacked(client.read());

        assertThat(welcome)
                .containsEntry("type", "connection_established")
                .containsEntry("protocol", "gateway.v1.msgpack");
        assertThat(confirmed)
                .containsEntry("type", "subscription_confirmed")
                .containsEntry("channel", "backtest_progress")
                .containsEntry("id", 1L);
        assertThat(pong).containsEntry("type", "pong").containsEntry("id", "ü");
    }

    @Test
    void onePublicationReachesEveryDialectWithTheSameContent() {
        RawWebSocket json = gateway.client();
        RawWebSocket packed = gateway.client(MSGPACK);
        RawWebSocket deflated = gateway.client(DEFLATE);
        RawWebSocket packedAndDeflated = gateway.client(MSGPACK, DEFLATE);
        json.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
        deflated.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
        for (RawWebSocket client : new RawWebSocket[] {packed, packedAndDeflated}) {
            client.send(binary(packed("type", "subscribe", "channel", "market_data")));
            client.read();
        }

        assertThat(gateway.broadcast("market_data:x", "{\"name\":\"图表\",\"prices\":" + PRICES + "}"))
                .containsEntry("recipient_count", 4L);

        ServerFrame plain = json.read();
        ServerFrame small = deflated.read();
        assertThat(plain.isDeflated()).isFalse();
        assertThat(plain.text()).contains("\"prices\":" + PRICES);
        assertThat(small.isDeflated()).isTrue();
        assertThat(small.payload().length).isLessThan(plain.payload().length / 4);
        assertThat(small.text()).isEqualTo(plain.text());
        ServerFrame binary = packed.read();
        ServerFrame smallBinary = packedAndDeflated.read();
        assertThat(binary.opcode()).isEqualTo(BINARY);
        assertThat(unpacked(binary))
                .containsEntry("name", "图表")
                .containsEntry("channel", "market_data:x")
                .containsEntry("offset", 1L)
                .containsEntry("timestamp", plain.json().get("timestamp"));
        assertThat(smallBinary.isDeflated()).isTrue();
        assertThat(unpacked(smallBinary)).isEqualTo(unpacked(binary));
    }

    @Test
    void deflatedCommandsAreAnsweredAndSmallAnswersGoPlain() {
        RawWebSocket client = gateway.unopened(0);
        HttpAnswer answer = client.handshake(DEFLATE);
        client.read();

        client.send(frame(FIN | RSV1 | TEXT, deflate(utf8("{\"type\":\"ping\",\"id\":1}"))));
        ServerFrame pong = client.read();

        assertThat(answer.header("sec-websocket-extensions"))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        assertThat(pong.isDeflated()).isFalse();
        assertThat(pong.json()).containsEntry("id", 1L);
    }

    @Test
    void withoutTheOfferOrThePermissionNothingIsDeflated() {
        try (TestGateway never = TestGateway.start(wiring, "compression.enabled", "false")) {
            assertThat(gateway.unopened(0).handshake().header("sec-websocket-extensions"))
                    .isNull();
            assertThat(never.unopened(0).handshake(DEFLATE).header("sec-websocket-extensions"))
                    .isNull();
        }
    }

    @Test
    void aTextFrameIsNotForMessagePackAndBadBytesAreToldApart() {
        RawWebSocket client = gateway.client(MSGPACK);

        client.text("{\"type\":\"ping\"}");
        assertThat(unpacked(client.read())).containsEntry("code", "unsupported_frame");
        client.send(binary(bytes("never used: c1")));
        assertThat(unpacked(client.read())).containsEntry("code", "invalid_msgpack");
        client.send(binary(new byte[0]));
        assertThat(unpacked(client.read())).containsEntry("code", "invalid_msgpack");
        client.send(binary(bytes("map of 2, cut: 82", "\"type\": a4 74 79 70 65", "\"ping\": a4 70 69 6e 67")));
        assertThat(unpacked(client.read())).containsEntry("code", "invalid_msgpack");
        client.send(binary(bytes("map of 1: 81", "\"type\": a4 74 79 70 65", "\"ping\": a4 70 69 6e 67", "more: c0")));
        assertThat(unpacked(client.read())).containsEntry("code", "invalid_msgpack");
        client.send(binary(bytes("array: 90")));
        assertThat(unpacked(client.read())).containsEntry("code", "invalid_message");
        client.send(binary(packed("type", "ping")));
        assertThat(unpacked(client.read())).containsEntry("type", "pong");
    }

    private static byte[] packed(Object... fields) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packMapHeader(fields.length / 2);
            for (Object field : fields) {
                packer.packString(field.toString());
            }
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A MessagePack object as the same object in JSON: the two formats hold the same content. */
    private static Map<String, Object> unpacked(ServerFrame frame) {
        assertThat(frame.opcode()).isEqualTo(BINARY);
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(frame.message())) {
            String json = unpacker.unpackValue().toJson();
            assertThat(unpacker.hasNext()).as("bytes behind the message").isFalse();
            return Json.object(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
