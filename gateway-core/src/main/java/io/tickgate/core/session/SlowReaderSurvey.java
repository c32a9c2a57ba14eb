package io.tickgate.core.session;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks every event loop for the readers that are furthest behind. Any thread.
 *
 * <p><b>Cost:</b> one look at each session that is behind; at most {@code count} of each loop are told.
 */
public final class SlowReaderSurvey {
    private final List<SessionServices> loops;

    /** @param loops of each event loop */
    public SlowReaderSurvey(List<SessionServices> loops) {
        this.loops = loops;
    }

    /**
     * Finds the worst.
     *
     * @param count how many at most
     * @param replyOn where {@code reply} runs
     * @param reply gets them, the worst first
     */
    public void worst(int count, EventExecutor replyOn, Consumer<List<SlowReader>> reply) {
        Collector collector = new Collector(count, loops.size(), reply);
        for (SessionServices loop : loops) {
            loop.shard().execute(() -> {
                List<SlowReader> found =
                        loop.slowReaders().worst(count, loop.clock().nanoTime());
                replyOn.execute(() -> collector.add(found));
            });
        }
    }

    /** What the loops have answered. <b>Owner:</b> the loop that asked. */
    private static final class Collector {
        private final int count;
        private final Consumer<List<SlowReader>> reply;
        private final List<SlowReader> all = new ArrayList<>();
        private int missing;

        Collector(int count, int missing, Consumer<List<SlowReader>> reply) {
            this.count = count;
            this.missing = missing;
            this.reply = reply;
        }

        private void add(List<SlowReader> found) {
            all.addAll(found);
            missing--;
            if (missing == 0) {
                all.sort(Comparator.comparingLong(SlowReader::lagBytes).reversed());
                reply.accept(List.copyOf(all.subList(0, Math.min(count, all.size()))));
            }
        }
    }
}
