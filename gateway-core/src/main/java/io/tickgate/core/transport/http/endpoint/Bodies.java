package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;

/** Request bodies that are one object. */
final class Bodies {
    private Bodies() {}

    /** The object, borrowed from {@code body}. */
    static MessageBody read(HttpExchange exchange, ByteBuf body) throws WireException {
        WireFormat format = exchange.contentType() == MediaType.MSGPACK ? WireFormat.MSGPACK : WireFormat.JSON;
        return exchange.codecs()
                .bodyReader()
                .readBody(format, body.array(), body.arrayOffset() + body.readerIndex(), body.readableBytes());
    }
}
