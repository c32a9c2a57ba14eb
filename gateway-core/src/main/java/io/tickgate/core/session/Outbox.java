package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one session, in order: whole frames or joined whole frames, each shared with every other session that
 * waits for the same bytes, and replays out of a history. It tells {@link SlowReaders} what is kept for it.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> that of {@link SendQueue}.
 */
final class Outbox {
    /** What one entry costs beside its bytes: the entry, its slot, and the socket's own bookkeeping. */
    static final int ENTRY_BYTES = 64;

    /** What one frame of a replay costs, whose bytes a history keeps anyway: its place in a list. */
    static final int KEPT_FRAME_BYTES = 32;

    private sealed interface Item permits Entry, KeptFrames {}

    /**
     * Bytes that are held.
     *
     * @param from how much of them was sent before
     */
    record Entry(SharedBytes bytes, int from) implements Item {
        int length() {
            return bytes.length() - from;
        }

        /** How far it sets the session back; what a history keeps does not. */
        int lag() {
            return ENTRY_BYTES + (bytes.isKeptAnyway() ? 0 : length());
        }

        /** How much of that the client asked for itself. */
        int asked() {
            return bytes.isAskedFor() ? length() : 0;
        }
    }

    /** The rest of a replay: frames from {@code next} on, each with a reference that is owned here. */
    private static final class KeptFrames implements Item {
        private final List<Replay.Frame> frames;
        private int next;

        KeptFrames(List<Replay.Frame> frames) {
            this.frames = frames;
        }

        int count() {
            return frames.size() - next;
        }

        ByteBuf first() {
            return frames.get(next).bytes();
        }
    }

    private final SlowReaders slowReaders;
    private final ArrayDeque<Item> items = new ArrayDeque<>(0);
    private long lag;
    private long asked;

    Outbox(SlowReaders slowReaders) {
        this.slowReaders = slowReaders;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** How far what waits here sets the session back, in bytes. */
    long lag() {
        return lag;
    }

    /** How much of {@link #lag} is there because the client asked for it. */
    long asked() {
        return asked;
    }

    /** Holds {@code bytes} until {@link #letGo}. */
    void add(SharedBytes bytes, int from) {
        add(hold(bytes, from));
    }

    /** Takes an entry that {@link #poll} gave, from this outbox or another. */
    void add(Entry entry) {
        items.addLast(entry);
        lag += entry.lag();
        asked += entry.asked();
    }

    /** @param frames not empty; takes over the reference to each */
    void addKept(List<Replay.Frame> frames) {
        items.addLast(new KeptFrames(frames));
        change((long) frames.size() * KEPT_FRAME_BYTES);
    }

    /** Everything that waits here waits behind what is in {@code other} from now on. */
    void moveTo(Outbox other) {
        other.items.addAll(items);
        other.lag += lag;
        other.asked += asked;
        items.clear();
        lag = 0;
        asked = 0;
    }

    /** @return the oldest, which is taken out and still held; null when there is none */
    @Nullable
    Entry poll() {
        Item first = items.peekFirst();
        if (first instanceof KeptFrames kept) {
            ByteBuf frame = takeFirst(kept);
            Entry entry = hold(SharedBytes.keptAnyway(frame), 0);
            frame.release();
            return entry;
        }
        Entry entry = (Entry) items.pollFirst();
        if (entry != null) {
            lag -= entry.lag();
            asked -= entry.asked();
        }
        return entry;
    }

    /** Gives an entry up that {@link #poll} gave. */
    void letGo(Entry entry) {
        slowReaders.add(-(entry.bytes().letGo() + ENTRY_BYTES));
    }

    /** Gives up everything. */
    void clear() {
        for (Entry entry = poll(); entry != null; entry = poll()) {
            letGo(entry);
        }
    }

    /** Appends what waits to {@code to}, as many frames as fit whole. They stay. */
    void copyTo(ByteBuf to) {
        for (Item item : items) {
            if (item instanceof Entry entry) {
                if (entry.length() > to.writableBytes()) {
                    return;
                }
                entry.bytes().copyTo(to, entry.from());
            } else if (item instanceof KeptFrames kept) {
                for (int i = kept.next; i < kept.frames.size(); i++) {
                    ByteBuf frame = kept.frames.get(i).bytes();
                    if (frame.readableBytes() > to.writableBytes()) {
                        return;
                    }
                    to.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
                }
            }
        }
    }

    /** Gives up the first {@code count} bytes, which were sent. */
    void skip(int count) {
        int left = count;
        while (left > 0) {
            if (items.peekFirst() instanceof KeptFrames kept && kept.first().readableBytes() <= left) {
                ByteBuf frame = takeFirst(kept);
                left -= frame.readableBytes();
                frame.release();
                continue;
            }
            Entry entry = poll();
            if (entry == null) {
                throw new IllegalStateException("more was sent than waited");
            }
            if (entry.length() <= left) {
                left -= entry.length();
                letGo(entry);
            } else {
                Entry rest = new Entry(entry.bytes(), entry.from() + left);
                items.addFirst(rest);
                lag += rest.lag();
                asked += rest.asked();
                left = 0;
            }
        }
    }

    private ByteBuf takeFirst(KeptFrames kept) {
        ByteBuf frame = kept.first();
        kept.next++;
        if (kept.count() == 0) {
            items.removeFirst();
        }
        change(-KEPT_FRAME_BYTES);
        return frame;
    }

    /** An entry that is held and stands in no outbox yet. */
    Entry hold(SharedBytes bytes, int from) {
        slowReaders.add(bytes.hold() + ENTRY_BYTES);
        return new Entry(bytes, from);
    }

    private void change(long keptBytes) {
        lag += keptBytes;
        slowReaders.add(keptBytes);
    }
}
