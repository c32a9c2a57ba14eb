package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.account.Mark;

/** A publication as it goes to the socket, in which only the mark's digits change. */
final class Template {
    private final byte[] bytes;
    private final int markAt;

    /** @param bytes the whole of it, with a mark; taken over */
    Template(byte[] bytes) {
        this.bytes = bytes;
        this.markAt = Mark.find(bytes, 0, bytes.length);
        if (markAt < 0) {
            throw new IllegalArgumentException("no mark in what is published");
        }
    }

    /** Valid until the next call. */
    byte[] of(long number, long dueNanos) {
        Mark.patch(bytes, markAt, number, dueNanos);
        return bytes;
    }
}
