package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Topic;
import java.util.function.Predicate;

/**
 * Whole frames that stand in an {@link Outbox} and leave it from the front.
 *
 * <p><b>Owner:</b> the session's loop. Whatever it keeps is in the session's {@link Backlog}.
 */
sealed interface Waiting permits SharedRun, KeptFrames, TopicCell {
    /** Whether all of it has left. */
    boolean isEmpty();

    /** Bytes of all of it, without words about what was left out that are not made yet. */
    int length();

    /** Bytes of the frame in front. */
    int firstLength();

    /** Appends whole frames to {@code to} while they fit; they stay. @return whether all did */
    boolean copyTo(ByteBuf to);

    /** The frame in front has left. */
    void dropFirst();

    /** Takes whole frames from the front: at least one, and more while they are no more than {@code bytesMax} bytes. */
    SharedRun take(int bytesMax);

    /** The frame in front is dropped to make room, and its client will be told; nothing happens to what is no live publication. */
    boolean loseFirst(Losses losses);

    /** Parts with the frames of those topics that are wanted: each goes to one of the two, in order. This is not used afterwards. */
    void sort(Predicate<Topic> wanted, Outbox yes, Outbox no);

    /** Gives up everything. */
    void clear();

    /** Where it is noted what a client does not get. */
    interface Losses {
        void lose(Topic topic, long offset, long count, long firstOffset);
    }
}
