package io.tickgate.core.session;

import io.tickgate.core.broadcast.RateClass;
import io.tickgate.core.broadcast.Terms;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.core.broadcast.View;
import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.frame.Encoding;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which terms the options of a subscription come to, and which topics may be had on them. */
final class TermRules {
    private TermRules() {}

    /**
     * @param topic whose family says what there is to filter by, and which views
     * @param path where the options stand in the command
     * @throws WireException when the family does not have what is asked for
     */
    static Terms of(@Nullable SubscribeOptions options, Topic topic, String path) throws WireException {
        if (options == null) {
            return Terms.NONE;
        }
        Filter filter = options.filter();
        return new Terms(
                rate(options),
                options.wantsCounts(),
                filter == null
                        ? null
                        : CompiledFilter.of(filter, topic.indexed(), path + ".filter", topic.familyName()),
                view(options.view(), topic, path + ".view"));
    }

    /** How often each state is sent at most; null where nobody asked for a rate. */
    static @Nullable RateClass rate(SubscribeOptions options) {
        Double maxHz = options.maxHz();
        return maxHz == null ? null : RateClass.atMost(maxHz);
    }

    private static int view(@Nullable String name, Topic topic, String path) throws WireException {
        if (name == null) {
            return Encoding.WHOLE;
        }
        List<String> names = topic.views().stream().map(View::name).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            String family = topic.familyName();
            String rule = names.isEmpty()
                    ? "cannot be had: \"" + family + "\" has no views"
                    : "must be one of the views of \"" + family + "\": " + String.join(", ", names);
            throw new WireException(
                    ErrorCode.INVALID_FIELD, '"' + path + "\" " + rule + " (channels." + family + ".views)", path);
        }
        return 1 + index;
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

    /**
     * @param earlier what the same command wished for before
     * @return why {@code wish} does not go with them; null when it does
     */
    static @Nullable Refusal refusal(Topic topic, Attaching.Wish wish, Map<Topic, Attaching.Wish> earlier) {
        for (Map.Entry<Topic, Attaching.Wish> other : earlier.entrySet()) {
            boolean related = other.getKey() == topic.family() || other.getKey().family() == topic;
            boolean clash = (wish.ack() && other.getValue().terms().rate() != null)
                    || (wish.terms().rate() != null && other.getValue().ack());
            if (related && clash) {
                return notAllowed("the same command wants \"" + other.getKey().name() + "\" with "
                        + (wish.ack() ? "max_hz" : "ack"));
            }
        }
        return null;
    }

    private static Refusal notAllowed(String why) {
        return new Refusal(ErrorCode.CONFLATION_NOT_ALLOWED, why);
    }
}
