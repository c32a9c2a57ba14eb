package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Reads and writes the small objects that hold a position. */
final class PositionCodec {
    private static final String CHANNEL = "channel";
    private static final String EPOCH = "epoch";
    private static final String OFFSET = "offset";
    private static final String USER_OFFSET = "user_offset";
    private static final String RECOVERED = "recovered";
    private static final String REASON = "reason";
    private static final String GRANTED = "granted";

    private final OptionsCodec options = new OptionsCodec(false);

    private @Nullable String channel;
    private @Nullable String epoch;
    private long offset;
    private @Nullable Long userOffset;
    private @Nullable SubscribeOptions granted;
    private @Nullable Boolean recovered;
    private @Nullable String reason;
    private @Nullable String duplicate;

    /**
     * Reads the object that was met; gives null when all of it is well, else the name inside it that is at fault.
     *
     * @param channelToo whether it is a line of an answer, rather than what a client sends
     */
    @Nullable
    String read(WireReader in, boolean channelToo) throws WireException {
        channel = null;
        epoch = null;
        offset = -1;
        userOffset = null;
        granted = null;
        recovered = null;
        reason = null;
        duplicate = null;
        String fault = null;
        boolean offsetSeen = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            if (name.equals(EPOCH)) {
                duplicate = epoch == null ? duplicate : name;
                epoch = kind == Kind.STRING ? in.string() : null;
                if (epoch == null || epoch.isEmpty() || epoch.length() > Position.EPOCH_CHARS_MAX) {
                    fault = EPOCH;
                }
            } else if (name.equals(OFFSET)) {
                duplicate = offsetSeen ? name : duplicate;
                offsetSeen = true;
                offset = offset(kind, in);
                fault = offset < 0 ? OFFSET : fault;
            } else if (!channelToo && name.equals(USER_OFFSET) && kind != Kind.NULL) {
                duplicate = userOffset == null ? duplicate : name;
                userOffset = offset(kind, in);
                fault = userOffset < 0 ? USER_OFFSET : fault;
            } else if (channelToo && name.equals(CHANNEL)) {
                duplicate = channel == null ? duplicate : name;
                channel = kind == Kind.STRING ? in.string() : null;
            } else if (channelToo && name.equals(RECOVERED)) {
                recovered = kind == Kind.BOOLEAN ? (Boolean) in.bool() : null;
            } else if (channelToo && name.equals(REASON)) {
                reason = kind == Kind.STRING ? in.string() : null;
            }
            if (channelToo && name.equals(GRANTED) && kind == Kind.OBJECT) {
                options.read(in);
                granted = options.options();
            } else if (kind == Kind.OBJECT || kind == Kind.ARRAY) {
                in.skip();
            }
        }
        if (fault != null) {
            return fault;
        }
        if (epoch == null) {
            return EPOCH;
        }
        if (offset < 0) {
            return OFFSET;
        }
        return channelToo && channel == null ? CHANNEL : null;
    }

    /** @return -1 for what is no offset */
    private static long offset(Kind kind, WireReader in) throws WireException {
        long read = kind == Kind.NUMBER && in.isInteger() ? in.integer() : -1;
        return read > CommandId.NUMBER_MAX ? -1 : Math.max(-1, read);
    }

    /** The name that stood twice, or null. */
    @Nullable
    String duplicate() {
        return duplicate;
    }

    static String rule(String name) {
        return name.equals(OFFSET) || name.equals(USER_OFFSET)
                ? "must be an integer from 0 to " + CommandId.NUMBER_MAX
                : "must be a string of 1 to " + Position.EPOCH_CHARS_MAX + " characters";
    }

    Since since() {
        return new Since(position(), userOffset);
    }

    private Position position() {
        String read = epoch;
        if (read == null) {
            throw new IllegalStateException("no position was read");
        }
        return new Position(read, offset);
    }

    ChannelPosition channelPosition() {
        String read = channel;
        if (read == null) {
            throw new IllegalStateException("no channel was read");
        }
        return new ChannelPosition(read, position(), granted, recovered, reason);
    }

    static void write(Since since, WireWriter out) {
        out.beginObject(since.userOffset() == null ? 2 : 3);
        out.name(EPOCH).string(since.position().epoch());
        out.name(OFFSET).integer(since.position().offset());
        if (since.userOffset() != null) {
            out.name(USER_OFFSET).integer(since.userOffset());
        }
        out.endObject();
    }

    static void write(ChannelPosition line, WireWriter out) {
        SubscribeOptions granted = line.granted();
        Boolean recovered = line.recovered();
        String reason = line.reason();
        out.beginObject(3 + (recovered == null ? 0 : 1) + (reason == null ? 0 : 1) + (granted == null ? 0 : 1));
        out.name(CHANNEL).string(line.channel());
        out.name(EPOCH).string(line.position().epoch());
        out.name(OFFSET).integer(line.position().offset());
        if (recovered != null) {
            out.name(RECOVERED).bool(recovered);
        }
        if (reason != null) {
            out.name(REASON).string(reason);
        }
        if (granted != null) {
            out.name(GRANTED);
            OptionsCodec.write(granted, out);
        }
        out.endObject();
    }
}
