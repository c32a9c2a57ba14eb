package io.tickgate.core.broadcast;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Who of a topic's subscribers does not get one publication.
 *
 * <p>Asked for each subscriber when the publication is delivered, on the subscriber's shard, and again on the topic's home
 * when somebody recovers it; kept as long as the publication. So it is small, and may be read on any thread.
 */
@FunctionalInterface
public interface Exclusion {
    /** Nobody gets it. */
    Exclusion EVERYBODY = subscriber -> true;

    boolean excludes(Subscriber subscriber);

    /** The id of the connection that it is about, for other gateways; null where it says nothing to them. */
    default @Nullable String connectionId() {
        return null;
    }

    /**
     * One connection, which is not kept alive by this.
     *
     * @param excluded null where it is none of this gateway's
     */
    static Exclusion of(String connectionId, @Nullable Subscriber excluded) {
        return new OneConnection(connectionId, new WeakReference<>(excluded));
    }

    /** See {@link #of}. */
    record OneConnection(String connectionId, WeakReference<@Nullable Subscriber> subscriber) implements Exclusion {
        @Override
        public boolean excludes(Subscriber other) {
            return subscriber.get() == other;
        }
    }
}
