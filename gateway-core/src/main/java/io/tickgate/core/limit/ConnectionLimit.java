package io.tickgate.core.limit;

import io.tickgate.core.limit.UserConnections.Place;
import java.net.InetAddress;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many WebSockets there may be, in all, from one address and of one user. Any thread.
 *
 * <p><b>Bound:</b> the table holds one entry per connected address, so it is no larger than the total.
 */
public final class ConnectionLimit {
    /** Told to who is refused for want of room; the clients' own jitter spreads them. */
    public static final int RETRY_AFTER_SECONDS = 5;

    private final IntSupplier connectionsMax;
    private final IntSupplier perAddressMax;
    private final Places places = new Places();
    private final AddressCounts byAddress = new AddressCounts();
    private final UserConnections users;

    /** Whether a connection may come in, and if not, which limit says so. */
    public enum Verdict {
        ADMITTED,
        FULL,
        ADDRESS_FULL,
        USER_FULL
    }

    public ConnectionLimit(int connectionsMax, int perAddressMax, UserConnections users) {
        this(() -> connectionsMax, () -> perAddressMax, users);
    }

    /**
     * Limits that may change. Connections above a new one stay.
     *
     * @param connectionsMax {@code limits.max-connections}
     * @param perAddressMax {@code limits.max-connections-per-ip}
     * @param users those of each user, and how many he may have
     */
    public ConnectionLimit(IntSupplier connectionsMax, IntSupplier perAddressMax, UserConnections users) {
        this.connectionsMax = connectionsMax;
        this.perAddressMax = perAddressMax;
        this.users = users;
    }

    /**
     * Takes a place, which {@link #leave} gives back; nothing is taken when the answer is no. All counts change in one step, so
     * who is refused takes nobody's place meanwhile.
     *
     * @param ofUser a place of the user that is not taken, and is with the connection's; {@link UserConnections#giveBack} gives
     *     it back, by itself. Null for a connection that has no user
     */
    public Verdict tryEnter(InetAddress address, @Nullable Place ofUser) {
        int most = connectionsMax.getAsInt();
        int mostOfAddress = perAddressMax.getAsInt();
        Verdict[] verdict = {Verdict.FULL};
        byAddress.update(address, count -> {
            verdict[0] = count >= mostOfAddress ? Verdict.ADDRESS_FULL : ofUser(ofUser, most);
            if (verdict[0] != Verdict.ADMITTED && places.taken() >= most) {
                verdict[0] = Verdict.FULL;
            }
            return verdict[0] == Verdict.ADMITTED ? count + 1 : count;
        });
        return verdict[0];
    }

    private Verdict ofUser(@Nullable Place place, int most) {
        if (place == null) {
            return places.tryTake(most) ? Verdict.ADMITTED : Verdict.FULL;
        }
        boolean[] isFull = {false};
        boolean isTaken = users.tryTake(place, () -> {
            isFull[0] = !places.tryTake(most);
            return !isFull[0];
        });
        return isTaken ? Verdict.ADMITTED : isFull[0] ? Verdict.FULL : Verdict.USER_FULL;
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
