package io.tickgate.cluster;

import io.lettuce.core.KeyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket says of itself.
 *
 * @param epoch null where nothing was ever published to it, or all of it is gone
 * @param floor where topics begin of which it has no record
 */
record BucketState(@Nullable String epoch, long floor, long sequence, boolean hasLost) {
    static final byte[][] FIELDS = {Keyspace.bytes("epoch"), Keyspace.bytes("floor"), Keyspace.bytes("seq")};

    /**
     * @param under the epoch that this gateway believes in
     * @param known what it knew of the sequence when it asked
     */
    static BucketState read(List<KeyValue<byte[], byte[]>> values, StoreEpoch under, long known) {
        if (!values.get(0).hasValue()) {
            return new BucketState(null, under.floor(), under.floor(), known > 0);
        }
        String epoch = Keyspace.text(values.get(0).getValue());
        long floor = Long.parseLong(Keyspace.text(values.get(1).getValue()));
        long sequence = Long.parseLong(Keyspace.text(values.get(2).getValue()));
        boolean isSame = epoch.equals(under.id());
        return new BucketState(
                epoch,
                Math.max(floor, under.floor()),
                Math.max(sequence, under.floor()),
                // Behind what it was, or under an epoch of before although it was under this one.
                known > 0 && (isSame ? sequence < known : floor < under.floor()));
    }

    /** @param witness that this gateway knew under that epoch when it asked */
    BucketState heldAgainst(Witness witness, Witness.Trace trace, StoreEpoch under) {
        boolean isGone = isUnder(under) && witness.isContradicted(trace, under.floor(), floor);
        return new BucketState(epoch, floor, sequence, hasLost || isGone);
    }

    boolean isUnder(StoreEpoch current) {
        return epoch != null && epoch.equals(current.id());
    }

    /** Whether it is under an epoch that began later. */
    boolean isAhead(StoreEpoch current) {
        return epoch != null && !epoch.equals(current.id()) && floor > current.floor();
    }
}
