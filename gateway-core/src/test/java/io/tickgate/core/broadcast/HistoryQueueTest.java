package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.ManualClock;
import io.tickgate.core.sim.ManualLoops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryQueueTest {
    private final Shard shard = LoneShard.of(
            new ManualLoops(1, 1, false).all().get(0),
            new ManualClock(),
            new ShardCounters(1),
            UnpooledByteBufAllocator.DEFAULT,
            1,
            0,
            0);
    private final FamilySettings family = new FamilySettings("f", false, 0, 0, 0, SlowPolicy.CLOSE);
    private final History history = new History(new Topic("f", null, 0, 0, family, shard, 1, null), family, null);
    private final HistoryQueue queue = new HistoryQueue();
    private final HistoryEntry first = entry(1);
    private final HistoryEntry second = entry(2);
    private final HistoryEntry third = entry(3);

    private HistoryEntry entry(long offset) {
        HistoryEntry entry = new HistoryEntry(history, offset, 0, 0, new EncodedFrames(0), null, null);
        queue.addLast(entry);
        return entry;
    }

    private List<Long> offsets() {
        List<Long> offsets = new ArrayList<>();
        for (HistoryEntry each = queue.first(); each != null; each = each.newer) {
            offsets.add(each.offset());
        }
        return offsets;
    }

    @Test
    void goesInTheOrderInWhichTheyWereAdded() {
        assertThat(offsets()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void canLoseAnyOfThem() {
        queue.remove(second);
        assertThat(offsets()).containsExactly(1L, 3L);

        queue.remove(third);
        assertThat(offsets()).containsExactly(1L);

        queue.addLast(second);
        queue.remove(first);
        queue.addFirst(third);
        assertThat(offsets()).containsExactly(3L, 2L);
    }

    /** Else the collector of the young generation would keep every entry that came after one in the old generation. */
    @Test
    void whatIsGoneHoldsOnToNothing() {
        for (HistoryEntry gone : List.of(second, first, third)) {
            queue.remove(gone);

            assertThat(gone.older).isNull();
            assertThat(gone.newer).isNull();
        }
        assertThat(queue.first()).isNull();
    }
}
