package io.tickgate.core.transport.websocket;

import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.tickgate.core.transport.http.UpgradeEndpoint;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of the opening handshake (RFC 6455 section 4.2), once the request is known to be a well-formed GET
 * that asks for a WebSocket.
 *
 * @param format the dialect spoken from here on
 * @param subprotocol what the answer names, or null when the client offered none that is known
 * @param deflate null when nothing is compressed
 */
record Handshake(
        String accept,
        WireFormat format,
        @Nullable String subprotocol,
        @Nullable DeflateAgreement deflate) {
    /** RFC 6455 section 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int KEY_BYTES = 16;

    /** Base64 of {@link #KEY_BYTES} with its padding, which Java's decoder does not insist on. */
    private static final int KEY_CHARS = 24;

    /** Whether the request's version is the only one there is. */
    static boolean isVersionKnown(HttpHeaders headers) {
        return List.of(UpgradeEndpoint.VERSION).equals(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
    }

    /** Whether the request has exactly one key, the base64 of 16 bytes. */
    static boolean isKeyValid(HttpHeaders headers) {
        List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        String key = keys.size() == 1 ? keys.get(0).strip() : "";
        try {
            return key.length() == KEY_CHARS && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @param deflateAllowed {@code compression.enabled} */
    static Handshake of(HttpHeaders headers, boolean deflateAllowed) {
        WireFormat format = WireFormat.JSON;
        String subprotocol = null;
        for (String offered : headers.getAllAsString(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (String name : offered.split(",", -1)) {
                WireFormat known = WireFormat.ofSubprotocol(name.strip());
                if (known != null && subprotocol == null) {
                    format = known;
                    subprotocol = known.subprotocol();
                }
            }
        }
        DeflateAgreement deflate = deflateAllowed
                ? DeflateAgreement.of(headers.getAllAsString(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS))
                : null;
        String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        return new Handshake(acceptOf(key.strip()), format, subprotocol, deflate);
    }

    private static String acceptOf(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The window in which the client inflates, 0 when nothing is compressed. */
    int windowBits() {
        return deflate == null ? 0 : deflate.windowBits();
    }

    FullHttpResponse response() {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept);
        if (subprotocol != null) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subprotocol);
        }
        if (deflate != null) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, deflate.header());
        }
        return response;
    }
}
