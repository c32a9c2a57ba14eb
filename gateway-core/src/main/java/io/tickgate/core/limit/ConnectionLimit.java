package io.tickgate.core.limit;

import java.net.InetAddress;
import java.util.function.IntSupplier;

/**
 * How many WebSockets there may be, in all and from one address. Any thread.
 *
 * <p><b>Bound:</b> the table holds one entry per connected address, so it is no larger than the total.
 */
public final class ConnectionLimit {
    private final IntSupplier connectionsMax;
    private final IntSupplier perAddressMax;
    private final Places places = new Places();
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

    /**
     * Takes a place, which {@link #leave} gives back; nothing is taken when the answer is no. Both counts change in one step, so
     * who is refused takes nobody's place meanwhile.
     */
    public Verdict tryEnter(InetAddress address) {
        int most = connectionsMax.getAsInt();
        int mostOfAddress = perAddressMax.getAsInt();
        Verdict[] verdict = {Verdict.FULL};
        byAddress.update(address, count -> {
            if (count >= mostOfAddress) {
                verdict[0] = places.taken() >= most ? Verdict.FULL : Verdict.ADDRESS_FULL;
                return count;
            }
            if (!places.tryTake(most)) {
                return count;
            }
            verdict[0] = Verdict.ADMITTED;
            return count + 1;
        });
        return verdict[0];
    }

    public void leave(InetAddress address) {
        byAddress.update(address, count -> {
            places.giveBack();
            return count - 1;
        });
    }

    public int connections() {
        return places.taken();
    }

    /** Addresses with at least one connection. */
    public int addresses() {
        return byAddress.addresses();
    }
}
