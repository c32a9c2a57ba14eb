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

    /** The options, of which one does not go with a position: whoever begins at two places would get some of it twice. */
    static @Nullable SubscribeOptions options(FieldValues in, Field field, @Nullable Since since) throws WireException {
        SubscribeOptions options = in.optional(field, SubscribeOptions.class);
        if (options == null || options.rewind() == null) {
            return options;
        }
        String other = since != null ? "since" : options.wantsSnapshot() ? field.name() + ".snapshot" : null;
        if (other != null) {
            String path = field.name() + ".rewind";
            throw in.failure(ErrorCode.INVALID_FIELD, '"' + path + "\" does not go with \"" + other + '"', path);
        }
        return options;
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
