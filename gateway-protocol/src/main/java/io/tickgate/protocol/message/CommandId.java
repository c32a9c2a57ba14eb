package io.tickgate.protocol.message;

/** What a client calls one of its commands; the answer carries it back with the same JSON type. */
public sealed interface CommandId {
    /** Longest text, in characters. */
    int TEXT_CHARS_MAX = 64;

    /** Largest number: 2^53-1, the last that every JavaScript client holds exactly. */
    long NUMBER_MAX = (1L << 53) - 1;

    /**
     * An id that is a string.
     *
     * @param value 1 to 64 characters
     */
    record Text(String value) implements CommandId {
        public Text {
            if (value.isEmpty() || value.length() > TEXT_CHARS_MAX) {
                throw new IllegalArgumentException("an id has 1 to 64 characters, not " + value.length());
            }
        }
    }

    /**
     * An id that is a number.
     *
     * @param value 0 to 2^53-1
     */
    @SuppressWarnings("JavaLangClash") // always written CommandId.Number
    record Number(long value) implements CommandId {
        public Number {
            if (value < 0 || value > NUMBER_MAX) {
                throw new IllegalArgumentException("an id is 0 to 2^53-1, not " + value);
            }
        }
    }
}
