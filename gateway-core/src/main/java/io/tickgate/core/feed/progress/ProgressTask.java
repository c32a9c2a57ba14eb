package io.tickgate.core.feed.progress;

import io.tickgate.core.feed.shared.TopicWriter;
import io.tickgate.protocol.message.ProgressReport;
import org.jspecify.annotations.Nullable;

/** One task that is kept, or about to be. <b>Owner:</b> the home loop of its topic. */
final class ProgressTask {
    final String id;
    final String channel;
    final TopicWriter writer;
    /** What is shown: what was published, and what was merged with it since. Null before the first report is done. */
    @Nullable
    ProgressState state;

    /** Reports that were merged and not published yet, as one; kept only where another gateway may publish meanwhile. */
    @Nullable
    ProgressReport ahead;

    long aheadAtNanos;
    /** What it takes of the quota. */
    long bytes;
    /** What is taken beside for a report that is under way. */
    int reservedTasks;

    long reservedBytes;
    /** Its number among the finished ones; 0 while it is not finished. */
    long finishedNumber;

    long publishedAtNanos;
    long offset;
    /** Whether its state is newer than what was published. */
    boolean isPending;
    /** Whether a look at it is scheduled for when it is due. */
    boolean isScheduled;
    /** Whether this gateway published its last state, and so tells the others when it is too old. */
    boolean isOwn;
    /** How often it began anew. */
    int run;
    /** In which reading of the store it was found. */
    int round;

    ProgressTask(String id, String channel, TopicWriter writer) {
        this.id = id;
        this.channel = channel;
        this.writer = writer;
    }

    /** It begins anew with the next report. */
    void clear() {
        run++;
        state = null;
        ahead = null;
        bytes = 0;
        finishedNumber = 0;
        isPending = false;
    }
}
