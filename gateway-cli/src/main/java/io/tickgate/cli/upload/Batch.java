package io.tickgate.cli.upload;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that are sent together.
 *
 * <p><b>Bound:</b> {@value #BYTES_MAX} bytes, or one line that is larger.
 */
final class Batch {
    static final int LINES_MAX = 1000;
    static final int BYTES_MAX = 256 << 10;

    private final int linesMax;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<Long> numbers = new ArrayList<>();

    Batch(int linesMax) {
        this.linesMax = linesMax;
    }

    void add(long number, byte[] line) {
        numbers.add(number);
        body.write(line, 0, line.length);
        body.write('\n');
    }

    boolean isFull() {
        return numbers.size() >= linesMax || body.size() >= BYTES_MAX;
    }

    int size() {
        return numbers.size();
    }

    byte[] body() {
        return body.toByteArray();
    }

    /** @param line of this batch, from 1 on. @return its number in the file */
    long numberOf(long line) {
        return line >= 1 && line <= numbers.size() ? numbers.get((int) line - 1) : 0;
    }

    /** For people. */
    String lines() {
        return numbers.size() == 1
                ? "line " + numbers.get(0)
                : "lines " + numbers.get(0) + " to " + numbers.get(numbers.size() - 1);
    }
}
