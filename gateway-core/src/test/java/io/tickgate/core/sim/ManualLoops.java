package io.tickgate.core.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Several loops on one thread, interleaved by a seeded random.
 *
 * <p>Loops change over between tasks, and also <i>within</i> one: at every point that calls {@link #mayPreempt} (a clock
 * is read, a task is handed over, a socket is touched) other loops may run whole tasks of theirs, as they would on other
 * threads. So what one loop publishes to others by a volatile is seen half done, too.
 */
public final class ManualLoops {
    private static final int DEPTH_MAX = 3;

    private final List<ManualLoop> loops = new ArrayList<>();
    private final ArrayDeque<ManualLoop> running = new ArrayDeque<>();
    private final Random random;
    private final boolean preempting;

    /** @param preempting whether loops change over within tasks as well */
    public ManualLoops(int count, long seed, boolean preempting) {
        this.random = new Random(seed);
        this.preempting = preempting;
        for (int i = 0; i < count; i++) {
            loops.add(new ManualLoop(this));
        }
    }

    public List<ManualLoop> all() {
        return loops;
    }

    @Nullable
    ManualLoop current() {
        return running.peekLast();
    }

    /** Lets other loops go first, sometimes. */
    void mayPreempt() {
        if (preempting && !running.isEmpty() && running.size() < DEPTH_MAX && random.nextInt(6) == 0) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                runOne();
            }
        }
    }

    /** Runs one task of a loop that is not in the middle of one. @return false when there is none */
    public boolean runOne() {
        int start = random.nextInt(loops.size());
        for (int i = 0; i < loops.size(); i++) {
            ManualLoop loop = loops.get((start + i) % loops.size());
            if (loop.hasTasks() && !running.contains(loop)) {
                runAs(loop, loop.nextTask());
                return true;
            }
        }
        return false;
    }

    /** Lets that much time pass for what is scheduled, and makes tasks of what is due; the clock is the caller's. */
    public void advance(Duration duration) {
        loops.forEach(loop -> loop.advance(duration.toNanos()));
    }

    /** Runs everything that waits, and what comes of it. */
    public void runAll() {
        for (int i = 0; runOne(); i++) {
            if (i > 1_000_000) {
                throw new AssertionError("the loops never come to rest");
            }
        }
    }

    /** Runs {@code task} now, as a task of {@code loop}. */
    public void runAs(ManualLoop loop, Runnable task) {
        running.addLast(loop);
        try {
            task.run();
        } finally {
            running.removeLast();
        }
    }
}
