package io.tickgate.core.broadcast;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings what a {@link Backbone} says of a topic to the topic's home, where it is called anyway. */
final class BackboneReplica implements Replica {
    private final TopicDirectory directory;
    private final ReplicaHome[] homes;
    private final Consumer<String> restarts;

    /** @param restarts takes the epoch of a store that is another one; any thread */
    BackboneReplica(TopicDirectory directory, ReplicaHome[] homes, Consumer<String> restarts) {
        this.directory = directory;
        this.homes = homes;
        this.restarts = restarts;
    }

    private ReplicaHome home(Topic topic) {
        return homes[topic.homeIndex()];
    }

    @Override
    public @Nullable Topic topic(String name) {
        return directory.resolveAny(name);
    }

    @Override
    public void place(Topic topic, long offset, @Nullable StoredPublication newest) {
        home(topic).place(topic, offset, newest);
    }

    @Override
    public void unplace(Topic topic) {
        home(topic).topics().unplace(topic);
    }

    @Override
    public boolean isPlaced(Topic topic) {
        return topic.isPlaced();
    }

    @Override
    public long offset(Topic topic) {
        return topic.offset();
    }

    @Override
    public boolean apply(Topic topic, StoredPublication publication) {
        return home(topic).topics().apply(topic, publication);
    }

    @Override
    public void lose(Topic topic, long upTo) {
        home(topic).topics().lose(topic, upTo);
    }

    @Override
    public void forgotten(Topic topic) {
        home(topic).topics().forgotten(topic);
    }

    @Override
    public void restart(String epoch) {
        restarts.accept(epoch);
    }
}
