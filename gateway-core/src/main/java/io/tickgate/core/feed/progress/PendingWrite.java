package io.tickgate.core.feed.progress;

import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Publishes what was merged; where that is refused, it waits for the next tick. <b>Owner:</b> the book. */
final class PendingWrite implements TopicWrite {
    private final ProgressBook book;
    private final ProgressTask task;

    PendingWrite(ProgressBook book, ProgressTask task) {
        this.book = book;
        this.task = task;
    }

    @Override
    public @Nullable Prepared prepare(long heard) {
        ProgressState state = task.state;
        return state == null || !task.isPending ? null : book.prepared(book.publicationOf(task, state), state, heard);
    }

    @Override
    public void onAppended(long offset, int recipientCount, boolean isHeard) {
        book.published(task, offset);
    }

    @Override
    public void onRefused(WireException fault) {
        // Of this gateway alone only limits.max-topics can refuse it, after its topic was collected.
    }
}
