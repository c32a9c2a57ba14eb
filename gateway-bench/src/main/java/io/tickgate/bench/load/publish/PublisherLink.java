package io.tickgate.bench.load.publish;

/**
 * One publisher's connection.
 *
 * <p><b>Owner:</b> the loop.
 */
public interface PublisherLink {
    /** Hears of a link, on the loop. */
    interface Listener {
        /** It may publish now. */
        void onReady();

        /** So many publications were refused, or not answered. */
        void onErrors(long count, String text);

        /** It ended, and nobody here asked for that. */
        void onEnd(String reason);
    }

    /** Whether it takes one more now. */
    boolean takesMore();

    /** Queues a publication until {@link #flush}. Only while {@link #takesMore}. */
    void publish(int channel, long number, long dueNanos);

    void flush();

    /** Nothing more is published; what was is still answered. */
    void finish();

    /** Publications that are still to be answered. */
    long unanswered();

    void close();
}
