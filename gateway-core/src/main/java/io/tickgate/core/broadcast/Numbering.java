package io.tickgate.core.broadcast;

import io.tickgate.core.metrics.Via;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * How the publications of the topics of one home get their offsets: by the home's own count, or by what gateways share.
 *
 * <p><b>Owner:</b> the home shard.
 */
interface Numbering {
    /**
     * Numbers, keeps and hands over one message.
     *
     * @param body borrowed
     * @param treatment who is excluded is counted in the reply all the same
     * @param via how it came
     * @param key under which it is published once; null for none
     * @param ingestNanos when the broker was handed it; 0 for now
     * @throws WireException when the body cannot be encoded as somebody needs it; then no offset was used
     * @throws OutOfMemoryError when there is no direct memory for the frames; then no offset was used either
     */
    void publish(
            Topic topic,
            MessageBody body,
            Treatment treatment,
            Via via,
            @Nullable String key,
            long ingestNanos,
            PublishReply reply)
            throws WireException;

    /** Sees to it that the topic's offset is known here, and as much of what came before as {@code start} asks for. */
    void prepare(Topic topic, StartAt start, Prepared then);

    /** Nothing that was published to {@code topic} so far is replayed; who asks for it is told that it is gone. */
    void forgetHistory(Topic topic);

    /** Hears that a topic is prepared, at once or in a later task of its home. */
    interface Prepared {
        /** @param refusal why it cannot be; null when it is */
        void onPrepared(TopicDirectory.@Nullable Refusal refusal);
    }
}
