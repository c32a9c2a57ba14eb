package io.tickgate.core.broadcast;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Begins anew with the offsets of some topics, under another epoch, so that no subscriber gets anything of it before it is
 * told: all homes forget where the topics are and answer nobody; then all shards tell their subscribers, who ask where they
 * enter and hold what comes until they know; then the homes answer. Whatever a home had handed to a shard before is there
 * before the shard tells anybody.
 *
 * <p>Any thread. Several may overlap: homes answer when the last one is over.
 */
final class Restarts {
    private final List<Shard> shards;
    private final ReplicaHome[] homes;
    private final AppliedListeners modules;
    private final AtomicLong count = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    Restarts(List<Shard> shards, ReplicaHome[] homes, AppliedListeners modules) {
        this.shards = shards;
        this.homes = homes;
        this.modules = modules;
    }

    /** How many there were. */
    long count() {
        return count.get();
    }

    /** Whether one is under way: homes have forgotten where topics are, or are about to, and not every subscriber knows. */
    boolean isUnderWay() {
        return open.get() > 0;
    }

    /**
     * What homes are handed after this call comes behind the end of the old epoch.
     *
     * @param affected which topics
     * @param alone whether families that may do without the backbone do so from then on; null where nothing changes in that
     * @param epochs tells the new epoch, between the topics' last offset of the old one and their first of the new one
     */
    void begin(Predicate<Topic> affected, @Nullable Boolean alone, Runnable epochs) {
        count.incrementAndGet();
        open.incrementAndGet();
        everywhere(shard -> homes[shard.index()].suspend(affected, alone), () -> {
            epochs.run();
            modules.restarted(affected);
            tell(affected);
        });
    }

    private void tell(Predicate<Topic> affected) {
        everywhere(shard -> shard.restart(affected), () -> resume(affected));
    }

    private void resume(Predicate<Topic> affected) {
        everywhere(shard -> homes[shard.index()].resume(), () -> {
            open.decrementAndGet();
            modules.followAgain(affected);
        });
    }

    /** Runs {@code task} on every shard, and {@code then} on the last of them. */
    private void everywhere(Consumer<Shard> task, Runnable then) {
        AtomicInteger missing = new AtomicInteger(shards.size());
        for (Shard shard : shards) {
            shard.loop().execute(() -> {
                try {
                    task.accept(shard);
                } finally {
                    if (missing.decrementAndGet() == 0) {
                        then.run();
                    }
                }
            });
        }
    }
}
