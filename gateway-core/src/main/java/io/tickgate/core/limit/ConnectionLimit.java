package io.tickgate.core.limit;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * How many WebSockets there may be, in all and from one address. Any thread.
 *
 * <p><b>Bound:</b> the table holds one entry per connected address, so it is no larger than the total.
 */
public final class ConnectionLimit {
    private final IntSupplier connectionsMax;
    private final IntSupplier perAddressMax;
    private final AtomicInteger connections = new AtomicInteger();
    private final AddressCounts byAddress = new AddressCounts();

    /** Whether a connection may come in, and if not, which limit says so. */
    public enum Verdict {
        ADMITTED,
        FULL,
        ADDRESS_FULL
    }

    public ConnectionLimit(int connectionsMax, int perAddressMax) {
        this(() -> connectionsMax, () -> perAddressMax);
    }

    /**
     * Limits that may change. Connections above a new one stay.
     *
     * @param connectionsMax {@code limits.max-connections}
     * @param perAddressMax {@code limits.max-connections-per-ip}
     */
    public ConnectionLimit(IntSupplier connectionsMax, IntSupplier perAddressMax) {
        this.connectionsMax = connectionsMax;
        this.perAddressMax = perAddressMax;
    }

    /** Takes a place, which {@link #leave} gives back; nothing is taken when the answer is no. */
    public Verdict tryEnter(InetAddress address) {
        if (connections.incrementAndGet() > connectionsMax.getAsInt()) {
            connections.decrementAndGet();
            return Verdict.FULL;
        }
        if (byAddress.add(address) > perAddressMax.getAsInt()) {
            leave(address);
            return Verdict.ADDRESS_FULL;
        }
        return Verdict.ADMITTED;
    }

    public void leave(InetAddress address) {
        byAddress.remove(address);
        connections.decrementAndGet();
    }

    public int connections() {
        return connections.get();
    }

    /** Addresses with at least one connection. */
    public int addresses() {
        return byAddress.addresses();
    }
}
