package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.message.ErrorCode;

/**
 * Takes the excluded one off the count. Whether it is subscribed only its own shard knows, and the question follows
 * the publication there: asked before, it would let the publisher's next one overtake this one.
 */
record ReplyWithout(Subscriber excluded, Topic topic, EventExecutor replyOn, PublishReply reply)
        implements PublishReply {
    @Override
    public void onPublished(long offset, int recipientCount) {
        excluded.shard().execute(() -> {
            int others = Math.max(0, recipientCount - (excluded.holds(topic) ? 1 : 0));
            Loops.run(replyOn, () -> reply.onPublished(offset, others));
        });
    }

    @Override
    public void onDuplicate(long offset) {
        Loops.run(replyOn, () -> reply.onDuplicate(offset));
    }

    @Override
    public void onRefused(ErrorCode code, String detail) {
        Loops.run(replyOn, () -> reply.onRefused(code, detail));
    }
}
