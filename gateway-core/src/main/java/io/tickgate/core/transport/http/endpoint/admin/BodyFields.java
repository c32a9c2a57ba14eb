package io.tickgate.core.transport.http.endpoint.admin;

import io.netty.buffer.ByteBuf;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of a small JSON object; what else it has does not matter. */
final class BodyFields {
    private final Map<String, String> texts = new HashMap<>();

    private BodyFields() {}

    /** @throws WireException {@code invalid_field} when one of {@code names} is there and no text */
    static BodyFields read(ByteBuf body, String... names) throws WireException {
        BodyFields fields = new BodyFields();
        try (WireReader in = WireReader.of(WireFormat.JSON, WireLimits.DEFAULT)) {
            in.open(body.array(), body.arrayOffset() + body.readerIndex(), body.readableBytes());
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                WireReader.Kind kind = in.nextValue();
                if (!List.of(names).contains(name)) {
                    in.skip();
                } else if (kind != WireReader.Kind.STRING) {
                    throw new WireException(ErrorCode.INVALID_FIELD, '"' + name + "\" must be a string", name);
                } else if (fields.texts.put(name, in.string()) != null) {
                    throw new WireException(ErrorCode.INVALID_JSON, '"' + name + "\" stands twice", name);
                }
            }
            in.end();
        }
        return fields;
    }

    String require(String name) throws WireException {
        String text = texts.get(name);
        if (text == null) {
            throw new WireException(ErrorCode.MISSING_FIELD, '"' + name + "\" is missing", name);
        }
        return text;
    }

    @Nullable
    String find(String name) {
        return texts.get(name);
    }
}
