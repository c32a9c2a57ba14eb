package io.tickgate.core;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One question to every event loop, which each answers when it comes to it: who does not answer is stuck, or has far too much
 * to do. It costs each loop one task, so one question at a time is enough.
 *
 * <p>Any thread.
 */
public final class LoopProbe {
    private static final int FRAMES_SHOWN = 12;

    private final Set<EventExecutor> silent = ConcurrentHashMap.newKeySet();

    /** Asks. */
    LoopProbe(List<EventExecutor> loops) {
        silent.addAll(loops);
        loops.forEach(this::ask);
    }

    private void ask(EventExecutor loop) {
        try {
            loop.execute(() -> silent.remove(loop));
        } catch (RejectedExecutionException e) {
            // A loop that has ended does not answer, and that is right.
            return;
        }
    }

    /** Whether every loop has answered. */
    public boolean isAnswered() {
        return silent.isEmpty();
    }

    /** The threads that have not answered, each with what it is doing, for the log. */
    public String silentThreads() {
        return silent.stream().map(LoopProbe::describe).collect(Collectors.joining("\n"));
    }

    private static String describe(EventExecutor loop) {
        if (loop instanceof SingleThreadEventExecutor executor && !executor.isShutdown()) {
            return executor.threadProperties().name()
                    + Stream.of(executor.threadProperties().stackTrace())
                            .limit(FRAMES_SHOWN)
                            .map(frame -> "\n    at " + frame)
                            .collect(Collectors.joining());
        }
        return loop.toString();
    }
}
