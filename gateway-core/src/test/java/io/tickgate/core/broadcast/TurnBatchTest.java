package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnBatchTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final TurnBatch batch = new TurnBatch(allocator);

    @AfterEach
    void nothingIsLeft() {
        batch.release();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private void add(String text) {
        ByteBuf frame = allocator.directBuffer(text.length());
        frame.writeCharSequence(text, StandardCharsets.US_ASCII);
        batch.add(frame);
        frame.release();
    }

    private static String text(ByteBuf bytes) {
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    private String share(int from) {
        ByteBuf share = batch.share(from);
        String text = text(share);
        share.release();
        return text;
    }

    @Test
    void oneFrameIsSharedAndNeverCopied() {
        add("abc");
        long used = allocator.metric().usedDirectMemory();

        assertThat(text(batch.bytes())).isEqualTo("abc");
        assertThat(share(1)).isEqualTo("bc");
        assertThat(allocator.metric().usedDirectMemory()).isEqualTo(used).isEqualTo(3);
    }

    @Test
    void severalFramesAreJoinedInTheirOrder() {
        add("abc");
        add("de");
        add("f");

        assertThat(text(batch.bytes())).isEqualTo("abcdef");
        assertThat(share(4)).isEqualTo("ef");
    }

    @Test
    void whatIsKeptOfJoinedFramesIsOneCopyOfTheirExactSize() {
        add("abc");
        add("de");
        long turnBuffer = allocator.metric().usedDirectMemory();

        ByteBuf first = batch.share(0);
        ByteBuf second = batch.share(2);
        batch.release();

        assertThat(allocator.metric().usedDirectMemory()).isEqualTo(5).isLessThan(turnBuffer);
        assertThat(text(first)).isEqualTo("abcde");
        assertThat(text(second)).isEqualTo("cde");
        first.release();
        second.release();
    }

    @Test
    void aBatchIsEmptyAgainForItsNextTurn() {
        add("abc");
        add("de");
        assertThat(share(0)).isEqualTo("abcde");
        batch.reset(1 << 20);

        add("gh");
        assertThat(text(batch.bytes())).isEqualTo("gh");
        add("i");
        assertThat(share(0)).isEqualTo("ghi");
    }

    @Test
    void aTurnBufferThatGrewTooLargeIsGivenBack() {
        add("a");
        add("b".repeat(20_000));

        batch.reset(16 << 10);

        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
