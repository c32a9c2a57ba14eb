package io.tickgate.bench.memory;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.session.Connection;
import io.tickgate.core.session.Peer;
import io.tickgate.core.session.Session;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A socket that takes every byte at once and forgets it. */
public final class MemoryConnection implements Connection {
    private final EventExecutor loop;
    private @Nullable Session session;
    private Runnable whenWritten = () -> {};
    private long takenBytes;
    private boolean closed;

    MemoryConnection(EventExecutor loop) {
        this.loop = loop;
    }

    void join(Session newSession) {
        session = newSession;
    }

    /** Bytes that were sent so far. */
    public long takenBytes() {
        return takenBytes;
    }

    @Override
    public Peer peer() {
        return Peer.at(InetAddress.getLoopbackAddress());
    }

    @Override
    public long sentBytes() {
        return takenBytes;
    }

    @Override
    public boolean hasPending() {
        return closed;
    }

    @Override
    public boolean isWritable() {
        return !closed;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public long progress() {
        return takenBytes;
    }

    @Override
    public int trySend(ByteBuf frames) {
        int count = frames.readableBytes();
        takenBytes += count;
        return count;
    }

    @Override
    public void whenWritten(Runnable task) {
        whenWritten = task;
    }

    @Override
    public void write(ByteBuf frame) {
        takenBytes += frame.readableBytes();
        frame.release();
        whenWritten.run();
    }

    @Override
    public void flush() {}

    @Override
    public void setReading(boolean reading) {}

    @Override
    public void finish() {
        closeNow();
    }

    @Override
    public void closeAfterWrites() {
        closeNow();
    }

    @Override
    public void closeNow() {
        if (!closed) {
            closed = true;
            // The session hears of its end in a task of its own, as from a channel.
            loop.execute(() -> {
                if (session != null) {
                    session.onClosed();
                }
            });
        }
    }
}
