package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;
import java.util.List;
import java.util.function.Predicate;

/** A replay: frames out of a history, from {@code next} on, each with a reference that is owned here. */
final class KeptFrames implements Waiting {
    private final Backlog backlog;
    private final Topic topic;
    private final List<Replay.Frame> frames;
    private int next;

    /** @param frames not empty; takes over the reference to each */
    KeptFrames(Backlog backlog, Topic topic, List<Replay.Frame> frames) {
        this.backlog = backlog;
        this.topic = topic;
        this.frames = frames;
        backlog.keep(frames.size());
    }

    Topic topic() {
        return topic;
    }

    private ByteBuf first() {
        return frames.get(next).bytes();
    }

    private ByteBuf takeFirst() {
        backlog.keep(-1);
        return frames.get(next++).bytes();
    }

    @Override
    public boolean isEmpty() {
        return next == frames.size();
    }

    @Override
    public int length() {
        return frames.subList(next, frames.size()).stream()
                .mapToInt(frame -> frame.bytes().readableBytes())
                .sum();
    }

    @Override
    public int firstLength() {
        return first().readableBytes();
    }

    @Override
    public boolean copyTo(ByteBuf to) {
        for (int i = next; i < frames.size(); i++) {
            ByteBuf frame = frames.get(i).bytes();
            if (frame.readableBytes() > to.writableBytes()) {
                return false;
            }
            to.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        }
        return true;
    }

    @Override
    public void dropFirst() {
        takeFirst().release();
    }

    @Override
    public SharedRun take(int bytesMax) {
        ByteBuf frame = takeFirst();
        SharedRun run = SharedRun.firm(backlog, SharedBytes.keptAnyway(frame), topic);
        frame.release();
        return run;
    }

    /** A replay is what the client was told that it gets. */
    @Override
    public boolean loseFirst(Losses losses) {
        return false;
    }

    @Override
    public void sort(Predicate<Topic> wanted, Outbox yes, Outbox no) {
        (wanted.test(topic) ? yes : no).add(this);
    }

    @Override
    public void clear() {
        while (!isEmpty()) {
            dropFirst();
        }
    }
}
