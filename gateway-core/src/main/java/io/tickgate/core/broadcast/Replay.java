package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new subscriber gets before the first live publication, and what it is told about it.
 *
 * <p>Whoever is handed one owns its frames: every frame is passed on or released.
 *
 * @param frames in order
 * @param isKept whether the frames are shared with a history, which keeps them anyway; those that were made for this
 *     subscriber alone count as its own
 * @param rewound how far back it goes, in the unit that was asked for; 0 when nothing of the past was
 */
public record Replay(Outcome outcome, List<Frame> frames, boolean isKept, int rewound) {
    Replay(Outcome outcome, List<Frame> frames, boolean isKept) {
        this(outcome, frames, isKept, 0);
    }

    /**
     * One message.
     *
     * @param offset 0 for what has none, such as a snapshot
     * @param bytes a whole frame of the subscriber's kind; its indices are left alone, as others send it too
     */
    public record Frame(long offset, ByteBuf bytes) {}

    /** What became of the wish to go on after a position. */
    public enum Outcome {
        /** Nothing was wished for. */
        NOT_ASKED(null),
        /** Everything after the position follows. */
        RECOVERED(null),
        /** The position is of another run of the gateway. */
        EPOCH_CHANGED("epoch_changed"),
        /** What was missed is not kept any more. */
        EXPIRED("expired"),
        /** More was missed than is ever kept. */
        TOO_FAR("too_far"),
        /** It is all kept, but too many others are being sent what they missed. */
        OVERLOADED("overloaded"),
        /** The client did not say how far it had the topic, which has had publications. */
        NO_POSITION("no_position"),
        /** This connection gets the topic already; sending what was missed would send some of it twice. */
        ALREADY_SUBSCRIBED("already_subscribed");

        private final @Nullable String reason;

        Outcome(@Nullable String reason) {
            this.reason = reason;
        }

        /** The wire's word for why nothing was recovered; null when there is nothing to explain. */
        public @Nullable String reason() {
            return reason;
        }
    }

    /** No frames, and nothing to tell. */
    public static final Replay NONE = new Replay(Outcome.NOT_ASKED, List.of(), true);

    /** What of it leaves at once although there is no time for the rest: the newest of a state. Takes over the frames. */
    public Replay overloaded(Topic topic) {
        int dropped = frames.size() - (topic.isState() ? 1 : 0);
        frames.subList(0, dropped).forEach(frame -> frame.bytes().release());
        return new Replay(Outcome.OVERLOADED, List.copyOf(frames.subList(dropped, frames.size())), isKept);
    }

    /** Drops the frames of somebody who is gone. */
    public void release() {
        frames.forEach(frame -> frame.bytes().release());
    }
}
