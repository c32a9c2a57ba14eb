package io.tickgate.core.broadcast;

/** Looks into a topic on behalf of tests in other packages. */
public final class TopicProbe {
    private TopicProbe() {}

    /** Whether the caller runs on the shard that numbers the topic's publications. */
    public static boolean isAtHome(Topic topic) {
        return topic.home().isCurrent();
    }

    public static int homeIndex(Topic topic) {
        return topic.home().index();
    }

    /** The kinds of frame that a publication of {@code topic} numbered now would be encoded as for one shard. */
    public static int kinds(Topic topic, int shardIndex) {
        BroadcastGroup own = topic.group(shardIndex);
        Topic family = topic.family();
        BroadcastGroup ofFamily = family == null ? null : family.group(shardIndex);
        return (own == null ? 0 : own.kinds()) | (ofFamily == null ? 0 : ofFamily.kinds());
    }
}
