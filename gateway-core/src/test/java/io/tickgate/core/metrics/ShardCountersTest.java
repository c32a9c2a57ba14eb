package io.tickgate.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardCountersTest {
    @Test
    void countersCountApartFromEachOther() {
        ShardCounters counters = new ShardCounters();

        counters.increment(Counter.SENDS);
        counters.add(Counter.SENDS, 2);
        counters.add(Counter.CONNECTIONS, 1);
        counters.add(Counter.CONNECTIONS, -1);
        counters.set(Counter.OUTBOX_BYTES, 70);

        assertThat(counters.get(Counter.SENDS)).isEqualTo(3);
        assertThat(counters.get(Counter.CONNECTIONS)).isZero();
        assertThat(counters.get(Counter.OUTBOX_BYTES)).isEqualTo(70);
        assertThat(counters.get(Counter.DELIVERED)).isZero();
    }
}
