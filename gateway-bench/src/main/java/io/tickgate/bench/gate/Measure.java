package io.tickgate.bench.gate;

import java.util.Locale;

/** What the gate counts. A value above what is allowed is a regression; less is always better. */
public enum Measure {
    HEAP_BYTES_PER_DELIVERY("heap bytes for one subscriber more", 0, 0),
    /** Time stamps are written anew when the millisecond changes, and queues of tasks grow by chunks. */
    HEAP_BYTES_PER_PUBLICATION("heap bytes of a publication, its command and confirmation", 16, 1_536),
    HEAP_BYTES_PER_MSGPACK_PUBLICATION("the same, all subscribers with MessagePack", 16, 4_000),
    FRAMES_FOR_JSON("frames made for JSON subscribers", 0, 1),
    FRAMES_FOR_BOTH_FORMATS("frames made for JSON and MessagePack", 0, 2),
    FRAMES_FOR_ALL_KINDS("frames made for both, plain and deflated", 0, 4),
    SENDS_OF_JOINED("sends to each of those who get 16 publications in a turn", 0, 1),
    SENDS_OF_GATHERED("sends to each of those who get 5 channels in a turn", 0, 1),
    /** One more than there are subscribers: the publisher is answered. */
    SEND_CALLS_PER_DELIVERY("send system calls for a delivery", 0.002, 1.02),
    /** The loop also wakes for its timers, more often where the machine is slow. */
    OTHER_CALLS_PER_PUBLICATION("other system calls of the loop for a publication", 1, 8);

    private final String meaning;
    private final double slack;
    private final double promise;

    /**
     * @param slack by how much a measurement may exceed what is recorded, because the count is not exact
     * @param promise what is never exceeded, whatever is recorded
     */
    Measure(String meaning, double slack, double promise) {
        this.meaning = meaning;
        this.slack = slack;
        this.promise = promise;
    }

    public String meaning() {
        return meaning;
    }

    public double promise() {
        return promise;
    }

    double slack() {
        return slack;
    }

    /** The name in the file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    double allowed(double recorded) {
        return Math.min(recorded + slack, promise);
    }
}
