package io.tickgate.core.limit;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of half-received messages and bodies that all connections may hold together ({@code limits.inbound-bytes-total}). Any thread. */
public final class ByteBudget {
    private final long bytesMax;
    private final AtomicLong free;

    public ByteBudget(long bytesMax) {
        this.bytesMax = bytesMax;
        free = new AtomicLong(bytesMax);
    }

    /** Takes {@code bytes} out, or nothing when fewer are left. */
    public boolean tryReserve(long bytes) {
        long seen = free.get();
        while (seen >= bytes) {
            if (free.compareAndSet(seen, seen - bytes)) {
                return true;
            }
            seen = free.get();
        }
        return false;
    }

    public void release(long bytes) {
        free.addAndGet(bytes);
    }

    /** Bytes that are taken. */
    public long usedBytes() {
        return bytesMax - free.get();
    }

    /** Bytes that are left. */
    public long freeBytes() {
        return free.get();
    }
}
