package io.tickgate.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Writes lines on a thread of its own: whoever logs, an event loop above all, never waits for a terminal that is paused, a
 * pipe that nobody reads or a disk that is full.
 *
 * <p><b>Bound:</b> {@code logging.queue-lines}; what comes above that is lost, counted, and told of in a line when there is
 * room again.
 */
final class AsyncLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int BUFFER_BYTES = 8 << 10;
    private static final long IDLE_MILLIS = 1_000;
    /** For what is queued when the process ends: a target that takes nothing must not keep it. */
    private static final long STOP_MILLIS_MAX = 1_000;

    private final Encoder<ILoggingEvent> encoder;
    private final OutputStream target;
    private final Repetition repetition;
    private final LongSupplier nanoTime;
    private final BlockingQueue<ILoggingEvent> queue;
    private final AtomicLong dropped = new AtomicLong();
    private long droppedTold;
    private volatile boolean stopping;
    private @Nullable Thread writer;

    /**
     * @param target is not closed
     * @param queueLines that may wait
     */
    AsyncLines(
            Encoder<ILoggingEvent> encoder,
            OutputStream target,
            int queueLines,
            Repetition repetition,
            LongSupplier nanoTime) {
        this.encoder = encoder;
        this.target = new BufferedOutputStream(target, BUFFER_BYTES);
        this.queue = new ArrayBlockingQueue<>(queueLines);
        this.repetition = repetition;
        this.nanoTime = nanoTime;
    }

    /** Lines that are lost. Any thread. */
    long droppedLines() {
        return dropped.get();
    }

    @Override
    public void start() {
        Thread thread = new Thread(this::write, "gateway-log");
        thread.setDaemon(true);
        writer = thread;
        super.start();
        thread.start();
    }

    /** Any thread. */
    @Override
    protected void append(ILoggingEvent event) {
        if (repetition.admits(event, nanoTime.getAsLong())) {
            event.prepareForDeferredProcessing();
            if (!queue.offer(event)) {
                dropped.incrementAndGet();
            }
        }
    }

    /** Writes what is queued, for as long as that goes on within a second. */
    @Override
    public void stop() {
        super.stop();
        stopping = true;
        Thread thread = writer;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(STOP_MILLIS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        while (!stopping) {
            try {
                ILoggingEvent event = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    writeLine(event);
                }
                writeHeld(repetition.takeHeld(nanoTime.getAsLong()));
                flushIfIdle();
            } catch (InterruptedException e) {
                // Somebody wants the end, and says so by the flag.
            }
        }
        for (ILoggingEvent event = queue.poll(); event != null; event = queue.poll()) {
            writeLine(event);
        }
        writeHeld(repetition.takeAllHeld(nanoTime.getAsLong()));
        flushIfIdle();
    }

    private void writeLine(ILoggingEvent event) {
        try {
            target.write(encoder.encode(event));
        } catch (IOException e) {
            dropped.incrementAndGet();
        }
    }

    private void writeHeld(List<Repetition.Held> all) {
        for (Repetition.Held held : all) {
            Repetition.Kind kind = held.kind();
            writeLine(own(
                    kind.logger(),
                    Level.toLevel(kind.level()),
                    kind.message() + " (more of them)",
                    "repeated",
                    held.count()));
        }
    }

    private void flushIfIdle() {
        if (!queue.isEmpty()) {
            return;
        }
        long lost = dropped.get();
        if (flush() && lost > droppedTold) {
            writeLine(own(
                    AsyncLines.class.getName(),
                    Level.WARN,
                    "lines were lost because nobody took them in time",
                    "lost",
                    lost - droppedTold));
            droppedTold = lost;
            flush();
        }
    }

    /** @return false where nobody takes anything: then what is there is kept, and nothing is said about it */
    private boolean flush() {
        try {
            target.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static LoggingEvent own(String logger, Level level, String message, String key, Object value) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setMessage(message);
        event.setThreadName(Thread.currentThread().getName());
        event.setInstant(Instant.now());
        event.setKeyValuePairs(List.of(new KeyValuePair(key, value)));
        return event;
    }
}
