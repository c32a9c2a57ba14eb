package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.Filter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a message holds in the members that its family has indexed, one slot for each. A member that is null is as good as
 * not there; of a name that stands twice the last counts.
 *
 * <p>Written by {@link MemberReader} alone; any thread may read it afterwards.
 */
public final class IndexedValues {
    /** One more than a text in a filter has: no comparison depends on what comes behind. */
    static final int TEXT_CHARS_MAX = Filter.TEXT_CHARS_MAX + 1;

    /** An object with two or three arrays, rounded up. */
    private static final int OVERHEAD_BYTES = 112;

    /** What a slot holds. */
    public enum Kind {
        /** Nothing, or null. */
        MISSING,
        TEXT,
        FLAG,
        /** An integer that fits a long. */
        WHOLE,
        /** Any other number; infinite when it is beyond a double. */
        REAL,
        /** An object or an array, which compares with nothing. */
        OTHER
    }

    private final Kind[] kinds;
    private final long[] numbers;
    private @Nullable String @Nullable [] texts;

    IndexedValues(int count) {
        kinds = new Kind[count];
        Arrays.fill(kinds, Kind.MISSING);
        numbers = new long[count];
    }

    public Kind kind(int slot) {
        return kinds[slot];
    }

    /** Of a slot that holds one; at most the first {@value #TEXT_CHARS_MAX} characters. */
    public String text(int slot) {
        String text = texts == null ? null : texts[slot];
        return text == null ? "" : text;
    }

    /** Of a slot that holds one. */
    public boolean flag(int slot) {
        return numbers[slot] != 0;
    }

    /** Of a slot that holds one. */
    public long whole(int slot) {
        return numbers[slot];
    }

    /** Of a slot that holds one. */
    public double real(int slot) {
        return Double.longBitsToDouble(numbers[slot]);
    }

    /** What keeping them costs, about. */
    public int bytes() {
        int bytes = OVERHEAD_BYTES + kinds.length * 16;
        for (int i = 0; i < kinds.length; i++) {
            bytes += kinds[i] == Kind.TEXT ? 56 + 2 * text(i).length() : 0;
        }
        return bytes;
    }

    void setMissing(int slot) {
        kinds[slot] = Kind.MISSING;
    }

    void setOther(int slot) {
        kinds[slot] = Kind.OTHER;
    }

    void setFlag(int slot, boolean value) {
        kinds[slot] = Kind.FLAG;
        numbers[slot] = value ? 1 : 0;
    }

    void setWhole(int slot, long value) {
        kinds[slot] = Kind.WHOLE;
        numbers[slot] = value;
    }

    void setReal(int slot, double value) {
        kinds[slot] = Kind.REAL;
        numbers[slot] = Double.doubleToRawLongBits(value);
    }

    void setText(int slot, String value) {
        if (texts == null) {
            texts = new String[kinds.length];
        }
        kinds[slot] = Kind.TEXT;
        texts[slot] = value;
    }
}
