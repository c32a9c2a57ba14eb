package io.tickgate.core.feed.chart;

import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Forgets a symbol's points. <b>Owner:</b> the book. */
final class ChartRemoval implements TopicWrite {
    private final ChartBook book;
    private final ChartTopic topic;
    private final ChartRemovalReply reply;
    private int forgets;

    ChartRemoval(ChartBook book, ChartTopic topic, ChartRemovalReply reply) {
        this.book = book;
        this.topic = topic;
        this.reply = reply;
    }

    @Override
    public boolean forgets() {
        forgets = topic.forgets;
        return true;
    }

    @Override
    public void onForgotten() {
        // Another gateway may have published other points before this answer.
        if (topic.forgets == forgets) {
            book.forgotten(topic);
        }
        reply.onRemoved();
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
