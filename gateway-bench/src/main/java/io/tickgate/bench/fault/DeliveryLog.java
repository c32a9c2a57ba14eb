package io.tickgate.bench.fault;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber of one channel was sent and told, held against the protocol's promise: every publication once and in
 * order from the confirmation on, and what is missing is told.
 *
 * <p><b>Owner:</b> the crowd's loop.
 */
final class DeliveryLog {
    private static final int FAULTS_MAX = 5;

    private final Ledger ledger;
    private final List<String> faults = new ArrayList<>();
    private @Nullable String epoch;
    private long offset;
    private long number = -1;
    private long count;
    private int toldLosses;
    private int recoveries;

    /** @param ledger what all have seen together */
    DeliveryLog(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param recovered null where the confirmation says nothing of it */
    void onConfirmed(String confirmedEpoch, long confirmedOffset, @Nullable Boolean recovered) {
        if (epoch != null && recovered == null) {
            fault("came back with a position and was not told what became of it");
        } else if (recovered != null && recovered) {
            recoveries++;
            if (!confirmedEpoch.equals(epoch)) {
                fault("recovered across epochs");
            } else if (confirmedOffset < offset) {
                fault("confirmed at " + confirmedOffset + " although it has " + offset);
            }
            return;
        } else if (epoch != null) {
            toldLosses++;
        }
        epoch = confirmedEpoch;
        offset = confirmedOffset;
    }

    void onPublication(long publicationOffset, long publicationNumber) {
        if (epoch == null) {
            fault("got " + publicationNumber + " before the confirmation");
            return;
        }
        if (publicationOffset <= offset) {
            fault("got offset " + publicationOffset + " again, behind " + offset);
        } else if (publicationOffset > offset + 1) {
            fault("lost offsets " + (offset + 1) + " to " + (publicationOffset - 1) + " without a word");
        }
        if (publicationNumber <= number) {
            fault("got number " + publicationNumber + " behind " + number);
        }
        String contradiction = ledger.contradiction(epoch, publicationOffset, publicationNumber);
        if (contradiction != null) {
            fault(contradiction);
        }
        offset = Math.max(offset, publicationOffset);
        number = Math.max(number, publicationNumber);
        count++;
    }

    void fault(String what) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(what);
        }
    }

    /** The first of them. */
    List<String> faults() {
        return faults;
    }

    /** Of the newest confirmation; null before the first. */
    @Nullable
    String epoch() {
        return epoch;
    }

    /** Up to where everything has come, or was told to be lost. */
    long offset() {
        return offset;
    }

    /** Publications that came. */
    long count() {
        return count;
    }

    /** How often it was told that something is lost. */
    int toldLosses() {
        return toldLosses;
    }

    /** How often it was given what it had missed. */
    int recoveries() {
        return recoveries;
    }
}
