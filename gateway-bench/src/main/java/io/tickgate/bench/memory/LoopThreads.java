package io.tickgate.bench.memory;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** JMH's threads, of the kind that event loops have: Netty pools buffers and their wrappers on these alone. */
public final class LoopThreads extends ThreadPoolExecutor {
    /** As JMH calls it. */
    public LoopThreads(int threadCount, String prefix) {
        super(
                threadCount,
                threadCount,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(prefix, true));
    }

    /** What makes a fork use them. */
    public static String[] jvmArguments() {
        return new String[] {"-Djmh.executor=CUSTOM", "-Djmh.executor.class=" + LoopThreads.class.getName()};
    }
}
