package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;

/** Request bodies that are one object, in the format that their {@code Content-Type} names. */
public final class Bodies {
    private Bodies() {}

    /** One of the reader's methods. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(MessageReader reader, WireFormat format, byte[] input, int offset, int length) throws WireException;
    }

    /** The object, borrowed from {@code body}. */
    public static MessageBody read(HttpExchange exchange, ByteBuf body) throws WireException {
        return read(exchange, body, MessageReader::readBody);
    }

    /** What {@code reading} makes of the object; its parts are borrowed from {@code body}. */
    public static <T> T read(HttpExchange exchange, ByteBuf body, Reading<T> reading) throws WireException {
        int offset = body.arrayOffset() + body.readerIndex();
        return reading.read(
                exchange.codecs().bodyReader(), format(exchange), body.array(), offset, body.readableBytes());
    }

    /** The format that the request's {@code Content-Type} names. */
    public static WireFormat format(HttpExchange exchange) {
        return exchange.contentType() == MediaType.MSGPACK ? WireFormat.MSGPACK : WireFormat.JSON;
    }
}
