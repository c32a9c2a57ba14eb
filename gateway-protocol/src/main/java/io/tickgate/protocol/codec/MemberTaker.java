package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Takes one member out of an object that a reader let through before, such as a publication that comes back.
 *
 * <p><b>Owner:</b> one thread. What it gives is borrowed until the next call.
 */
public final class MemberTaker {
    /** What was let through once is not limited again; a publication is a level or two deeper than what its publisher sent. */
    private static final WireLimits LIMITS = new WireLimits(Integer.MAX_VALUE, 1000, 1 << 20, Integer.MAX_VALUE);

    private final WireReader json = WireReader.of(WireFormat.JSON, LIMITS);
    private final WireReader msgPack = WireReader.of(WireFormat.MSGPACK, LIMITS);
    private final WireBuffer buffer = new WireBuffer();

    private interface Taking<T> {
        T take(WireReader in) throws WireException;
    }

    /**
     * The object under {@code name}; null when there is none.
     *
     * @throws WireException when the bytes are broken
     */
    public @Nullable MessageBody object(MessageBody body, String name) throws WireException {
        return take(body, name, Kind.OBJECT, in -> in.body(false));
    }

    /**
     * The array under {@code name}; null when there is none.
     *
     * @throws WireException when the bytes are broken
     */
    public @Nullable OpaqueList list(MessageBody body, String name) throws WireException {
        return take(body, name, Kind.ARRAY, WireReader::list);
    }

    private <T> @Nullable T take(MessageBody body, String name, Kind kind, Taking<T> taking) throws WireException {
        buffer.clear();
        WireWriter.of(body.format(), buffer).body(body);
        try (WireReader in = body.format() == WireFormat.JSON ? json : msgPack) {
            in.open(buffer.array(), 0, buffer.length());
            for (String next = in.nextName(); next != null; next = in.nextName()) {
                Kind found = in.nextValue();
                if (next.equals(name) && found == kind) {
                    return taking.take(in);
                }
                in.skip();
            }
            return null;
        }
    }
}
