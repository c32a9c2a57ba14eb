package io.tickgate.core.limit;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which connections of this gateway each user has, in the order in which they came, and how many there may be. Any thread.
 *
 * <p>That is exact. Where gateways share something, what they have together is counted there, later, and comes back: {@link
 * #claim} says what a user has here, {@link #settle} what became of it. Until then a connection <i>waits</i>: it is open like
 * any other. Of a user who has too many over all gateways, those that wait go, the newest first; one that was granted once
 * stays.
 *
 * <p><b>Bound:</b> the table holds the users that have at least one connection, so it is no larger than {@code
 * limits.max-connections}.
 */
public final class UserConnections {
    /** What who finds no place is told. */
    public static final String REACHED = "limits.max-connections-per-user is reached for this user";

    private enum State {
        WAITING,
        GRANTED,
        /** It has to go, and counts here until it has. */
        OVER
    }

    private final IntSupplier perUserMax;
    /** The newest place of each user, with those before it behind it. Places change within {@code compute} alone. */
    private final ConcurrentHashMap<String, Place> newest = new ConcurrentHashMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private volatile @Nullable Consumer<String> listener;

    /** One connection's. */
    public static final class Place {
        private final String user;
        private State state = State.WAITING;
        /** By which places follow each other. */
        private long number;

        private @Nullable Place older;
        private @Nullable Runnable whenOver;

        public Place(String user) {
            this.user = user;
        }

        public String user() {
            return user;
        }
    }

    /**
     * What a user has at this gateway.
     *
     * @param granted connections that count over all gateways
     * @param waiting those of which that is not known yet
     * @param upTo the last of the latter
     */
    public record Claim(int granted, int waiting, long upTo) {}

    /** @param perUserMax {@code limits.max-connections-per-user}; 0 for as many as come. Connections above a new limit stay */
    public UserConnections(IntSupplier perUserMax) {
        this.perUserMax = perUserMax;
    }

    /** How many a user may have; 0 for as many as come. */
    public int perUserMax() {
        return perUserMax.getAsInt();
    }

    /** Takes a place that is not taken, which {@link #giveBack} returns; nothing is taken when the answer is no. */
    public boolean tryTake(Place place) {
        return tryTake(place, () -> true);
    }

    /**
     * The same if something else allows it, too, in one step for everybody else.
     *
     * @param more is asked when the user has room; waits for nothing and asks nothing of this table
     */
    boolean tryTake(Place place, BooleanSupplier more) {
        int most = perUserMax.getAsInt();
        boolean[] taken = {false};
        newest.compute(place.user, (user, last) -> {
            taken[0] = (most == 0 || count(last) < most) && more.getAsBoolean();
            if (!taken[0]) {
                return last;
            }
            place.older = last;
            place.number = numbers.incrementAndGet();
            // A limit that is set later is none for who is there.
            place.state = most == 0 ? State.GRANTED : State.WAITING;
            return place;
        });
        if (taken[0]) {
            tell(place.user);
        }
        return taken[0];
    }

    /** Gives one back that was taken. */
    public void giveBack(Place place) {
        newest.computeIfPresent(place.user, (user, last) -> without(last, place));
        tell(place.user);
    }

    private static @Nullable Place without(@Nullable Place last, Place gone) {
        if (last == gone) {
            return gone.older;
        }
        for (Place each = last; each != null; each = each.older) {
            if (each.older == gone) {
                each.older = gone.older;
            }
        }
        return last;
    }

    /** Runs {@code task} when the connection has to go, at once where that is known already. On any thread. */
    public void whenOver(Place place, Runnable task) {
        boolean[] isOver = {false};
        newest.computeIfPresent(place.user, (user, last) -> {
            isOver[0] = place.state == State.OVER;
            place.whenOver = task;
            return last;
        });
        if (isOver[0]) {
            task.run();
        }
    }

    /** Connections of one user, those that have to go among them. */
    public int of(String user) {
        int[] count = {0};
        newest.computeIfPresent(user, (key, last) -> {
            count[0] = count(last);
            return last;
        });
        return count[0];
    }

    /** Users that have at least one. */
    public int users() {
        return newest.size();
    }

    /** The same by name, as of some moment. */
    public List<String> names() {
        return List.copyOf(newest.keySet());
    }

    private static int count(@Nullable Place last) {
        int count = 0;
        for (Place each = last; each != null; each = each.older) {
            count++;
        }
        return count;
    }

    /** @param changed hears each user whose connections have changed, on the thread that changed them; once */
    public void listen(Consumer<String> changed) {
        listener = changed;
    }

    private void tell(String user) {
        Consumer<String> told = listener;
        if (told != null) {
            told.accept(user);
        }
    }

    /** @param upTo the last connection that may wait in it: those that came later are claimed when these are settled */
    public Claim claim(String user, long upTo) {
        Claim[] claim = {new Claim(0, 0, 0)};
        newest.computeIfPresent(user, (key, last) -> {
            int granted = 0;
            int waiting = 0;
            long newestWaiting = 0;
            for (Place each = last; each != null; each = each.older) {
                if (each.state == State.GRANTED) {
                    granted++;
                } else if (each.state == State.WAITING && each.number <= upTo) {
                    waiting++;
                    newestWaiting = Math.max(newestWaiting, each.number);
                }
            }
            claim[0] = new Claim(granted, waiting, newestWaiting);
            return last;
        });
        return claim[0];
    }

    /**
     * What became of a claim. Of those that waited in it the oldest are granted, and the newest have to go; whoever is neither
     * goes on waiting.
     *
     * @param granted how many more there are now
     * @param over how many are too many
     * @return whether any of this user wait, those that came later among them
     */
    public boolean settle(String user, Claim claim, int granted, int over) {
        Place[] gone = new Place[over];
        boolean[] isWaiting = {false};
        newest.computeIfPresent(user, (key, last) -> {
            int waiting = 0;
            for (Place each = last; each != null; each = each.older) {
                waiting += isIn(claim, each) ? 1 : 0;
            }
            // Some may have left meanwhile, and made room.
            int stay = claim.waiting() - over;
            int place = waiting;
            int found = 0;
            for (Place each = last; each != null; each = each.older) {
                if (isIn(claim, each)) {
                    if (place > stay) {
                        each.state = State.OVER;
                        gone[found++] = each;
                    } else if (place <= granted) {
                        each.state = State.GRANTED;
                    }
                    place--;
                }
                isWaiting[0] |= each.state == State.WAITING;
            }
            return last;
        });
        for (Place each : gone) {
            if (each != null && each.whenOver != null) {
                each.whenOver.run();
            }
        }
        return isWaiting[0];
    }

    private static boolean isIn(Claim claim, Place place) {
        return place.state == State.WAITING && place.number <= claim.upTo();
    }
}
