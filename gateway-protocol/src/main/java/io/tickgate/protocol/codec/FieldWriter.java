package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Writes one message's fields in order; a null value leaves its field out, and {@link #begin} must have counted that. */
final class FieldWriter {
    private final WireWriter out;
    private final byte[] timestamp;

    /** @param timestamp room for one, which the next writer may use again */
    FieldWriter(WireFormat format, WireBuffer buffer, byte[] timestamp) {
        this.out = WireWriter.of(format, buffer);
        this.timestamp = timestamp;
    }

    WireWriter out() {
        return out;
    }

    /** Opens the message: {@code required} fields beside the type, and those of {@code optional} that are not null. */
    FieldWriter begin(Field typeField, String type, int required, @Nullable Object... optional) {
        int count = 1 + required;
        for (Object value : optional) {
            count += value == null ? 0 : 1;
        }
        out.beginObject(count);
        return text(typeField, type);
    }

    FieldWriter text(Field field, @Nullable String value) {
        if (value != null) {
            out.name(field.name()).string(value);
        }
        return this;
    }

    FieldWriter number(Field field, long value) {
        out.name(field.name()).integer(value);
        return this;
    }

    FieldWriter number(Field field, @Nullable Long value) {
        if (value != null) {
            out.name(field.name()).integer(value);
        }
        return this;
    }

    FieldWriter real(Field field, @Nullable Double value) {
        if (value != null) {
            out.name(field.name()).real(value);
        }
        return this;
    }

    FieldWriter micros(Field field, long value) {
        out.name(field.name()).seconds(value);
        return this;
    }

    FieldWriter time(Field field, long epochMillis) {
        Timestamps.write(epochMillis, timestamp, 0);
        out.name(field.name()).ascii(timestamp);
        return this;
    }

    FieldWriter flag(Field field, @Nullable Boolean value) {
        if (value != null) {
            out.name(field.name()).bool(value);
        }
        return this;
    }

    FieldWriter id(Field field, @Nullable CommandId id) {
        if (id instanceof CommandId.Text text) {
            out.name(field.name()).string(text.value());
        } else if (id instanceof CommandId.Number number) {
            out.name(field.name()).integer(number.value());
        }
        return this;
    }

    FieldWriter body(Field field, MessageBody body) {
        try {
            out.name(field.name()).body(body);
        } catch (WireException e) {
            throw unchecked(field.name(), e);
        }
        return this;
    }

    FieldWriter list(Field field, OpaqueList list) {
        try {
            out.name(field.name()).list(list);
        } catch (WireException e) {
            throw unchecked(field.name(), e);
        }
        return this;
    }

    void end() {
        out.endObject();
    }

    /** What a reader delivered can always be written: only a body made by hand gets here. */
    static IllegalArgumentException unchecked(String name, WireException cause) {
        return new IllegalArgumentException(name + " does not hold valid bytes: " + cause.text(), cause);
    }
}
