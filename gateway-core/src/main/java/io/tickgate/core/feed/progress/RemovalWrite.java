package io.tickgate.core.feed.progress;

import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Forgets a task. <b>Owner:</b> the book. */
final class RemovalWrite implements TopicWrite {
    private final ProgressBook book;
    private final ProgressTask task;
    private final RemovalReply reply;
    private int run;

    RemovalWrite(ProgressBook book, ProgressTask task, RemovalReply reply) {
        this.book = book;
        this.task = task;
        this.reply = reply;
    }

    @Override
    public boolean forgets() {
        run = task.run;
        return true;
    }

    @Override
    public void onForgotten() {
        // Another gateway may have begun another run before this answer.
        if (task.run == run) {
            book.tasks().forget(task);
        }
        reply.onRemoved(true);
    }

    @Override
    public void onRefused(WireException fault) {
        reply.onRefused(fault);
    }

    @Override
    public @Nullable Prepared prepare(long heard) {
        throw new IllegalStateException("it publishes nothing");
    }

    @Override
    public void onAppended(long offset, int recipientCount, boolean isHeard) {
        throw new IllegalStateException("it publishes nothing");
    }
}
