package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** What the fields of a subscription mean together, wherever it stands. */
final class SubscriptionRules {
    /** What brings the user's own channel, too. */
    private static final String BRINGS_OWN = "notifications";

    private SubscriptionRules() {}

    /**
     * The options. Whoever begins at two places would get some of it twice, and what is left out cannot be acknowledged.
     *
     * @param ack whether publications shall be acknowledged
     */
    static @Nullable SubscribeOptions options(FieldValues in, Field field, @Nullable Since since, boolean ack)
            throws WireException {
        SubscribeOptions options = in.optional(field, SubscribeOptions.class);
        if (options == null) {
            return null;
        }
        if (options.rewind() != null && (since != null || options.wantsSnapshot())) {
            throw excludes(in, field.name() + ".rewind", since != null ? "since" : field.name() + ".snapshot");
        }
        if (options.wantsCounts() && options.maxHz() == null) {
            String path = field.name() + ".counts";
            throw in.failure(
                    ErrorCode.INVALID_FIELD, '"' + path + "\" goes with \"" + field.name() + ".max_hz\" alone", path);
        }
        if (options.maxHz() != null && ack) {
            throw excludes(in, field.name() + ".max_hz", "ack");
        }
        return options;
    }

    private static WireException excludes(FieldValues in, String path, String other) {
        return in.failure(ErrorCode.INVALID_FIELD, '"' + path + "\" does not go with \"" + other + '"', path);
    }

    /**
     * A position in the user's own channel goes with what brings that channel.
     *
     * @param channel null for several
     */
    static void requireOwn(FieldValues in, @Nullable Since since, @Nullable String channel) throws WireException {
        if (since != null && since.userOffset() != null && !BRINGS_OWN.equals(channel)) {
            String path = "since.user_offset";
            throw in.failure(ErrorCode.INVALID_FIELD, '"' + path + "\" goes with \"" + BRINGS_OWN + "\" alone", path);
        }
    }
}
