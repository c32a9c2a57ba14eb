package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireWriter;

/**
 * Reads an object that a message carries inside by a table of its own: fields that the table does not have are passed over,
 * and errors name the path from the message down.
 *
 * <p><b>Owner:</b> one thread.
 */
final class ObjectFields {
    /** What the records of a reader are made in. */
    interface Builder<T> {
        T build(FieldValues values) throws WireException;
    }

    /** How deep a publication, or a list in an answer, wraps the object: who gets it reads under the same limit. */
    private static final int WRAPPED_LEVELS = 2;

    private final FieldReader fields;
    private final FieldValues values;
    private final WireReader json;
    private final WireReader msgPack;
    private final WireBuffer buffer = new WireBuffer();

    ObjectFields(FieldTable table, WireLimits limits) {
        fields = new FieldReader(table);
        values = new FieldValues(table);
        WireLimits inner = new WireLimits(
                limits.messageBytesMax(),
                limits.nestingMax() - WRAPPED_LEVELS,
                limits.nameBytesMax(),
                limits.numberDigitsMax());
        json = WireReader.of(WireFormat.JSON, inner);
        msgPack = WireReader.of(WireFormat.MSGPACK, inner);
    }

    /**
     * Reads the whole object.
     *
     * @param body borrowed for the call
     * @param path stands before each field's name in errors, such as {@code notification.}
     * @throws WireException that names the field at fault
     */
    <T> T read(MessageBody body, String path, Builder<T> builder) throws WireException {
        buffer.clear();
        WireWriter.of(body.format(), buffer).body(body);
        try (WireReader in = body.format() == WireFormat.JSON ? json : msgPack) {
            in.open(buffer.array(), 0, buffer.length());
            fields.read(in, values);
            in.end();
            values.requireNoDuplicate(
                    body.format() == WireFormat.JSON ? ErrorCode.INVALID_JSON : ErrorCode.INVALID_MSGPACK);
            return builder.build(values);
        } catch (WireException e) {
            String field = e.field();
            throw field == null ? e : new WireException(e.code(), e.text(), path + field);
        } finally {
            values.clear();
        }
    }
}
