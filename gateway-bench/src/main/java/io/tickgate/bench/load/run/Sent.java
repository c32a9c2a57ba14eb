package io.tickgate.bench.load.run;

import io.tickgate.bench.load.account.Numbering;

/**
 * How many publications each publisher has sent.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Sent {
    private final Numbering numbering;
    private final long[] turns;

    Sent(Numbering numbering) {
        this.numbering = numbering;
        this.turns = new long[numbering.publishers()];
    }

    long turns(int publisher) {
        return turns[publisher];
    }

    void count(int publisher) {
        turns[publisher]++;
    }

    /** Publications of one stream. */
    long inStream(int channel, int publisher) {
        return numbering.inChannel(channel, turns[publisher]);
    }
}
