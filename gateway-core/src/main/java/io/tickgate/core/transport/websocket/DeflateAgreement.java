package io.tickgate.core.transport.websocket;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of a client's permessage-deflate offers (RFC 7692 section 7.1).
 *
 * @param windowBits the window in which the client inflates, 8 to 15
 * @param header the answer's {@code Sec-WebSocket-Extensions}
 */
record DeflateAgreement(int windowBits, String header) {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final Set<String> FLAGS = Set.of("server_no_context_takeover", "client_no_context_takeover");

    /** Both sides forget between messages: ours because one frame serves everybody, theirs because one inflater does. */
    private static final String TERMS = NAME + "; server_no_context_takeover; client_no_context_takeover";

    /**
     * The first offer that is well formed, in the client's order of preference; null when there is none.
     *
     * @param headers the values of every {@code Sec-WebSocket-Extensions} field
     */
    static @Nullable DeflateAgreement of(List<String> headers) {
        for (String header : headers) {
            for (String offer : header.split(",", -1)) {
                DeflateAgreement agreement = ofOffer(offer);
                if (agreement != null) {
                    return agreement;
                }
            }
        }
        return null;
    }

    private static @Nullable DeflateAgreement ofOffer(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].strip().equalsIgnoreCase(NAME)) {
            return null;
        }
        int serverBits = 0;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT);
            String value = pair.length == 1 ? null : unquoted(pair[1].strip());
            if (!seen.add(name) || !isWellFormed(name, value)) {
                return null;
            }
            if (name.equals(SERVER_BITS) && value != null) {
                serverBits = Integer.parseInt(value);
            }
        }
        return serverBits == 0
                ? new DeflateAgreement(15, TERMS)
                : new DeflateAgreement(serverBits, TERMS + "; " + SERVER_BITS + "=" + serverBits);
    }

    private static boolean isWellFormed(String name, @Nullable String value) {
        if (FLAGS.contains(name)) {
            return value == null;
        }
        if (name.equals(CLIENT_BITS)) {
            return value == null || isWindow(value);
        }
        return name.equals(SERVER_BITS) && value != null && isWindow(value);
    }

    /** 8 to 15 without a leading zero (RFC 7692 section 7.1.2.1). */
    private static boolean isWindow(String value) {
        return value.matches("[89]|1[0-5]");
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
