package io.tickgate.cli.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bytes. They end with LF or CRLF, the last one perhaps with nothing.
 *
 * <p><b>Owner:</b> one thread. <b>Bound:</b> {@value #LINE_BYTES_MAX} bytes; of a longer line nothing is kept.
 */
final class LineSource {
    /** Twice what a gateway takes by default: it shall refuse, not we; but our heap is small. */
    static final int LINE_BYTES_MAX = 2 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    /** A line without its end. */
    static final class Line {
        private final long number;
        private final byte @Nullable [] bytes;

        Line(long number, byte @Nullable [] bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        /** From 1 on, blank lines included. */
        long number() {
            return number;
        }

        /** Null when it is too long. */
        byte @Nullable [] bytes() {
            return bytes;
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int end;
    private long number;
    private long readBytes;

    LineSource(InputStream in) {
        this.in = in;
    }

    /** The next line that is not blank; null at the end. */
    @Nullable
    Line next() throws IOException {
        while (true) {
            Line found = nextOfAny();
            byte[] bytes = found == null ? null : found.bytes();
            if (bytes == null || !isBlank(bytes)) {
                return found;
            }
        }
    }

    /** Whether the next line may be waited for: nothing that was written is there. */
    boolean mustWait() throws IOException {
        return at == end && in.available() == 0;
    }

    long readBytes() {
        return readBytes;
    }

    private @Nullable Line nextOfAny() throws IOException {
        line.reset();
        boolean isTooLong = false;
        boolean isAny = false;
        while (true) {
            if (at == end && !fill()) {
                return isAny ? ended(isTooLong) : null;
            }
            isAny = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            isTooLong |= line.size() + (at - from) > LINE_BYTES_MAX;
            if (!isTooLong) {
                line.write(buffer, from, at - from);
            }
            if (at < end) {
                at++;
                return ended(isTooLong);
            }
        }
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer);
        at = 0;
        end = Math.max(0, count);
        readBytes += end;
        return end > 0;
    }

    private Line ended(boolean isTooLong) {
        number++;
        return new Line(number, isTooLong ? null : line.toByteArray());
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
