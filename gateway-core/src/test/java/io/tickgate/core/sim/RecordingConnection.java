package io.tickgate.core.sim;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.session.Connection;
import io.tickgate.core.session.Peer;
import io.tickgate.core.session.Session;
import java.net.InetAddress;
import java.util.ArrayDeque;

/**
 * A socket in memory with a buffer in front of it, which behaves as Netty's channel does: unflushed bytes count as
 * pending, the session hears of writability in the middle of a flush, a closed connection swallows what is written, and
 * its end is told in a task of its own.
 */
public final class RecordingConnection implements Connection {
    /** Marks of writability; Netty's are 64 and 32 KiB. */
    private static final int HIGH_BYTES = 1024;

    private static final int LOW_BYTES = 512;

    private final ManualLoop loop;
    private final Runnable beforeIo;
    private final ReceivedFrames received;
    private final ArrayDeque<ByteBuf> pending = new ArrayDeque<>();
    private InetAddress clientAddress = InetAddress.getLoopbackAddress();
    private Session session;
    private Runnable whenClosed = () -> {};
    private Runnable whenWritten = () -> {};
    private Runnable whenReading = () -> {};
    private boolean direct = true;
    private long acceptBytes = Long.MAX_VALUE;
    private int acceptBytesPerCall = Integer.MAX_VALUE;
    private long pendingBytes;
    private long takenBytes;
    private long directSends;
    private int unflushed;
    private boolean writable = true;
    private boolean reading = true;
    private boolean flushing;
    private boolean closed;
    private boolean closeWhenSent;
    private boolean finished;

    /** @param beforeIo runs before every call that touches the socket */
    public RecordingConnection(ManualLoop loop, Runnable beforeIo, ReceivedFrames received) {
        this.loop = loop;
        this.beforeIo = beforeIo;
        this.received = received;
    }

    /** @param whenClosed runs after the session has heard of its end */
    public void join(Session newSession, Runnable whenClosed) {
        this.session = newSession;
        this.whenClosed = whenClosed;
    }

    /** @param newWhenReading runs in a task of its own when reading goes on */
    public void whenReading(Runnable newWhenReading) {
        this.whenReading = newWhenReading;
    }

    /** All clients are neighbours, unless a test says otherwise before the first command. */
    public void comesFrom(InetAddress address) {
        clientAddress = address;
    }

    @Override
    public Peer peer() {
        return Peer.at(clientAddress);
    }

    @Override
    public long sentBytes() {
        return takenBytes;
    }

    /** As a TLS connection, which has no direct way out. */
    public void onlyQueued() {
        direct = false;
    }

    /** The socket takes {@code bytes} more and then nothing; each call at most {@code bytesPerCall}. */
    public void accept(long bytes, int bytesPerCall) {
        acceptBytes = bytes;
        acceptBytesPerCall = bytesPerCall;
        writeOut();
    }

    public void acceptNothing() {
        accept(0, Integer.MAX_VALUE);
    }

    public void acceptAll() {
        accept(Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    public ReceivedFrames received() {
        return received;
    }

    public boolean isReading() {
        return reading && !closed;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Whether this side was ended, with the other still open. */
    public boolean isFinished() {
        return finished;
    }

    @Override
    public boolean hasPending() {
        assert loop.inEventLoop();
        return closed || pendingBytes > 0;
    }

    @Override
    public boolean isWritable() {
        return !closed && writable;
    }

    @Override
    public boolean isDirect() {
        return direct;
    }

    @Override
    public long progress() {
        return takenBytes;
    }

    @Override
    public int trySend(ByteBuf frames) {
        assert loop.inEventLoop();
        beforeIo.run();
        if (closed || !direct) {
            return 0;
        }
        if (pendingBytes > 0) {
            throw new AssertionError("sent past what is pending");
        }
        directSends++;
        return take(frames, frames.readerIndex(), frames.readableBytes());
    }

    /** How often the direct way out was taken. */
    public long directSends() {
        return directSends;
    }

    @Override
    public void whenWritten(Runnable task) {
        whenWritten = task;
    }

    @Override
    public void write(ByteBuf frame) {
        assert loop.inEventLoop();
        if (closed) {
            frame.release();
            whenWritten.run();
            return;
        }
        pending.addLast(frame);
        pendingBytes += frame.readableBytes();
        unflushed++;
        if (pendingBytes > HIGH_BYTES) {
            writable = false;
        }
    }

    @Override
    public void flush() {
        assert loop.inEventLoop();
        beforeIo.run();
        unflushed = 0;
        writeOut();
    }

    private void writeOut() {
        if (flushing) {
            return;
        }
        flushing = true;
        while (!closed && pending.size() > unflushed) {
            ByteBuf first = pending.peekFirst();
            int taken = take(first, first.readerIndex(), first.readableBytes());
            first.skipBytes(taken);
            pendingBytes -= taken;
            if (first.isReadable()) {
                break;
            }
            pending.removeFirst().release();
            whenWritten.run();
            if (!writable && pendingBytes < LOW_BYTES) {
                writable = true;
                session.onWritable();
            }
        }
        flushing = false;
        if (closeWhenSent && pending.isEmpty()) {
            closeNow();
        }
    }

    private int take(ByteBuf frames, int index, int length) {
        int count = (int) Math.min(Math.min(length, acceptBytes), acceptBytesPerCall);
        acceptBytes -= acceptBytes == Long.MAX_VALUE ? 0 : count;
        takenBytes += count;
        received.add(frames, index, count);
        return count;
    }

    @Override
    public void setReading(boolean reading) {
        assert loop.inEventLoop();
        boolean resumed = reading && !this.reading;
        this.reading = reading;
        if (resumed) {
            loop.execute(whenReading);
        }
    }

    @Override
    public void finish() {
        finished = true;
        flush();
    }

    @Override
    public void closeAfterWrites() {
        closeWhenSent = true;
        flush();
    }

    @Override
    public void closeNow() {
        if (!closed) {
            closed = true;
            pendingBytes = 0;
            while (!pending.isEmpty()) {
                pending.removeFirst().release();
                whenWritten.run();
            }
            loop.execute(() -> {
                session.onClosed();
                whenClosed.run();
            });
        }
    }
}
