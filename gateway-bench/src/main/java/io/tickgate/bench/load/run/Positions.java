package io.tickgate.bench.load.run;

import io.tickgate.protocol.message.Position;
import java.util.Arrays;

/**
 * Where one subscriber is in each of its channels, and up to where it has said so.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Positions {
    private final long[] offsets;
    private final String[] epochs;
    private final int[] unacknowledged;
    private final boolean[] isUnacknowledged;
    private int unacknowledgedCount;

    Positions(int channels) {
        offsets = new long[channels];
        epochs = new String[channels];
        Arrays.fill(epochs, "");
        unacknowledged = new int[channels];
        isUnacknowledged = new boolean[channels];
    }

    /** @param isResumed whether what was missed follows, so that the place is still the old one */
    void onSubscribed(int slot, Position position, boolean isResumed) {
        epochs[slot] = position.epoch();
        if (!isResumed) {
            offsets[slot] = position.offset();
        }
    }

    /** @param offset -1 when the delivery had none */
    void onDelivery(int slot, long offset) {
        if (offset > offsets[slot]) {
            offsets[slot] = offset;
        }
        if (!isUnacknowledged[slot]) {
            isUnacknowledged[slot] = true;
            unacknowledged[unacknowledgedCount++] = slot;
        }
    }

    /** One of the channels that brought something since it was last told, -1 when there is none. */
    int takeUnacknowledged() {
        if (unacknowledgedCount == 0) {
            return -1;
        }
        int slot = unacknowledged[--unacknowledgedCount];
        isUnacknowledged[slot] = false;
        return slot;
    }

    Position of(int slot) {
        return new Position(epochs[slot], offsets[slot]);
    }
}
