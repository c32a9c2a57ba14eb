package io.tickgate.core.limit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many of something there are, where there may be only so many. Any thread; nobody ever sees a place taken that somebody
 * only asked for.
 */
public final class Places {
    private final AtomicInteger taken = new AtomicInteger();

    /** Takes one unless {@code max} or more are taken. */
    public boolean tryTake(int max) {
        int seen = taken.get();
        while (seen < max) {
            if (taken.compareAndSet(seen, seen + 1)) {
                return true;
            }
            seen = taken.get();
        }
        return false;
    }

    /** Gives one back that was taken. */
    public void giveBack() {
        taken.decrementAndGet();
    }

    public int taken() {
        return taken.get();
    }
}
