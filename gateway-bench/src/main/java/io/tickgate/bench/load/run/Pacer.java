package io.tickgate.bench.load.run;

/**
 * Decides when publishers publish.
 *
 * <p><b>Owner:</b> the loop.
 */
interface Pacer {
    /** The first phase begins. */
    void start();

    /** A publication reached one more subscriber for the first time. */
    void onDelivery(long number);

    /** What was there to read on one connection has been read. */
    void onRead();

    /** The number of subscribers who read has changed. */
    void onChanged();

    /** Nothing more is published. */
    void stop();

    /** Publications that were due and did not leave, because their publisher took no more. */
    long overdue();
}
