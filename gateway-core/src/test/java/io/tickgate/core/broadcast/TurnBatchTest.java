package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.LimitedAllocator;
import io.tickgate.core.sim.ManualClock;
import io.tickgate.core.sim.ManualLoop;
import io.tickgate.core.sim.ManualLoops;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnBatchTest {
    private static final EncodedFrames NO_FRAMES = new EncodedFrames(0);
    private final LimitedAllocator allocator = new LimitedAllocator();
    private final ManualLoop loop = new ManualLoops(1, 1, false).all().get(0);
    private final Shard shard =
            LoneShard.of(loop, new ManualClock(), new ShardCounters(1), UnpooledByteBufAllocator.DEFAULT, 1, 0, 0);
    private final RecordingSubscriber reader = new RecordingSubscriber(shard, FrameKind.JSON);
    private final RecordingSubscriber other = new RecordingSubscriber(shard, FrameKind.JSON);
    private final TurnBatch batch = new TurnBatch(allocator);
    private final Topic topic =
            new Topic("f", null, 0, 0, new FamilySettings("f", false, 0, 0, 0, SlowPolicy.CLOSE), shard, 1, null);
    private long offset;

    @AfterEach
    void nothingIsLeft() {
        batch.release();
        reader.letGo();
        other.letGo();
        assertThat(allocator.used()).isZero();
    }

    private boolean add(String text) {
        ByteBuf frame = LoneShard.frame(allocator, text);
        boolean added = batch.add(frame, new Publication(topic, ++offset, 0, NO_FRAMES, null, Treatment.NORMAL));
        frame.release();
        return added;
    }

    private String bytes() {
        return batch.bytes().toString(StandardCharsets.US_ASCII);
    }

    private long used() {
        return allocator.used();
    }

    @Test
    void oneFrameIsSharedAndNeverCopied() {
        add("abc");

        batch.queueRest(reader, 1);
        batch.queueRest(other, 2);

        assertThat(bytes()).isEqualTo("abc");
        assertThat(reader.bytes()).isEqualTo("bc");
        assertThat(other.bytes()).isEqualTo("c");
        assertThat(used()).isEqualTo(3);
        assertThat(reader.keptBytes() + other.keptBytes()).as("counted once").isEqualTo(3);
    }

    @Test
    void severalFramesAreJoinedInTheirOrder() {
        add("abc");
        add("de");
        add("f");

        batch.queueRest(reader, 4);

        assertThat(bytes()).isEqualTo("abcdef");
        assertThat(reader.bytes()).isEqualTo("ef");
    }

    @Test
    void whatIsKeptOfJoinedFramesIsOneCopyOfTheirExactSize() {
        add("abc");
        add("de");
        long turnBuffer = used();

        batch.queueRest(reader, 0);
        batch.queueRest(other, 2);
        batch.release();

        assertThat(used()).isEqualTo(5).isLessThan(turnBuffer);
        assertThat(reader.bytes()).isEqualTo("abcde");
        assertThat(other.bytes()).isEqualTo("cde");
        assertThat(reader.keptBytes() + other.keptBytes()).isEqualTo(5);
    }

    @Test
    void whoWaitsAloneKeepsNoMoreThanTwiceWhatItWaitsFor() {
        batch.setForOne(true);
        add("abcdef");

        batch.queueRest(reader, 4);
        batch.queueRest(other, 2);
        batch.release();

        assertThat(reader.bytes()).isEqualTo("ef");
        assertThat(reader.lastQueuedCapacity()).isEqualTo(2);
        assertThat(other.bytes()).isEqualTo("cdef");
        assertThat(other.lastQueuedCapacity())
                .as("more than half of it is wanted")
                .isEqualTo(6);
    }

    @Test
    void whoWaitsAloneForJoinedFramesKeepsTheRestOnly() {
        batch.setForOne(true);
        add("abc");
        add("def");

        batch.queueRest(reader, 1);

        assertThat(reader.bytes()).isEqualTo("bcdef");
        assertThat(reader.lastQueuedCapacity()).isEqualTo(5);
    }

    @Test
    void aFrameThatCannotBeJoinedForWantOfMemoryIsRefusedAndTheOthersStay() {
        add("abc");
        allocator.leave(100);

        assertThat(add("de")).isFalse();

        assertThat(bytes()).isEqualTo("abc");
        batch.reset(0);
        assertThat(add("de")).as("an empty batch takes every frame").isTrue();
    }

    @Test
    void whatIsJoinedStaysWholeWhenThereIsNoMemoryForMore() {
        add("abc");
        add("de");
        allocator.leave(9_000);

        assertThat(add("f".repeat(8_200))).isFalse();

        assertThat(bytes()).isEqualTo("abcde");
    }

    @Test
    void theTurnBufferIsGivenAwayWhenThereIsNoMemoryForACopy() {
        add("abc");
        add("de");
        allocator.leave(0);

        batch.queueRest(reader, 1);
        batch.queueRest(other, 3);
        batch.reset(1 << 20);
        allocator.leave(1 << 20);
        add("gh");
        add("i");

        assertThat(reader.bytes()).isEqualTo("bcde");
        assertThat(other.bytes()).isEqualTo("de");
        assertThat(bytes()).isEqualTo("ghi");
        assertThat(reader.lastQueuedCapacity()).isGreaterThan(5);
    }

    @Test
    void aBatchIsEmptyAgainForItsNextTurn() {
        add("abc");
        add("de");
        batch.queueRest(reader, 0);
        batch.reset(1 << 20);

        add("gh");
        assertThat(bytes()).isEqualTo("gh");
        add("i");
        batch.queueRest(other, 0);

        assertThat(reader.bytes()).isEqualTo("abcde");
        assertThat(other.bytes()).isEqualTo("ghi");
    }

    @Test
    void aTurnBufferThatGrewTooLargeIsGivenBack() {
        add("a");
        add("b".repeat(20_000));

        batch.reset(16 << 10);

        assertThat(used()).isZero();
    }
}
