package io.tickgate.core.feed.progress;

/** One task that is kept. <b>Owner:</b> the home loop of its topic. */
final class ProgressTask {
    final String id;
    final String channel;
    ProgressState state;
    /** What it takes of the quota. */
    long bytes;
    /** Its number among the finished ones; 0 while it is not finished. */
    long finishedNumber;

    long publishedAtNanos;
    long offset;
    int recipientCount;
    /** Whether its state is newer than what was published. */
    boolean isPending;
    /** Whether a look at it is scheduled for when it is due. */
    boolean isScheduled;

    ProgressTask(String id, String channel, ProgressState state) {
        this.id = id;
        this.channel = channel;
        this.state = state;
    }
}
