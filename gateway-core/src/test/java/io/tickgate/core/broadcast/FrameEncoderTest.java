package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.frame.SharedDeflater;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Simulation;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {
    private static final int ALL = (1 << FrameKind.COUNT) - 1;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final ShardCounters counters = new ShardCounters(1);
    private final FrameEncoder encoder =
            new FrameEncoder(allocator, new SharedDeflater(1, 200), counters, new MessageReader(WireLimits.DEFAULT));
    private final Topic topic =
            Objects.requireNonNull(new Simulation().engine().directory().find("market_data"));

    @AfterEach
    void nothingIsLeft() {
        encoder.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private EncodedFrames encode(int kinds, int textChars) throws WireException {
        return encoder.encode(kinds, topic, Bodies.of(WireFormat.JSON, "p", textChars), 7, 1_795_435_200_000_000L);
    }

    private static ByteBuf frame(EncodedFrames frames, FrameKind kind) {
        return Objects.requireNonNull(frames.frame(Encoding.of(kind)));
    }

    private static int firstByte(EncodedFrames frames, FrameKind kind) {
        return frame(frames, kind).getUnsignedByte(0);
    }

    @Test
    void everyKindIsBuiltAtMostOnceAndADeflatedOneSharedByBothWindows() throws WireException {
        EncodedFrames frames = encode(ALL, 400);

        assertThat(counters.get(Counter.ENCODED)).isEqualTo(4);
        assertThat(frame(frames, FrameKind.JSON_DEFLATED)).isSameAs(frame(frames, FrameKind.JSON_DEFLATED_4K));
        assertThat(firstByte(frames, FrameKind.JSON)).isEqualTo(0x81);
        assertThat(firstByte(frames, FrameKind.JSON_DEFLATED)).isEqualTo(0xC1);
        assertThat(firstByte(frames, FrameKind.MSGPACK)).isEqualTo(0x82);
        assertThat(firstByte(frames, FrameKind.MSGPACK_DEFLATED_4K)).isEqualTo(0xC2);
        frames.release();
    }

    @Test
    void onlyWhatIsNeededIsBuilt() throws WireException {
        EncodedFrames frames = encode(FrameKind.MSGPACK.bit(), 400);

        assertThat(counters.get(Counter.ENCODED)).isEqualTo(1);
        assertThat(frames.frame(Encoding.of(FrameKind.JSON))).isNull();
        assertThat(frames.frame(Encoding.of(FrameKind.MSGPACK_DEFLATED))).isNull();
        frames.release();
    }

    @Test
    void nothingIsBuiltWhenNobodyIsSubscribed() throws WireException {
        encode(0, 400).release();

        assertThat(counters.get(Counter.ENCODED)).isZero();
    }

    @Test
    void aMessageThatDoesNotPayToDeflateGoesPlainToAll() throws WireException {
        EncodedFrames frames = encode(ALL, 10);

        assertThat(counters.get(Counter.ENCODED)).isEqualTo(2);
        assertThat(frame(frames, FrameKind.JSON_DEFLATED)).isSameAs(frame(frames, FrameKind.JSON));
        frames.release();
    }

    @Test
    void aMessageLongerThanTheSmallWindowGoesPlainThereAndDeflatedElsewhere() throws WireException {
        EncodedFrames frames = encode(ALL, 5000);

        assertThat(firstByte(frames, FrameKind.JSON_DEFLATED_4K)).isEqualTo(0x81);
        assertThat(firstByte(frames, FrameKind.JSON_DEFLATED)).isEqualTo(0xC1);
        assertThat(counters.get(Counter.ENCODED)).isEqualTo(4);
        frames.release();
    }
}
