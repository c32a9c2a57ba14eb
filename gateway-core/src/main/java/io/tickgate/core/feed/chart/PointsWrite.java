package io.tickgate.core.feed.chart;

import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One batch of points: kept and published whole, or not at all. <b>Owner:</b> the book. */
final class PointsWrite implements TopicWrite {
    private final ChartBook book;
    private final ChartTopic topic;
    private final @Nullable String updateType;
    private final ChartReply reply;
    private OpaqueList list;
    /** Borrowed from the book's reader. */
    private List<ChartPoint> points = List.of();

    /** @param list borrowed until {@link #keep} */
    PointsWrite(ChartBook book, ChartTopic topic, @Nullable String updateType, OpaqueList list, ChartReply reply) {
        this.book = book;
        this.topic = topic;
        this.updateType = updateType;
        this.list = list;
        this.reply = reply;
    }

    @Override
    public void keep() {
        list = list.copy();
    }

    @Override
    public Prepared prepare(long heard) throws WireException {
        points = book.read(list);
        book.reserve(topic, points);
        return book.prepared(topic, updateType, points, heard);
    }

    @Override
    public void onConflict() {
        book.unreserve(topic);
    }

    @Override
    public void onAppended(long offset, int recipientCount, boolean isHeard) {
        int accepted = list.elementCount();
        if (!isHeard) {
            book.keep(topic, points);
        }
        reply.onPublished(topic.channel, accepted, offset, recipientCount);
    }

    @Override
    public void onRefused(WireException fault) {
        book.unreserve(topic);
        boolean isAboutPoints = fault.code() == ErrorCode.MESSAGE_TOO_LARGE && fault.field() == null;
        reply.onRefused(isAboutPoints ? new WireException(fault.code(), fault.text(), "data_points") : fault);
        book.settleLater(topic);
    }
}
