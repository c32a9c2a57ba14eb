package io.tickgate.core.broadcast;

/** Hears where a subscriber enters a topic. Runs on the subscriber's shard. */
public interface AttachListener {
    /**
     * @param topic the topic to place the subscription in, within this call
     * @param epoch under which offsets of the topic are given
     * @param offset the last one given; everything above it reaches who is placed now
     * @param replay what comes before that; the listener owns it
     */
    void onAttached(Topic topic, String epoch, long offset, Replay replay);

    /** The name stopped being available meanwhile. */
    void onRefused(String channel, TopicDirectory.Refusal refusal);
}
