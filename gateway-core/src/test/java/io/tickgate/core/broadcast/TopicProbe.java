package io.tickgate.core.broadcast;

import java.util.Objects;

/** Looks into a topic on behalf of tests in other packages. */
public final class TopicProbe {
    private TopicProbe() {}

    /** Whether the caller runs on the shard that numbers the topic's publications. */
    public static boolean isAtHome(Topic topic) {
        return topic.home().isCurrent();
    }

    /** The shard that numbers the publications of that name, which is made a topic if it is none. */
    public static int homeIndex(BroadcastEngine engine, String name) {
        return Objects.requireNonNull(engine.directory().resolve(name)).home().index();
    }

    /** The bits of the encodings that the topic's own group on one shard asks for. */
    public static long ownNeeds(Topic topic, int shardIndex) {
        BroadcastGroup own = topic.group(shardIndex);
        return own == null ? 0 : own.needs();
    }

    /** Collects a topic, as its home does with one that nobody uses. Call on its home. */
    public static void drop(BroadcastEngine engine, String name) {
        Topic topic = Objects.requireNonNull(engine.directory().find(name));
        topic.markCollected();
        engine.directory().remove(topic);
    }
}
