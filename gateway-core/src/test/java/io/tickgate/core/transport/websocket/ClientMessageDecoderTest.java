package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.CONTINUATION;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.binary;
import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.deflate;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.WireFormat;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageDecoderTest {
    private static final String PING = "{\"type\":\"ping\",\"id\":7}";
    private static final byte[] PACKED_PING =
            bytes("map of 1: 81", "\"type\": a4 74 79 70 65", "\"ping\": a4 70 69 6e 67");

    @Test
    void textIsACommandInJson() {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(text(PING));

            assertThat(client.replies()).singleElement().asString().contains("\"pong\"", "\"id\":7");
        }
    }

    @Test
    void binaryIsACommandInMessagePack() {
        try (SessionPipeline client = new SessionPipeline(WireFormat.MSGPACK)) {
            client.receive(binary(PACKED_PING));

            assertThat(client.replies())
                    .singleElement()
                    .asString()
                    .startsWith("binary ")
                    .contains("pong");
        }
    }

    @Test
    void theOtherKindOfFrameIsRefusedAndTheConnectionLivesOn() {
        try (SessionPipeline json = new SessionPipeline(WireFormat.JSON);
                SessionPipeline packed = new SessionPipeline(WireFormat.MSGPACK)) {
            json.receive(binary(PACKED_PING), text(PING));
            packed.receive(text(PING), binary(PACKED_PING));

            assertThat(json.replies())
                    .satisfiesExactly(
                            error -> assertThat(error).contains("unsupported_frame"),
                            pong -> assertThat(pong).contains("pong"));
            assertThat(packed.replies())
                    .satisfiesExactly(
                            error -> assertThat(error).contains("unsupported_frame"),
                            pong -> assertThat(pong).contains("pong"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lone continuation byte: 80",
                "cut in the middle: e5 9b",
                "overlong slash: c0 af",
                "surrogate: ed a0 80",
                "above U+10FFFF: f4 90 80 80",
            })
    void textThatIsNotUtf8EndsTheConnection(String payload) {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(frame(FIN | TEXT, bytes(payload)), text(PING));

            assertThat(client.replies()).containsExactly("close 1007");
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void aCharacterMayBeCutByAFragment() {
        byte[] whole = utf8("{\"type\":\"ping\",\"id\":\"图表\"}");
        int inside = whole.length - 4;

        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(
                    frame(TEXT, Arrays.copyOf(whole, inside)),
                    frame(FIN | CONTINUATION, Arrays.copyOfRange(whole, inside, whole.length)));

            assertThat(client.replies()).singleElement().asString().contains("pong");
        }
    }

    @Test
    void deflatedMessagesAreInflatedOneByOne() {
        byte[] deflated = deflate(utf8(PING));

        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(
                    frame(FIN | RSV1 | TEXT, deflated),
                    text(PING),
                    frame(RSV1 | TEXT, Arrays.copyOf(deflated, 5)),
                    frame(FIN | CONTINUATION, Arrays.copyOfRange(deflated, 5, deflated.length)));

            assertThat(client.replies())
                    .hasSize(3)
                    .allSatisfy(reply -> assertThat(reply).contains("pong"));
        }
    }

    @Test
    void aDeflateBombIsTooBig() {
        byte[] bomb = deflate(new byte[1 << 20]);
        assertThat(bomb.length).isLessThan(SessionPipeline.MESSAGE_BYTES_MAX);

        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(frame(FIN | RSV1 | TEXT, bomb));

            assertThat(client.replies()).containsExactly("close 1009");
        }
    }

    @Test
    void whatIsNoDeflateEndsTheConnection() {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(frame(FIN | RSV1 | TEXT, bytes("block type 3: ff ff")));

            assertThat(client.replies()).containsExactly("close 1007");
        }
    }

    @Test
    void manySmallMessagesOfOneReadAreNotAllHandledInOneTurn() {
        String padding = "x".repeat(1_900);
        byte[] small = frame(FIN | RSV1 | TEXT, deflate(utf8(PING.replace("}", ",\"pad\":\"" + padding + "\"}"))));
        byte[][] read = new byte[200][];
        Arrays.fill(read, small);

        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            long inOneTurn = client.receiveInOneRead(read);

            assertThat(inOneTurn).isBetween(1L, 128L * 1024 / 1_900 + 1);
            assertThat(client.replies()).hasSize(200);
            assertThat(client.handled()).isEqualTo(200);
        }
    }

    @Test
    void theLongestMessageFits() {
        String padding = "x".repeat(SessionPipeline.MESSAGE_BYTES_MAX - PING.length() - ",\"pad\":\"\"".length());
        String longest = PING.replace("}", ",\"pad\":\"" + padding + "\"}");

        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(text(longest), frame(FIN | RSV1 | TEXT, deflate(utf8(longest))), text(longest + " "));

            assertThat(client.replies())
                    .satisfiesExactly(
                            first -> assertThat(first).contains("pong"),
                            second -> assertThat(second).contains("pong"),
                            third -> assertThat(third).isEqualTo("close 1009"));
        }
    }

    @Property(tries = 500)
    void arbitraryPayloadsAreAnsweredOrEndTheConnection(@ForAll byte[] payload, @ForAll WireFormat format) {
        int kind = format == WireFormat.JSON ? TEXT : BINARY;

        try (SessionPipeline client = new SessionPipeline(format)) {
            client.receive(frame(FIN | kind, payload), frame(FIN | RSV1 | kind, payload));

            List<String> replies = client.replies();
            assertThat(replies).hasSizeBetween(1, 2);
            assertThat(replies.get(replies.size() - 1)).matches("(?s)close 10(07|09)|.*error.*|.*pong.*");
        }
    }

    @Property(tries = 500)
    void arbitraryBytesNeverBreakAnythingButTheConnection(@ForAll byte[] bytes, @ForAll WireFormat format) {
        try (SessionPipeline client = new SessionPipeline(format)) {
            client.receive(bytes);

            assertThat(client.replies()).allSatisfy(reply -> assertThat(reply).doesNotContain("internal", "1011"));
        }
    }
}
