package io.tickgate.core.broadcast;

import java.lang.ref.WeakReference;

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

    /** One subscriber, which is not kept alive by this. */
    static Exclusion of(Subscriber excluded) {
        WeakReference<Subscriber> reference = new WeakReference<>(excluded);
        return subscriber -> reference.get() == subscriber;
    }
}
