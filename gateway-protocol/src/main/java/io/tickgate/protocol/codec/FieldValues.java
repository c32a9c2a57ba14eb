package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.wire.WireException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a message's fields hold, one place for each; used again for every message.
 *
 * <p>Asking for a field that is missing or at fault throws, and the error carries what is known of the
 * command.
 */
final class FieldValues {
    private static final byte ABSENT = 0;
    private static final byte GOOD = 1;
    private static final byte FAULTY = 2;
    /** Null: as good as not there, and at fault where the field is required. */
    private static final byte NULLED = 3;

    private final byte[] states;
    private final long[] numbers;
    private final @Nullable Object[] values;
    /** The path, the rule that was broken and its code, for faulty fields only. */
    private final @Nullable String[] paths;

    private final @Nullable String[] rules;
    private final ErrorCode[] codes;
    private @Nullable String duplicate;

    FieldValues(FieldTable table) {
        states = new byte[table.size()];
        numbers = new long[table.size()];
        values = new Object[table.size()];
        paths = new String[table.size()];
        rules = new String[table.size()];
        codes = new ErrorCode[table.size()];
    }

    /** Forgets everything, so that a message's bytes are not kept alive. */
    void clear() {
        Arrays.fill(states, ABSENT);
        Arrays.fill(values, null);
        duplicate = null;
    }

    boolean isSeen(Field field) {
        return states[field.index()] != ABSENT;
    }

    /** Whether it holds something, sound or not. */
    boolean isPresent(Field field) {
        return isSeen(field) && states[field.index()] != NULLED;
    }

    boolean isGood(Field field) {
        return states[field.index()] == GOOD;
    }

    /** Keeps a value. Gives true, so that it ends a condition. */
    boolean set(Field field, long number, @Nullable Object value) {
        states[field.index()] = GOOD;
        numbers[field.index()] = number;
        values[field.index()] = value;
        return true;
    }

    void setNull(Field field) {
        states[field.index()] = NULLED;
    }

    void fault(Field field, String path, String rule) {
        fault(field, path, rule, ErrorCode.INVALID_FIELD);
    }

    void fault(Field field, String path, String rule, ErrorCode code) {
        codes[field.index()] = code;
        states[field.index()] = FAULTY;
        paths[field.index()] = path;
        rules[field.index()] = rule;
    }

    void duplicate(String path) {
        duplicate = path;
    }

    /** What stood twice, or null. */
    @Nullable
    String duplicate() {
        return duplicate;
    }

    void requireNoDuplicate(ErrorCode code) throws WireException {
        if (duplicate != null) {
            throw failure(code, '"' + duplicate + "\" stands twice", duplicate);
        }
    }

    WireException failure(ErrorCode code, String text, @Nullable String path) {
        return path == null ? new WireException(code, text) : new WireException(code, text, path);
    }

    WireException invalid(Field field, String rule) {
        return failure(ErrorCode.INVALID_FIELD, '"' + field.name() + "\" " + rule, field.name());
    }

    /** Whether the field is there; throws when it is at fault. */
    boolean has(Field field) throws WireException {
        byte state = states[field.index()];
        if (state == FAULTY) {
            String path = paths[field.index()];
            throw failure(codes[field.index()], '"' + path + "\" " + rules[field.index()], path);
        }
        return state == GOOD;
    }

    private void require(Field field) throws WireException {
        if (!has(field)) {
            if (isSeen(field)) {
                throw invalid(field, field.rule());
            }
            throw failure(ErrorCode.MISSING_FIELD, '"' + field.name() + "\" is missing", field.name());
        }
    }

    <T> @Nullable T optional(Field field, Class<T> type) throws WireException {
        return has(field) ? type.cast(values[field.index()]) : null;
    }

    <T> T object(Field field, Class<T> type) throws WireException {
        require(field);
        Object value = values[field.index()];
        if (value == null) {
            throw new IllegalStateException(field.name() + " was read without a value");
        }
        return type.cast(value);
    }

    String text(Field field) throws WireException {
        return object(field, String.class);
    }

    @Nullable
    String optionalText(Field field) throws WireException {
        return optional(field, String.class);
    }

    /** A text within its bounds, or null. */
    @Nullable
    String soundText(Field field) {
        return isGood(field) ? textOrEmpty(field) : null;
    }

    /** A text that is there even though it may break its field's rule, or the empty one. */
    String textOrEmpty(Field field) {
        return values[field.index()] instanceof String text ? text : "";
    }

    MessageBody body(Field field) throws WireException {
        return object(field, MessageBody.class);
    }

    OpaqueList list(Field field) throws WireException {
        return object(field, OpaqueList.class);
    }

    long number(Field field) throws WireException {
        require(field);
        return numbers[field.index()];
    }

    int number(Field field, int whenAbsent) throws WireException {
        return has(field) ? (int) numbers[field.index()] : whenAbsent;
    }

    @Nullable
    Long optionalNumber(Field field) throws WireException {
        return has(field) ? (Long) numbers[field.index()] : null;
    }

    double real(Field field) throws WireException {
        return Double.longBitsToDouble(number(field));
    }

    @Nullable
    Double optionalReal(Field field) throws WireException {
        return has(field) ? (Double) Double.longBitsToDouble(numbers[field.index()]) : null;
    }

    boolean flag(Field field) throws WireException {
        return has(field) && numbers[field.index()] != 0;
    }

    @Nullable
    Boolean optionalFlag(Field field) throws WireException {
        return has(field) ? (Boolean) (numbers[field.index()] != 0) : null;
    }
}
