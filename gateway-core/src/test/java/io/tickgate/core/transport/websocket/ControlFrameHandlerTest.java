package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.CLOSE;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.PING;
import static io.tickgate.core.transport.websocket.ClientFrames.PONG;
import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.close;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFrameHandlerTest {
    @Test
    void aPongCarriesWhatThePingCarried() {
        String longest = "x".repeat(125);

        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(
                    frame(FIN | PING, utf8("")), frame(FIN | PING, utf8("abc")), frame(FIN | PING, utf8(longest)));

            assertThat(client.replies()).containsExactly("pong ", "pong abc", "pong " + longest);
        }
    }

    @Test
    void aPongIsNotAnswered() {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(frame(FIN | PONG, utf8("unasked")));

            assertThat(client.replies()).isEmpty();
            assertThat(client.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void aCloseIsAnsweredWithItsOwnCode(int status) {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(close(status, "再见"), text("{\"type\":\"ping\"}"));

            assertThat(client.replies()).containsExactly("close " + status);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void aCloseWithoutABodyIsAnsweredWithoutOne() {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(frame(FIN | CLOSE, utf8("")));

            assertThat(client.replies()).containsExactly("close");
            assertThat(client.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535})
    void aCodeThatNobodyMaySendBreaksTheRule(int status) {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(close(status, ""));

            assertThat(client.replies()).containsExactly("close 1002");
        }
    }

    @Test
    void halfACodeBreaksTheRule() {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(bytes("FIN, close: 88", "MASK, 1 byte: 81", "mask: 00 00 00 00", "payload: 03"));

            assertThat(client.replies()).containsExactly("close 1002");
        }
    }

    @Test
    void aReasonThatIsNotUtf8IsRefused() {
        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            client.receive(frame(FIN | CLOSE, bytes("1000: 03 e8", "no UTF-8: c3 28")));

            assertThat(client.replies()).containsExactly("close 1007");
        }
    }
}
