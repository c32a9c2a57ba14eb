package io.tickgate.core.producer;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain Java values as JSON: maps with strings for keys, collections, strings, numbers, booleans and null.
 *
 * <p><b>Owner:</b> the call that made it.
 */
final class JsonValues {
    /** As deep as the gateway reads; it also ends a map that holds itself. */
    private static final int DEPTH_MAX = WireLimits.DEFAULT.nestingMax();

    private static final int NAME_CHARS_MAX = WireLimits.DEFAULT.nameBytesMax();
    private static final int DIGITS_MAX = WireLimits.DEFAULT.numberDigitsMax();
    private static final int SHOWN_CHARS_MAX = 200;

    private final WireBuffer buffer = new WireBuffer();
    private final WireWriter out = WireWriter.json(buffer);
    private final Deque<String> path = new ArrayDeque<>();

    private JsonValues() {}

    /** @throws PublishException when a value has no JSON; names it by its path, such as {@code data.trades[2]} */
    static byte[] object(Map<?, ?> members) throws PublishException {
        JsonValues values = new JsonValues();
        values.writeObject(members);
        return values.buffer.toBytes();
    }

    /**
     * Writes an array.
     *
     * @param name of the array in the path of what is refused
     * @throws PublishException as {@link #object} does
     */
    static byte[] array(String name, Collection<?> elements) throws PublishException {
        JsonValues values = new JsonValues();
        values.path.addLast(name);
        values.writeArray(elements);
        return values.buffer.toBytes();
    }

    private void write(@Nullable Object value) throws PublishException {
        if (value == null) {
            out.nil();
        } else if (value instanceof CharSequence text) {
            out.string(text.toString());
        } else if (value instanceof Boolean flag) {
            out.bool(flag);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else if (value instanceof Map<?, ?> members) {
            writeObject(members);
        } else if (value instanceof Collection<?> elements) {
            writeArray(elements);
        } else {
            throw refusal("must be a string, number, boolean, map, collection or null, not a "
                    + value.getClass().getName());
        }
    }

    private void writeObject(Map<?, ?> members) throws PublishException {
        requireShallow();
        out.beginObject(members.size());
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (!(member.getKey() instanceof String name) || name.length() > NAME_CHARS_MAX) {
                throw refusal("must have strings of at most " + NAME_CHARS_MAX + " bytes for keys");
            }
            path.addLast(path.isEmpty() ? name : "." + name);
            out.name(name);
            write(member.getValue());
            path.removeLast();
        }
        out.endObject();
    }

    private void writeArray(Collection<?> elements) throws PublishException {
        requireShallow();
        out.beginArray(elements.size());
        int index = 0;
        for (Object element : elements) {
            path.addLast("[" + index++ + "]");
            write(element);
            path.removeLast();
        }
        out.endArray();
    }

    private void requireShallow() throws PublishException {
        if (path.size() >= DEPTH_MAX) {
            throw refusal("is nested deeper than " + DEPTH_MAX);
        }
    }

    private void writeNumber(Number number) throws PublishException {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            out.integer(number.longValue());
        } else if (number instanceof BigInteger whole) {
            writeDigits(new BigDecimal(whole));
        } else if (number instanceof BigDecimal exact) {
            writeDigits(exact);
        } else {
            // A float says with its digits what it means: 0.1f is 0.1, not the double beside it.
            double value = number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
            if (!Double.isFinite(value)) {
                throw refusal("must be finite");
            }
            out.real(value);
        }
    }

    private void writeDigits(BigDecimal value) throws PublishException {
        // The precision first: without it the text of a number with a million digits would be made to be refused.
        if (value.precision() > DIGITS_MAX || value.toString().length() > DIGITS_MAX) {
            throw refusal("has more than " + DIGITS_MAX + " digits");
        }
        out.number(value);
    }

    private PublishException refusal(String rule) {
        String whole = String.join("", path);
        String field = whole.length() <= SHOWN_CHARS_MAX ? whole : whole.substring(0, SHOWN_CHARS_MAX) + "...";
        return new PublishException(
                ErrorCode.INVALID_FIELD, field.isEmpty() ? "the message " + rule : '"' + field + "\" " + rule, field);
    }
}
