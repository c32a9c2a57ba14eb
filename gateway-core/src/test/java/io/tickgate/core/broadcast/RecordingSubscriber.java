package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.FrameKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A subscriber that writes down what reaches it, by the direct way and by the queue. */
final class RecordingSubscriber extends Subscriber {
    private final Shard shard;
    private final FrameKind kind;
    private final Socket socket;
    private final StringBuilder bytes;
    private boolean behind;
    private int queuedCount;
    private int flushes;
    private int lastQueuedCapacity;
    private final List<SharedBytes> kept = new ArrayList<>();
    private long keptBytes;

    RecordingSubscriber(Shard shard, FrameKind kind) {
        this(shard, kind, new Socket());
    }

    private RecordingSubscriber(Shard shard, FrameKind kind, Socket socket) {
        super(socket);
        this.socket = socket;
        this.bytes = socket.bytes;
        this.shard = shard;
        this.kind = kind;
    }

    void accept(int count) {
        socket.acceptBytes = count;
    }

    /** @param newBeforeSend runs whenever the socket is handed something */
    void beforeSend(Runnable newBeforeSend) {
        socket.beforeSend = newBeforeSend;
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

    /** The memory that this one was the first to keep. */
    long keptBytes() {
        return keptBytes;
    }

    /** Gives up what was queued. */
    void letGo() {
        kept.forEach(SharedBytes::letGo);
        kept.clear();
    }

    /** Takes a number of bytes, then no more. */
    private static final class Socket implements DirectWay {
        private final StringBuilder bytes = new StringBuilder();
        private int acceptBytes = Integer.MAX_VALUE;
        private Runnable beforeSend = () -> {};

        @Override
        public int trySend(ByteBuf frames) {
            beforeSend.run();
            int count = Math.min(acceptBytes, frames.readableBytes());
            acceptBytes -= count;
            bytes.append(frames.toString(frames.readerIndex(), count, StandardCharsets.US_ASCII));
            return count;
        }
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
    protected void queue(SharedBytes frames, int from) {
        behind = true;
        mayWait();
        queuedCount++;
        keptBytes += frames.hold();
        kept.add(frames);
        ByteBuf slice = frames.slice(from, frames.length());
        bytes.append(slice.toString(StandardCharsets.US_ASCII));
        ByteBuf root = slice;
        while (root.unwrap() != null) {
            root = root.unwrap();
        }
        lastQueuedCapacity = root.capacity();
        slice.release();
    }

    @Override
    protected void deliver(Topic topic, long offset, SharedBytes frame) {
        queue(frame, 0);
    }

    @Override
    protected void tell(Topic topic, long from, long to, SharedBytes frame) {
        queue(frame, 0);
    }

    @Override
    protected void flush() {
        flushes++;
    }
}
