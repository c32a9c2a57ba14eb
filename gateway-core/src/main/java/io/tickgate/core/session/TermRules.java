package io.tickgate.core.session;

import io.tickgate.core.broadcast.RateClass;
import io.tickgate.core.broadcast.Terms;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.SubscribeOptions;
import org.jspecify.annotations.Nullable;

/** Which terms the options of a subscription come to, and which topics may be had on them. */
final class TermRules {
    private TermRules() {}

    static Terms of(@Nullable SubscribeOptions options) {
        if (options == null) {
            return Terms.NONE;
        }
        Double maxHz = options.maxHz();
        return new Terms(maxHz == null ? null : RateClass.atMost(maxHz), options.wantsCounts());
    }

    /**
     * @param ack whether the same command wishes for acknowledgement
     * @return why {@code topic} cannot be had on {@code terms}; null when it can
     */
    static @Nullable Refusal refusal(Topic topic, Terms terms, boolean ack, Subscriptions held) {
        if (terms.rate() != null) {
            if (!topic.isOfStateFamily()) {
                return notAllowed("\"" + topic.name() + "\" is a stream, of which every publication matters");
            }
            if (held.isAcknowledged(topic)) {
                return notAllowed("\"" + topic.name() + "\" is acknowledged on this connection, or a member of it is");
            }
        }
        Topic family = topic.family();
        if (ack && family != null && held.terms(family).rate() != null) {
            return notAllowed("this connection has \"" + family.name() + "\" with max_hz");
        }
        return null;
    }

    private static Refusal notAllowed(String why) {
        return new Refusal(ErrorCode.CONFLATION_NOT_ALLOWED, why);
    }
}
