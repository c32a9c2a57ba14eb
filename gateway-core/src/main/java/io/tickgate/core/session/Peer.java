package io.tickgate.core.session;

import java.net.InetAddress;

/**
 * The other end of a connection, as it was when it came.
 *
 * @param address whose connection it is, as far as trusted proxies can tell
 * @param userAgent what the client calls itself, cut to {@value #TEXT_CHARS_MAX} characters; empty when it said nothing
 * @param label the {@code client_id} of the query, for people; empty when there was none
 * @param connectedAtMillis Unix time
 */
public record Peer(InetAddress address, String userAgent, String label, long connectedAtMillis) {
    /** Of what a client says of itself. */
    public static final int TEXT_CHARS_MAX = 128;

    /** Somebody who said nothing of himself. */
    public static Peer at(InetAddress address) {
        return new Peer(address, "", "", 0);
    }
}
