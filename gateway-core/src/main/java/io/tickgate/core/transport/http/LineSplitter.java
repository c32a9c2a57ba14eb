package io.tickgate.core.transport.http;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.limit.ByteBudget;
import java.util.Arrays;

/**
 * Cuts a byte stream into lines, wherever its pieces were cut. A line ends with LF or CRLF; the last one may lack it. Blank
 * lines are counted, not delivered.
 *
 * <p><b>Owner:</b> one thread. <b>Cost:</b> every byte is copied once, into one array that grows to the longest line seen
 * and is reserved in the shared budget until {@link #close}.
 */
public final class LineSplitter implements AutoCloseable {
    private static final int START_BYTES = 1 << 10;

    /** Receives the lines. */
    public interface Sink {
        /**
         * Takes a line without its end.
         *
         * @param number counted from 1, blank lines included
         * @param bytes valid during the call only
         */
        void onLine(long number, byte[] bytes, int length);

        /** A line longer than the limit was thrown away. */
        void onLineTooLong(long number);

        /** A line was thrown away because the budget is used up. */
        void onNoMemory(long number);
    }

    private enum Skip {
        NOTHING,
        TOO_LONG,
        NO_MEMORY
    }

    private final int lineBytesMax;
    private final ByteBudget budget;
    private final Sink sink;
    private byte[] line = new byte[0];
    private int length;
    private long number = 1;
    private Skip skip = Skip.NOTHING;

    /** @param lineBytesMax without the line's end */
    public LineSplitter(int lineBytesMax, ByteBudget budget, Sink sink) {
        this.lineBytesMax = lineBytesMax;
        this.budget = budget;
        this.sink = sink;
    }

    /** Delivers every line that ends in {@code piece}, which is borrowed and left as it is. */
    public void feed(ByteBuf piece) {
        int at = piece.readerIndex();
        int end = piece.writerIndex();
        while (at < end) {
            int newline = piece.indexOf(at, end, (byte) '\n');
            int until = newline < 0 ? end : newline;
            append(piece, at, until - at);
            if (newline < 0) {
                return;
            }
            endLine();
            at = newline + 1;
        }
    }

    /** Delivers a last line that has no end. */
    public void end() {
        if (length > 0 || skip != Skip.NOTHING) {
            endLine();
        }
    }

    /** Lines that ended so far. */
    public long count() {
        return number - 1;
    }

    /** Gives the memory back. Later calls do nothing. */
    @Override
    public void close() {
        budget.release(line.length);
        line = new byte[0];
        length = 0;
    }

    private void append(ByteBuf piece, int from, int count) {
        if (skip != Skip.NOTHING || count == 0) {
            return;
        }
        // One more than the limit, since the last byte may be the CR of a CRLF.
        if (count > lineBytesMax + 1 - length) {
            skip = Skip.TOO_LONG;
            return;
        }
        int needed = length + count;
        if (needed > line.length && !tryGrow(needed)) {
            skip = Skip.NO_MEMORY;
            return;
        }
        piece.getBytes(from, line, length, count);
        length = needed;
    }

    private boolean tryGrow(int needed) {
        int size = Math.min(lineBytesMax + 1, Math.max(needed, Math.max(START_BYTES, line.length * 2)));
        if (!budget.tryReserve(size - line.length)) {
            return false;
        }
        line = Arrays.copyOf(line, size);
        return true;
    }

    private void endLine() {
        int count = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        long current = number++;
        Skip skipped = count > lineBytesMax ? Skip.TOO_LONG : skip;
        length = 0;
        skip = Skip.NOTHING;
        switch (skipped) {
            case TOO_LONG -> sink.onLineTooLong(current);
            case NO_MEMORY -> sink.onNoMemory(current);
            case NOTHING -> {
                if (!isBlank(count)) {
                    sink.onLine(current, line, count);
                }
            }
        }
    }

    private boolean isBlank(int count) {
        for (int i = 0; i < count; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
