package io.tickgate.bench.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryLogTest {
    private final Ledger ledger = new Ledger();
    private final DeliveryLog log = new DeliveryLog(ledger);

    private void publications(int from, int to) {
        for (int i = from; i <= to; i++) {
            log.onPublication(i, 100 + i);
        }
    }

    @Test
    void everythingOnceAndInOrderIsNoFault() {
        log.onConfirmed("e1", 4, null);
        publications(5, 7);
        log.onConfirmed("e1", 9, true);
        publications(8, 10);
        log.onConfirmed("e2", 0, false);
        log.onPublication(1, 111);

        assertThat(log.faults()).isEmpty();
        assertThat(log.count()).isEqualTo(7);
        assertThat(log.offset()).isEqualTo(1);
        assertThat(log.recoveries()).isEqualTo(1);
        assertThat(log.toldLosses()).isEqualTo(1);
    }

    @Test
    void aHoleIsALossUnlessItIsTold() {
        log.onConfirmed("e1", 4, null);
        log.onPublication(7, 107);

        assertThat(log.faults()).singleElement().asString().contains("lost offsets 5 to 6");
    }

    @Test
    void aHoleBehindARecoveryIsALoss() {
        log.onConfirmed("e1", 4, null);
        log.onConfirmed("e1", 9, true);
        log.onPublication(10, 110);

        assertThat(log.faults()).singleElement().asString().contains("lost offsets 5 to 9");
    }

    @Test
    void aDoubleAndAnOlderNumberAreFaults() {
        log.onConfirmed("e1", 4, null);
        publications(5, 6);
        log.onPublication(6, 106);
        log.onPublication(7, 99);

        assertThat(log.faults()).hasSize(3);
        assertThat(log.faults().get(0)).contains("offset 6 again");
        assertThat(log.faults().get(2)).contains("number 99 behind 106");
    }

    @Test
    void whoComesBackMustBeToldWhatBecameOfItsPosition() {
        log.onConfirmed("e1", 4, null);
        log.onConfirmed("e1", 9, null);

        assertThat(log.faults()).singleElement().asString().contains("was not told");
    }

    @Test
    void aRecoveryAcrossEpochsOrBehindThePositionIsAFault() {
        log.onConfirmed("e1", 4, null);
        log.onConfirmed("e2", 9, true);
        log.onConfirmed("e1", 3, true);

        assertThat(log.faults()).hasSize(2);
    }

    @Test
    void twoWhoSeeDifferentNumbersAtOneOffsetContradictEachOther() {
        DeliveryLog other = new DeliveryLog(ledger);
        log.onConfirmed("e1", 4, null);
        other.onConfirmed("e1", 4, null);
        log.onPublication(5, 105);
        other.onPublication(5, 106);

        assertThat(log.faults()).isEmpty();
        assertThat(other.faults()).singleElement().asString().contains("106 here and 105 elsewhere");
    }
}
