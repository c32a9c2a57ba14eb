package io.tickgate.core.session;

import org.jspecify.annotations.Nullable;

/**
 * How many errors one client has caused lately. A client in a loop of wrong commands costs as much as one that works, and
 * nobody gains; it is told so once, by the close of its connection.
 *
 * <p>Errors are counted in tenths of the window: those of the last nine tenths always count, those older than the window
 * never do.
 *
 * <p><b>Owner:</b> the session's loop. <b>Cost:</b> nothing until the first error, some 60 bytes from then on.
 */
final class ErrorBudget {
    private static final int SLOTS = 10;

    private final int errorsMax;
    private final long slotNanos;
    private int @Nullable [] bySlot;
    private long newestSlot;
    private int sum;

    /**
     * @param errorsMax {@code limits.max-errors}
     * @param windowNanos {@code timeouts.error-window}
     */
    ErrorBudget(int errorsMax, long windowNanos) {
        this.errorsMax = errorsMax;
        this.slotNanos = windowNanos / SLOTS;
    }

    void count(long nowNanos) {
        long slot = Math.floorDiv(nowNanos, slotNanos);
        int[] slots = bySlot;
        if (slots == null) {
            slots = new int[SLOTS];
            bySlot = slots;
            newestSlot = slot;
        }
        for (long passed = Math.min(slot - newestSlot, SLOTS); passed > 0; passed--) {
            int oldest = Math.floorMod(slot - passed + 1, SLOTS);
            sum -= slots[oldest];
            slots[oldest] = 0;
        }
        newestSlot = slot;
        slots[Math.floorMod(slot, SLOTS)]++;
        sum++;
    }

    /** Whether the last error was one too many. */
    boolean isExhausted() {
        return sum >= errorsMax;
    }
}
