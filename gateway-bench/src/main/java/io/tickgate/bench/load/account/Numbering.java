package io.tickgate.bench.load.account;

/**
 * How publications are dealt out: publication 0 to publisher 0 and channel 0, the next to the next publisher, and when all have
 * published once, to the next channel. What one publisher sends to one channel is a <i>stream</i>: the order that a server keeps.
 *
 * @param publishers at least 1
 * @param channels at least 1
 */
public record Numbering(int publishers, int channels) {

    public int publisher(long number) {
        return publishers == 1 ? 0 : (int) (number % publishers);
    }

    public int channel(long number) {
        return channels == 1 ? 0 : (int) (number / publishers % channels);
    }

    /** Its place in its stream, from 0. */
    public long sequence(long number) {
        return number / publishers / channels;
    }

    /** The publication that is a publisher's {@code turn}th, from 0. */
    public long number(int publisher, long turn) {
        return turn * publishers + publisher;
    }

    /** How many of the first {@code count} publications are a publisher's. */
    public long turnsOf(int publisher, long count) {
        return count <= publisher ? 0 : (count - publisher - 1) / publishers + 1;
    }

    /** How many of a publisher's first {@code turns} publications went to a channel. */
    public long inChannel(int channel, long turns) {
        return turns <= channel ? 0 : (turns - channel - 1) / channels + 1;
    }
}
