package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.slf4j.LoggerFactory;

/** Hears of every buffer of Netty that was dropped without being given back while it watched. */
final class LeakWatch implements AutoCloseable {
    private static final int ROUNDS = 3;

    private final Logger log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    LeakWatch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        log.addAppender(reports);
    }

    /** Looks at one buffer of 128 only: for tests that make so many that a look at every use of each takes minutes. */
    void sample() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    }

    /** A leak is seen when its buffer was collected and another one is made. */
    void requireNone() {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
            ByteBufAllocator.DEFAULT.heapBuffer(16).release();
        }
        assertThat(reports.list).as("leaks").isEmpty();
    }

    @Override
    public void close() {
        log.detachAppender(reports);
        ResourceLeakDetector.setLevel(before);
    }
}
