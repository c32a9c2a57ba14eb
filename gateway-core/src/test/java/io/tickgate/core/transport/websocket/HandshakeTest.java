package io.tickgate.core.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    /** The key of RFC 6455 section 1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static HttpHeaders request() {
        return new DefaultHttpHeaders().add("Sec-WebSocket-Key", KEY).add("Sec-WebSocket-Version", "13");
    }

    @Test
    void theExampleOfTheRfcIsAnswered() {
        FullHttpResponse response = Handshake.of(request(), true).response();

        assertThat(response.status().code()).isEqualTo(101);
        assertThat(response.headers().get("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(response.headers().get("Upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(response.headers().get("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(response.headers().names()).doesNotContain("sec-websocket-protocol", "sec-websocket-extensions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway.v1.msgpack                  | MSGPACK | gateway.v1.msgpack",
                "gateway.v1.json                     | JSON    | gateway.v1.json",
                "gateway.v1.msgpack, gateway.v1.json | MSGPACK | gateway.v1.msgpack",
                "chat,gateway.v1.json ,gateway.v1.msgpack | JSON | gateway.v1.json",
                "chat, superchat                     | JSON    | ",
                "GATEWAY.V1.MSGPACK                  | JSON    | ",
            })
    void theFirstKnownSubprotocolWins(String offered, WireFormat format, String chosen) {
        Handshake handshake = Handshake.of(request().add("Sec-WebSocket-Protocol", offered), true);

        assertThat(handshake.format()).isEqualTo(format);
        assertThat(handshake.response().headers().get("sec-websocket-protocol")).isEqualTo(chosen);
    }

    @Test
    void subprotocolsMayBeOfferedInSeveralFields() {
        HttpHeaders request = request()
                .add("Sec-WebSocket-Protocol", "chat")
                .add("Sec-WebSocket-Protocol", "gateway.v1.msgpack")
                .add("Sec-WebSocket-Protocol", "gateway.v1.json");

        assertThat(Handshake.of(request, true).format()).isEqualTo(WireFormat.MSGPACK);
    }

    @Test
    void compressionIsAgreedOnlyWhereTheOperatorAllowsIt() {
        HttpHeaders request = request().add("Sec-WebSocket-Extensions", "permessage-deflate");

        assertThat(Handshake.of(request, true).windowBits()).isEqualTo(15);
        assertThat(Handshake.of(request, true).response().headers().get("sec-websocket-extensions"))
                .startsWith("permessage-deflate");
        assertThat(Handshake.of(request, false).windowBits()).isZero();
        assertThat(Handshake.of(request, false).response().headers().contains("sec-websocket-extensions"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "AAAAAAAAAAAAAAAAAAAAAA=="})
    void aKeyIsTheBase64Of16Bytes(String key) {
        assertThat(Handshake.isKeyValid(new DefaultHttpHeaders().add("Sec-WebSocket-Key", key)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "dGhlIHNhbXBsZSBub25j",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZSE=",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25j*Q==",
            })
    void anythingElseIsNoKey(String key) {
        assertThat(Handshake.isKeyValid(new DefaultHttpHeaders().add("Sec-WebSocket-Key", key)))
                .isFalse();
    }

    @Test
    void aKeyStandsExactlyOnce() {
        assertThat(Handshake.isKeyValid(new DefaultHttpHeaders())).isFalse();
        assertThat(Handshake.isKeyValid(request().add("Sec-WebSocket-Key", KEY)))
                .isFalse();
    }

    @Test
    void version13IsTheOnlyOne() {
        assertThat(Handshake.isVersionKnown(request())).isTrue();
        assertThat(Handshake.isVersionKnown(new DefaultHttpHeaders())).isFalse();
        assertThat(Handshake.isVersionKnown(new DefaultHttpHeaders().add("Sec-WebSocket-Version", "8")))
                .isFalse();
        assertThat(Handshake.isVersionKnown(request().add("Sec-WebSocket-Version", "8")))
                .isFalse();
    }
}
