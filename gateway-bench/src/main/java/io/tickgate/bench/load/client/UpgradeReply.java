package io.tickgate.bench.load.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges what a server answered to the request for a WebSocket. */
final class UpgradeReply {
    /** The request's key is the example of RFC 6455 section 1.3, and this is its answer. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private UpgradeReply() {}

    /**
     * What is wrong with the reply, null when nothing is.
     *
     * @param head status line and header fields
     * @param subprotocol which must have been chosen, null for none
     * @param deflate whether compression must have been agreed to, without context from message to message
     */
    static @Nullable String fault(String head, @Nullable String subprotocol, boolean deflate) {
        String[] lines = head.split("\r\n", -1);
        if (!lines[0].startsWith("HTTP/1.1 101")) {
            return "the server answered " + lines[0];
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        if (!ACCEPT.equals(fields.get("sec-websocket-accept"))) {
            return "the server's Sec-WebSocket-Accept is wrong";
        }
        if (subprotocol != null && !subprotocol.equals(fields.get("sec-websocket-protocol"))) {
            return "the server does not speak " + subprotocol;
        }
        String extensions = fields.getOrDefault("sec-websocket-extensions", "");
        if (deflate != extensions.contains("permessage-deflate")) {
            return deflate ? "the server does not compress" : "the server compresses without being asked";
        }
        if (deflate && !extensions.contains("server_no_context_takeover")) {
            return "the server compresses with a context, which costs it one deflate for each subscriber";
        }
        return null;
    }
}
