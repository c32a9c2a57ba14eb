package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.message.ErrorCode;

/** Tells a publisher on his own loop. */
record ReplyElsewhere(EventExecutor executor, PublishReply reply) implements PublishReply {
    @Override
    public void onPublished(long offset, int recipientCount) {
        executor.execute(() -> reply.onPublished(offset, recipientCount));
    }

    @Override
    public void onDuplicate(long offset) {
        executor.execute(() -> reply.onDuplicate(offset));
    }

    @Override
    public void onRefused(ErrorCode code, String detail) {
        executor.execute(() -> reply.onRefused(code, detail));
    }
}
