package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Gives a session's connection what it takes, out of {@link Lanes} or past them, and knows what of it is not passed on.
 *
 * <p>A connection with a direct way is given no more than its socket takes and the frame that it has begun, so that what is
 * urgent need not wait for more than that.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class ConnectionWriter {
    /** What a connection without a direct way is given at once: enough for one TLS record. */
    private static final int WRITE_BYTES = 16 << 10;

    private final Session session;
    private final Connection connection;
    private final Runnable whenPassed;
    private final ShardCounters counters;
    /** What the connection was given and has not passed on. */
    private ArrayDeque<SharedRun> written = Lazily.emptyQueue();

    private boolean full;

    /** @param whenPassed runs whenever something was passed on, which counts no more then */
    ConnectionWriter(Session session, Connection connection, Runnable whenPassed, ShardCounters counters) {
        this.session = session;
        this.connection = connection;
        this.whenPassed = whenPassed;
        this.counters = counters;
        connection.whenWritten(this::onWritten);
    }

    /** Whether the socket did not take everything, and has not done so since. */
    boolean isFull() {
        return full;
    }

    /** Everything was passed on. */
    void onEmpty() {
        full = false;
    }

    /** To the connection, behind what it has. Takes over the run. */
    void write(SharedRun run) {
        session.onQueued();
        written = Lazily.writable(written);
        written.addLast(run);
        counters.add(Counter.SENT_BYTES, run.length());
        connection.write(run.slice());
    }

    /** The rest of a frame that the full socket has begun, or the next one: the connection says when it is passed on. */
    void writeBegun(SharedRun begun) {
        full = true;
        write(begun);
    }

    private void onWritten() {
        SharedRun run = written.pollFirst();
        if (run != null) {
            run.clear();
            whenPassed.run();
        }
    }

    /**
     * Sends one buffer full of the line whose turn it is the direct way, and gives the connection what it must pass on first.
     *
     * @param scratch any buffer that may be filled and sent within this call
     * @return whether something must be flushed
     */
    boolean sendJoined(Lanes lanes, ByteBuf scratch) {
        Outbox line = lanes.next();
        if (line == null) {
            return false;
        }
        int capacity = scratch.capacity();
        int room = Math.min(capacity, Math.max(line.firstLength(), lanes.shareOf(line, capacity)));
        scratch.setIndex(capacity - room, capacity - room);
        line.copyTo(scratch);
        int joined = scratch.readableBytes();
        int sent = joined == 0 ? 0 : connection.trySend(scratch);
        counters.add(Counter.SENT_BYTES, sent);
        SharedRun begun = sent == 0 ? null : line.skip(sent);
        lanes.onSent(line, sent);
        if (begun != null) {
            writeBegun(begun);
            return true;
        }
        // Where all of it was taken, more may be; where a frame is longer than the buffer, only the connection takes
        // it.
        return (sent < joined || joined == 0) && writeNext(lanes);
    }

    private boolean writeNext(Lanes lanes) {
        SharedRun frame = take(lanes, 1);
        if (frame != null) {
            writeBegun(frame);
        }
        return frame != null;
    }

    private static @Nullable SharedRun take(Lanes lanes, int bytesMax) {
        Outbox line = lanes.next();
        SharedRun taken = line == null ? null : line.take(Math.min(bytesMax, lanes.shareOf(line, bytesMax)));
        if (line != null && taken != null) {
            lanes.onSent(line, taken.length());
        }
        return taken;
    }

    /** Gives the connection as much as it has room for. @return whether something must be flushed */
    boolean writeSome(Lanes lanes) {
        boolean any = false;
        while (connection.isWritable()) {
            SharedRun run = take(lanes, WRITE_BYTES);
            if (run == null) {
                break;
            }
            write(run);
            any = true;
        }
        return any;
    }

    /** Gives up what the connection was given; to be called when it is closed next. */
    void abandon() {
        written.forEach(SharedRun::clear);
        written.clear();
    }
}
