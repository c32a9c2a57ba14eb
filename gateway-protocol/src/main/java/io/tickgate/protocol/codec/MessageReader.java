package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.BroadcastRequest;
import io.tickgate.protocol.message.ChartRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;

/**
 * Turns the bytes of one message into a record.
 *
 * <p>Bodies and lists inside the record are borrowed: they point into {@code input} as long as nothing had to be cut.
 *
 * <p><b>Owner:</b> one thread, usually an event loop. A message that fails leaves nothing behind.
 */
public final class MessageReader {
    private final WireReader json;
    private final WireReader msgPack;
    private final FieldReader commandFields = new FieldReader(CommandFields.TABLE);
    private final FieldValues commandValues = new FieldValues(CommandFields.TABLE);
    private final FieldReader serverFields = new FieldReader(ServerFields.TABLE);
    private final FieldValues serverValues = new FieldValues(ServerFields.TABLE);

    public MessageReader(WireLimits limits) {
        json = WireReader.of(WireFormat.JSON, limits);
        msgPack = WireReader.of(WireFormat.MSGPACK, limits);
    }

    /**
     * Reads a command of a client.
     *
     * @throws WireException what the client did wrong; carries the command's id and type where they could be read
     */
    public ClientMessage readCommand(WireFormat format, byte[] input, int offset, int length) throws WireException {
        try {
            fields(commandFields, commandValues, format, input, offset, length);
            return CommandReader.command(commandValues, syntaxError(format));
        } catch (WireException e) {
            // Behind broken bytes nothing can be read any more; what stood before them still says which command it was.
            throw e.within(CommandReader.context(commandValues));
        } finally {
            commandValues.clear();
        }
    }

    /**
     * Reads a publication as HTTP brings it.
     *
     * @throws WireException what the publisher did wrong
     */
    public BroadcastRequest readBroadcast(WireFormat format, byte[] input, int offset, int length)
            throws WireException {
        try {
            fields(commandFields, commandValues, format, input, offset, length);
            return CommandReader.broadcast(commandValues, syntaxError(format));
        } finally {
            commandValues.clear();
        }
    }

    /**
     * Reads a message of the gateway, for clients. What carries channel, offset and server time and is none of the
     * gateway's own updates is a publication of its publisher's shape.
     *
     * @throws WireException when it is no message of this protocol
     */
    public ServerMessage readServer(WireFormat format, byte[] input, int offset, int length) throws WireException {
        try {
            fields(serverFields, serverValues, format, input, offset, length);
            serverValues.requireNoDuplicate(syntaxError(format));
            ServerMessage message = ServerReader.message(serverValues);
            return message != null
                    ? message
                    : ServerReader.publication(serverValues, readBody(format, input, offset, length));
        } finally {
            serverValues.clear();
        }
    }

    /**
     * Reads a whole object as the body of a publication, without the fields that the gateway sets itself.
     *
     * @throws WireException when it is no object
     */
    public MessageBody readBody(WireFormat format, byte[] input, int offset, int length) throws WireException {
        return readObject(format, input, offset, length, true);
    }

    /**
     * Reads a whole object as it is.
     *
     * @throws WireException when it is no object
     */
    public MessageBody readObject(WireFormat format, byte[] input, int offset, int length) throws WireException {
        return readObject(format, input, offset, length, false);
    }

    private MessageBody readObject(WireFormat format, byte[] input, int offset, int length, boolean cut)
            throws WireException {
        try (WireReader in = reader(format)) {
            in.open(input, offset, length);
            MessageBody body = in.body(cut);
            in.end();
            return body;
        }
    }

    /**
     * Reads an array whose elements stay opaque.
     *
     * @throws WireException when it is no array
     */
    public OpaqueList readList(WireFormat format, byte[] input, int offset, int length) throws WireException {
        try (WireReader in = reader(format)) {
            in.openArray(input, offset, length);
            OpaqueList list = in.list();
            in.end();
            return list;
        }
    }

    /**
     * Reads points of a chart as HTTP brings them; the points themselves stay opaque until a {@link ChartPointReader}
     * looks at them.
     *
     * @throws WireException what the publisher did wrong
     */
    public ChartRequest readChart(WireFormat format, byte[] input, int offset, int length) throws WireException {
        try {
            fields(commandFields, commandValues, format, input, offset, length);
            return CommandReader.chart(commandValues, syntaxError(format));
        } finally {
            commandValues.clear();
        }
    }

    private void fields(FieldReader reader, FieldValues values, WireFormat format, byte[] input, int offset, int length)
            throws WireException {
        try (WireReader in = reader(format)) {
            in.open(input, offset, length);
            reader.read(in, values);
            in.end();
        }
    }

    private WireReader reader(WireFormat format) {
        return format == WireFormat.JSON ? json : msgPack;
    }

    private static ErrorCode syntaxError(WireFormat format) {
        return format == WireFormat.JSON ? ErrorCode.INVALID_JSON : ErrorCode.INVALID_MSGPACK;
    }
}
