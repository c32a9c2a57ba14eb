package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session's answers in the order of its commands, while the commands themselves may finish in any order on other
 * loops.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> the session stops reading at {@code limits.max-pending-commands}.
 */
final class Answers {
    private final Consumer<ByteBuf> out;
    private ArrayDeque<Slot> open = Lazily.emptyQueue();
    private @Nullable Runnable whenOut;

    /** @param out takes over each answer's frame, in order */
    Answers(Consumer<ByteBuf> out) {
        this.out = out;
    }

    /** The place of one command's answer. */
    static final class Slot {
        private @Nullable ByteBuf frame;
    }

    /** Reserves the next place. */
    Slot reserve() {
        Slot slot = new Slot();
        open = Lazily.writable(open);
        open.addLast(slot);
        return slot;
    }

    /** Fills a place; takes over the reference. Everything that is complete up to the first open place goes out. */
    void complete(Slot slot, ByteBuf frame) {
        slot.frame = frame;
        for (Slot first = open.peekFirst(); first != null && first.frame != null; first = open.peekFirst()) {
            open.removeFirst();
            out.accept(first.frame);
        }
        Runnable task = whenOut;
        if (task != null && open.isEmpty()) {
            whenOut = null;
            task.run();
        }
    }

    /** Runs {@code task} as soon as every answer is out: at once when none is missing. One task at a time. */
    void whenOut(Runnable task) {
        if (open.isEmpty()) {
            task.run();
        } else {
            whenOut = task;
        }
    }

    /** Answers a command that is done already. Takes over the reference. */
    void add(ByteBuf frame) {
        if (open.isEmpty()) {
            out.accept(frame);
        } else {
            reserve().frame = frame;
        }
    }

    int pending() {
        return open.size();
    }

    void release() {
        for (Slot slot : open) {
            if (slot.frame != null) {
                slot.frame.release();
            }
        }
        open.clear();
        whenOut = null;
    }
}
