package io.tickgate.core.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A {@link Replica} that keeps the rules of the port and remembers what it was told; for tests of backbones alone. */
public class RecordingReplica implements Replica {
    private final TopicDirectory directory;
    private final Map<String, Long> offsets = new ConcurrentHashMap<>();
    private final Map<String, List<StoredPublication>> applied = new ConcurrentHashMap<>();
    private final Map<String, StoredPublication> newest = new ConcurrentHashMap<>();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();
    private final List<String> epochs = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();

    public RecordingReplica(TopicDirectory directory) {
        this.directory = directory;
    }

    @Override
    public @Nullable Topic topic(String name) {
        return directory.resolveAny(name);
    }

    @Override
    public void place(Topic topic, long offset, @Nullable StoredPublication last) {
        assert topic.homeLoop().inEventLoop();
        offsets.putIfAbsent(topic.name(), offset);
        if (last != null) {
            newest.put(topic.name(), last);
        }
    }

    @Override
    public void unplace(Topic topic) {
        assert topic.homeLoop().inEventLoop();
        offsets.remove(topic.name());
    }

    @Override
    public boolean isPlaced(Topic topic) {
        return offsets.containsKey(topic.name());
    }

    @Override
    public long offset(Topic topic) {
        return offsets.getOrDefault(topic.name(), 0L);
    }

    @Override
    public boolean apply(Topic topic, StoredPublication publication) {
        assert topic.homeLoop().inEventLoop();
        if (!isPlaced(topic) || publication.offset() <= offset(topic)) {
            return true;
        }
        if (publication.offset() > offset(topic) + 1) {
            return false;
        }
        offsets.put(topic.name(), publication.offset());
        applied.computeIfAbsent(topic.name(), name -> new CopyOnWriteArrayList<>())
                .add(publication);
        return true;
    }

    @Override
    public void lose(Topic topic, long upTo) {
        assert topic.homeLoop().inEventLoop();
        if (isPlaced(topic) && upTo > offset(topic)) {
            lost.add(topic.name() + '@' + upTo);
            offsets.put(topic.name(), upTo);
        }
    }

    @Override
    public void forgotten(Topic topic) {
        assert topic.homeLoop().inEventLoop();
        forgotten.add(topic.name());
    }

    @Override
    public void restart(String epoch) {
        epochs.add(epoch);
        offsets.clear();
    }

    /** What was applied of a topic, in order. */
    public List<StoredPublication> applied(String name) {
        return applied.getOrDefault(name, new ArrayList<>());
    }

    /** Where a topic is; null where it is not placed. */
    public @Nullable Long place(String name) {
        return offsets.get(name);
    }

    /** What a topic was placed with. */
    public @Nullable StoredPublication newest(String name) {
        return newest.get(name);
    }

    public List<String> forgotten() {
        return forgotten;
    }

    public List<String> epochs() {
        return epochs;
    }

    public List<String> lost() {
        return lost;
    }
}
