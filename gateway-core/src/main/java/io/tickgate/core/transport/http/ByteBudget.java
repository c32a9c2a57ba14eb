package io.tickgate.core.transport.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that request bodies may hold together ({@code limits.ingest-bytes-total}). Any thread. */
public final class ByteBudget {
    private final AtomicLong free;

    public ByteBudget(long bytesMax) {
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

    /** Bytes that are left. */
    public long freeBytes() {
        return free.get();
    }
}
