package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.session.Outbox.Entry;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    private static ByteBuf bytes(int count) {
        return Unpooled.buffer(count).writeZero(count);
    }

    @Test
    void anEntrySetsASessionBackByWhatIsLeftOfIt() {
        assertThat(outbox.isEmpty()).isTrue();

        outbox.add(new Entry(SharedBytes.of(bytes(100)), 0));
        outbox.add(new Entry(SharedBytes.of(bytes(50)), 20));

        assertThat(outbox.lag()).isEqualTo(130 + 2 * Outbox.ENTRY_BYTES);
        assertThat(outbox.isEmpty()).isFalse();
    }

    @Test
    void whatAHistoryKeepsCostsItsEntryOnly() {
        outbox.add(new Entry(SharedBytes.keptAnyway(bytes(100)), 0));

        assertThat(outbox.lag()).isEqualTo(Outbox.ENTRY_BYTES);
    }

    @Test
    void theOldestLeavesFirst() {
        Entry first = new Entry(SharedBytes.of(bytes(1)), 0);
        Entry second = new Entry(SharedBytes.of(bytes(2)), 0);
        outbox.add(first);
        outbox.add(second);

        assertThat(outbox.poll()).isSameAs(first);
        assertThat(outbox.lag()).isEqualTo(2 + Outbox.ENTRY_BYTES);
        assertThat(outbox.poll()).isSameAs(second);
        assertThat(outbox.poll()).isNull();
        assertThat(outbox.lag()).isZero();
    }
}
