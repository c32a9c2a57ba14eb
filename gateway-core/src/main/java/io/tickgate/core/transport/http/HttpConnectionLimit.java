package io.tickgate.core.transport.http;

import io.tickgate.core.limit.AddressCounts;
import io.tickgate.core.limit.Places;
import io.tickgate.protocol.message.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the sockets that are not WebSockets (yet). Any thread.
 *
 * <p>Two counts, because what a socket wants is known only with its first request: those that asked for plain HTTP have
 * {@code limits.max-http-connections}; all that are not upgraded, silent ones included, may be as many as could become
 * either. A thousand screens that come back at once are no plain HTTP and must not be refused as such.
 *
 * <p>One address has a share of the second count, {@code limits.max-http-connections-per-ip}: otherwise anybody could lock
 * out everybody with sockets that say nothing. It is the socket's own address, or the one of its PROXY header, since there is
 * no request yet; a trusted proxy speaks for many and has no share of its own.
 *
 * <p><b>Bound:</b> the table of addresses has no more entries than there may be open sockets.
 */
public final class HttpConnectionLimit {
    private static final int RETRY_AFTER_SECONDS = 5;

    /** What may be. Sockets above a new limit stay. */
    public record Limits(int servedMax, int openMax, int perAddressMax) {}

    private final Supplier<Limits> limits;
    private final Predicate<InetAddress> trustedProxy;
    private final Places served = new Places();
    private final Places open = new Places();
    private final AddressCounts openByAddress = new AddressCounts();

    public HttpConnectionLimit(int servedMax, int openMax, int perAddressMax, Predicate<InetAddress> trustedProxy) {
        this(new Limits(servedMax, openMax, perAddressMax), trustedProxy);
    }

    private HttpConnectionLimit(Limits limits, Predicate<InetAddress> trustedProxy) {
        this(() -> limits, trustedProxy);
    }

    /**
     * Limits that may change.
     *
     * @param limits {@code servedMax} is {@code limits.max-http-connections}; {@code openMax} sockets that are not upgraded,
     *     served ones included; {@code perAddressMax} is {@code limits.max-http-connections-per-ip}, of the open ones
     * @param trustedProxy addresses that have no limit of their own ({@code server.trusted-proxies})
     */
    public HttpConnectionLimit(Supplier<Limits> limits, Predicate<InetAddress> trustedProxy) {
        this.limits = limits;
        this.trustedProxy = trustedProxy;
    }

    /** Sockets that asked for plain HTTP. */
    public int servedCount() {
        return served.taken();
    }

    /** Sockets that are not upgraded. */
    public int openCount() {
        return open.taken();
    }

    /** Addresses that have open sockets and are no trusted proxies. */
    int addressCount() {
        return openByAddress.addresses();
    }

    /** One socket's share of both counts. <b>Owner:</b> its event loop. */
    final class Seat {
        private boolean isOpen;
        private boolean isServed;
        private boolean isAddressFull;
        /** Whose share the socket counts towards; null for none. */
        private @Nullable InetAddress address;

        /** @param peer the other end of the socket; one that has no Internet address has no share */
        boolean tryOpen(@Nullable SocketAddress peer) {
            if (isOpen) {
                return true;
            }
            Limits now = limits.get();
            InetAddress counted = counted(peer);
            if (counted == null) {
                isOpen = open.tryTake(now.openMax());
                return isOpen;
            }
            // Both counts in one step, so that who is refused takes nobody's place meanwhile.
            openByAddress.update(counted, count -> {
                isAddressFull = count >= now.perAddressMax();
                isOpen = !isAddressFull && open.tryTake(now.openMax());
                return isOpen ? count + 1 : count;
            });
            address = isOpen ? counted : null;
            return isOpen;
        }

        /** Counts the socket for {@code client}, for whom a trusted proxy has turned out to speak. Once. */
        boolean tryCharge(@Nullable SocketAddress client) {
            InetAddress counted = counted(client);
            if (isOpen && address == null && counted != null) {
                isAddressFull = openByAddress.tryAdd(counted, limits.get().perAddressMax()) == 0;
                if (isAddressFull) {
                    leave();
                } else {
                    address = counted;
                }
            }
            return isOpen;
        }

        /** Whose share a socket to there would count towards; null for none. */
        private @Nullable InetAddress counted(@Nullable SocketAddress other) {
            return other instanceof InetSocketAddress socket && !trustedProxy.test(socket.getAddress())
                    ? socket.getAddress()
                    : null;
        }

        /** What a socket is told that finds no seat. */
        ProblemDetails refusal() {
            String key = isAddressFull ? "limits.max-http-connections-per-ip" : "limits.max-http-connections";
            return ProblemDetails.of(ErrorCode.TOO_MANY_CONNECTIONS, key + " is reached")
                    .withRetryAfter(RETRY_AFTER_SECONDS);
        }

        boolean tryServe() {
            isServed = isServed || served.tryTake(limits.get().servedMax());
            return isServed;
        }

        /** The socket closed or was upgraded; later calls do nothing. */
        void leave() {
            InetAddress counted = address;
            if (counted != null) {
                openByAddress.update(counted, count -> {
                    open.giveBack();
                    return count - 1;
                });
            } else if (isOpen) {
                open.giveBack();
            }
            isOpen = false;
            address = null;
            if (isServed) {
                isServed = false;
                served.giveBack();
            }
        }
    }
}
