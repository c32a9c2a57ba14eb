package io.tickgate.protocol.message;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which publications of a channel a subscriber wants ({@code options.filter}): a tree of conditions on members of the
 * message. Immutable; filters that are written alike are equal.
 *
 * <p>On the wire each node is an array with its operator's name first: {@code ["and",["gt","volume",100000],
 * ["prefix","symbol","07"]]}.
 */
public sealed interface Filter {
    /** Nodes inside each other. */
    int DEPTH_MAX = 5;

    int NODES_MAX = 32;

    /** Values to compare with, in all. */
    int VALUES_MAX = 256;

    /** Longest text to compare with, in characters. */
    int TEXT_CHARS_MAX = 256;

    /** Characters of all strings of a filter together: a connection may have many filters. */
    int TEXTS_CHARS_MAX = 4_096;

    /** Longest name of a member, in characters. */
    int FIELD_CHARS_MAX = 64;

    /** The operator's name on the wire. */
    String operator();

    /** How a member's value compares. The order of numbers and texts is defined, of booleans it is not. */
    enum Relation {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        public String wireName() {
            return wireName;
        }

        /** Whether it asks which of two comes first, rather than whether they are the same. */
        public boolean isOrder() {
            return this != EQ && this != NE;
        }

        /** The relation of that exact wire name, or null. */
        public static @Nullable Relation ofWireName(String wireName) {
            for (Relation relation : values()) {
                if (relation.wireName.equals(wireName)) {
                    return relation;
                }
            }
            return null;
        }
    }

    /** What a member is compared with. */
    sealed interface Value {
        record Text(String text) implements Value {}

        record Flag(boolean is) implements Value {}

        /** A number that was written as an integer and fits a long. */
        record Whole(long number) implements Value {}

        /** Any other number, as the nearest double; finite. */
        record Real(double number) implements Value {}
    }

    /** The member's value compares like that with {@code value}. {@code ne} is the opposite of {@code eq}, always. */
    record Compare(Relation relation, String field, Value value) implements Filter {
        @Override
        public String operator() {
            return relation.wireName();
        }
    }

    /** The member's value equals one of them. */
    record In(String field, List<Value> values) implements Filter {
        public static final String OPERATOR = "in";

        public In {
            values = List.copyOf(values);
        }

        @Override
        public String operator() {
            return OPERATOR;
        }
    }

    /** The member is a text that begins like that. */
    record Prefix(String field, String text) implements Filter {
        public static final String OPERATOR = "prefix";

        @Override
        public String operator() {
            return OPERATOR;
        }
    }

    /** The message has the member, and it is not null. */
    record Exists(String field) implements Filter {
        public static final String OPERATOR = "exists";

        @Override
        public String operator() {
            return OPERATOR;
        }
    }

    /** All of them hold. */
    record And(List<Filter> parts) implements Filter {
        public static final String OPERATOR = "and";

        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String operator() {
            return OPERATOR;
        }
    }

    /** One of them holds. */
    record Or(List<Filter> parts) implements Filter {
        public static final String OPERATOR = "or";

        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String operator() {
            return OPERATOR;
        }
    }

    /** It does not hold. */
    record Not(Filter part) implements Filter {
        public static final String OPERATOR = "not";

        @Override
        public String operator() {
            return OPERATOR;
        }
    }
}
