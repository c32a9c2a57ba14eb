package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.FrameKind;
import java.nio.charset.StandardCharsets;

/** A subscriber that writes down what reaches it, by the direct way and by the queue. */
final class RecordingSubscriber extends Subscriber {
    private final Shard shard;
    private final FrameKind kind;
    private final StringBuilder bytes = new StringBuilder();
    private int acceptBytes = Integer.MAX_VALUE;
    private boolean behind;
    private int queuedCount;
    private int flushes;
    private int lastQueuedCapacity;

    RecordingSubscriber(Shard shard, FrameKind kind) {
        this.shard = shard;
        this.kind = kind;
    }

    void accept(int count) {
        acceptBytes = count;
    }

    String bytes() {
        return bytes.toString();
    }

    int queuedCount() {
        return queuedCount;
    }

    int flushes() {
        return flushes;
    }

    /** How much memory the buffer that was queued last keeps alive. */
    int lastQueuedCapacity() {
        return lastQueuedCapacity;
    }

    @Override
    protected FrameKind kind() {
        return kind;
    }

    @Override
    protected Shard shard() {
        return shard;
    }

    @Override
    protected boolean holds(Topic topic) {
        return true;
    }

    @Override
    protected boolean isBehind() {
        return behind;
    }

    @Override
    protected int trySend(ByteBuf frames) {
        int count = Math.min(acceptBytes, frames.readableBytes());
        acceptBytes -= count;
        bytes.append(frames.toString(frames.readerIndex(), count, StandardCharsets.US_ASCII));
        return count;
    }

    @Override
    protected void queue(ByteBuf frames) {
        behind = true;
        queuedCount++;
        bytes.append(frames.toString(StandardCharsets.US_ASCII));
        ByteBuf root = frames;
        while (root.unwrap() != null) {
            root = root.unwrap();
        }
        lastQueuedCapacity = root.capacity();
        frames.release();
    }

    @Override
    protected void deliver(Topic topic, long offset, ByteBuf frame) {
        queue(frame.retainedDuplicate());
    }

    @Override
    protected void flush() {
        flushes++;
    }
}
