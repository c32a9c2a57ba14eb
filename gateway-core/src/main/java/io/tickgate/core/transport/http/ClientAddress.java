package io.tickgate.core.transport.http;

import java.net.InetAddress;

/**
 * Whose request it is.
 *
 * @param address what limits per address count: the client behind trusted proxies, else the peer itself
 * @param isStranger true when forwarding headers leave in doubt who asks: such a client counts under {@code address}, but
 *     nothing is permitted to it because of that address
 */
public record ClientAddress(InetAddress address, boolean isStranger) {}
