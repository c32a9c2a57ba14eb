package io.tickgate.protocol.wire;

/**
 * Judges UTF-8 that arrives in pieces: whether what has come so far can still become valid text (RFC 3629). It says no at the
 * first byte that nothing behind it can mend.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class Utf8Prefix {
    private int missing;
    private int least;
    private int most;

    /** Another text begins. */
    public void reset() {
        missing = 0;
    }

    /** Takes the next byte. @return false when no text begins like this; then only {@link #reset} may be called */
    public boolean accept(byte b) {
        int unsigned = b & 0xff;
        if (missing == 0) {
            return b >= 0 || begin(unsigned);
        }
        if (unsigned < least || unsigned > most) {
            return false;
        }
        missing--;
        least = 0x80;
        most = 0xbf;
        return true;
    }

    private boolean begin(int first) {
        int size = Utf8.sizeOf(first);
        if (size == 0) {
            return false;
        }
        missing = size - 1;
        least = Utf8.leastSecond(first);
        most = Utf8.mostSecond(first);
        return true;
    }
}
