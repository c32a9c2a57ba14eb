package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.ManualLoops;
import io.tickgate.core.sim.ReceivedFrames;
import io.tickgate.core.sim.RecordingConnection;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();
    private final ManualLoops loops = new ManualLoops(1, 1, false);
    private final ManualLoop loop = loops.all().get(0);
    private final RecordingConnection connection =
            new RecordingConnection(loop, () -> {}, new ReceivedFrames(WireFormat.JSON));

    private static ByteBuf bytes(int count) {
        return Unpooled.buffer(count).writeZero(count);
    }

    @Test
    void whatWaitsIsCountedWithWhatKeepingItCosts() {
        assertThat(outbox.isEmpty()).isTrue();

        assertThat(outbox.add(bytes(100))).isEqualTo(100 + Outbox.ENTRY_BYTES);
        outbox.add(bytes(50));

        assertThat(outbox.bytes()).isEqualTo(150 + 2 * Outbox.ENTRY_BYTES);
        assertThat(outbox.isEmpty()).isFalse();
        assertThat(outbox.clear()).isEqualTo(150 + 2 * Outbox.ENTRY_BYTES);
    }

    @Test
    void framesMoveToTheConnectionWhileItTakesThem() {
        for (int i = 0; i < 10; i++) {
            outbox.add(bytes(300));
        }

        loops.runAs(loop, () -> assertThat(outbox.drainTo(connection)).isEqualTo(4 * (300 + Outbox.ENTRY_BYTES)));

        assertThat(connection.pendingBytes()).isEqualTo(4 * 300);
        assertThat(outbox.bytes()).isEqualTo(6 * (300 + Outbox.ENTRY_BYTES));
        outbox.clear();
    }

    @Test
    void oneOutboxEmptiesIntoTheEndOfAnother() {
        Outbox other = new Outbox();
        other.add(bytes(1));
        outbox.add(bytes(2));

        outbox.drainTo(other);

        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.bytes()).isZero();
        assertThat(other.bytes()).isEqualTo(3 + 2 * Outbox.ENTRY_BYTES);
        other.clear();
    }

    @Test
    void clearGivesEveryFrameBack() {
        ByteBuf frame = bytes(10);
        outbox.add(frame);

        outbox.clear();

        assertThat(frame.refCnt()).isZero();
        assertThat(outbox.isEmpty()).isTrue();
    }
}
