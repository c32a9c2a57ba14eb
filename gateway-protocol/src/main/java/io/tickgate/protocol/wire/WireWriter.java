package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import java.math.BigDecimal;

/**
 * Writes one value after the other into a {@link WireBuffer}. The caller keeps the order: a name before every value in an
 * object, and exactly as many fields or elements as it announced (MessagePack puts the count first; JSON ignores it).
 *
 * <p><b>Owner:</b> one thread. Nothing is allocated once the buffer is large enough.
 */
public interface WireWriter {
    static WireWriter of(WireFormat format, WireBuffer out) {
        return format == WireFormat.JSON ? new JsonWriter(out) : new MsgPackWriter(out);
    }

    static WireWriter json(WireBuffer out) {
        return new JsonWriter(out);
    }

    WireFormat format();

    WireBuffer buffer();

    WireWriter beginObject(int fieldCount);

    WireWriter endObject();

    WireWriter beginArray(int elementCount);

    WireWriter endArray();

    WireWriter name(String name);

    WireWriter string(String value);

    /** ASCII text that needs no escape, such as a timestamp. */
    WireWriter ascii(byte[] value);

    WireWriter integer(long value);

    /**
     * A number that may have a fraction.
     *
     * @throws IllegalArgumentException for NaN and infinities, which JSON cannot say
     */
    WireWriter real(double value);

    /** A number with all its digits in JSON; the nearest float64 in MessagePack, or its digits as a string beyond that. */
    WireWriter number(BigDecimal value);

    WireWriter bool(boolean value);

    WireWriter nil();

    /** Seconds with microseconds: exactly six decimals in JSON, a float64 in MessagePack. */
    WireWriter seconds(long micros);

    /** A whole object; its bytes as they are when the format is the same. */
    WireWriter body(MessageBody body) throws WireException;

    /** The members of {@code body} into the object that is open, which announced them among its own. */
    WireWriter members(MessageBody body) throws WireException;

    /** A whole array; its bytes as they are when the format is the same. */
    WireWriter list(OpaqueList list) throws WireException;
}
