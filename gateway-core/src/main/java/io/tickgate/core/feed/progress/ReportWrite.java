package io.tickgate.core.feed.progress;

import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** One report: applied whole, or not at all. <b>Owner:</b> the book. */
final class ReportWrite implements TopicWrite {
    private final ProgressBook book;
    private final ProgressTask task;
    private final String prefix;
    private final ProgressReply reply;
    private ProgressReport report;
    private @Nullable ProgressState next;
    private int nextBytes;
    private boolean isFirst;

    /** @param report with data that is borrowed until {@link #keep} */
    ReportWrite(ProgressBook book, ProgressTask task, ProgressReport report, String prefix, ProgressReply reply) {
        this.book = book;
        this.task = task;
        this.report = report;
        this.prefix = prefix;
        this.reply = reply;
    }

    @Override
    public void keep() {
        MessageBody data = report.data();
        if (data != null) {
            report = report.withData(data.copy());
        }
    }

    @Override
    public @Nullable Prepared prepare(long heard) throws WireException {
        long nowNanos = book.nanoTime();
        ProgressState known = task.state;
        ProgressState after =
                known == null ? ProgressState.first(report, prefix, nowNanos) : known.next(report, prefix, nowNanos);
        MessageBody publication = book.publicationOf(task, after);
        book.requireSize(publication, task.channel, prefix);
        int bytes = publication.length() + TaskShelf.TASK_BYTES;
        book.tasks().reserve(task, bytes);
        next = after;
        nextBytes = bytes;
        isFirst = known == null;
        if (known == null || book.isDue(task, known, after, nowNanos)) {
            return book.prepared(publication, after, heard);
        }
        book.merge(task, report, after, bytes, nowNanos);
        reply.onUpdated(new ProgressReceipt(task.id, task.channel, task.offset, 0, false, true));
        return null;
    }

    @Override
    public void onConflict() {
        book.tasks().unreserve(task);
    }

    @Override
    public void onAppended(long offset, int recipientCount, boolean isHeard) {
        if (!isHeard && next != null) {
            book.tasks().keep(task, next, nextBytes);
        }
        book.published(task, offset);
        reply.onUpdated(new ProgressReceipt(task.id, task.channel, offset, recipientCount, isFirst, false));
    }

    @Override
    public void onRefused(WireException fault) {
        book.tasks().unreserve(task);
        reply.onRefused(fault);
    }
}
