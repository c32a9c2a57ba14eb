package io.tickgate.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebSocketFramesTest {
    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    private static String headOf(ByteBuf frame, int bytes) {
        String hex = ByteBufUtil.hexDump(frame, frame.readerIndex(), bytes);
        frame.release();
        return hex;
    }

    private static ByteBuf data(WireFormat format, boolean deflated, int length) {
        return WebSocketFrames.data(ALLOCATOR, format, deflated, new byte[length + 7], 7, length);
    }

    @Test
    void theLengthTakesOneThreeOrNineBytes() {
        assertThat(headOf(data(WireFormat.JSON, false, 0), 2)).isEqualTo("8100");
        assertThat(headOf(data(WireFormat.JSON, false, 125), 2)).isEqualTo("817d");
        assertThat(headOf(data(WireFormat.JSON, false, 126), 4)).isEqualTo("817e007e");
        assertThat(headOf(data(WireFormat.JSON, false, 65535), 4)).isEqualTo("817effff");
        assertThat(headOf(data(WireFormat.JSON, false, 65536), 10)).isEqualTo("817f0000000000010000");
    }

    @Test
    void theFormatChoosesTheOpcodeAndCompressionSetsItsBit() {
        assertThat(headOf(data(WireFormat.MSGPACK, false, 1), 2)).isEqualTo("8201");
        assertThat(headOf(data(WireFormat.JSON, true, 1), 2)).isEqualTo("c101");
        assertThat(headOf(data(WireFormat.MSGPACK, true, 1), 2)).isEqualTo("c201");
    }

    @Test
    void onlyTheNamedPartOfThePayloadIsTaken() {
        ByteBuf frame = WebSocketFrames.data(ALLOCATOR, WireFormat.JSON, false, new byte[] {1, 2, 3, 4}, 1, 2);

        assertThat(headOf(frame, frame.readableBytes())).isEqualTo("81020203");
    }

    @Test
    void controlFramesCarryWhatTheyAreGiven() {
        ByteBuf payload = Unpooled.wrappedBuffer(new byte[] {5, 6});

        assertThat(headOf(WebSocketFrames.ping(), 2)).isEqualTo("8900");
        assertThat(headOf(WebSocketFrames.pong(payload), 4)).isEqualTo("8a020506");
        assertThat(payload.readableBytes()).isEqualTo(2);
        payload.release();
    }

    @Test
    void aCloseFrameHasACodeAndAReasonOrNeither() {
        assertThat(headOf(WebSocketFrames.close(1000, "ok"), 6)).isEqualTo("880403e86f6b");
        assertThat(headOf(WebSocketFrames.close(0, "ignored"), 2)).isEqualTo("8800");
        assertThatThrownBy(() -> WebSocketFrames.close(1000, "ü".repeat(62)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("123");
    }

    @ParameterizedTest
    @EnumSource
    void everyCloseCodeFitsItsFrame(CloseCode code) {
        ByteBuf frame = WebSocketFrames.close(code);

        assertThat(frame.getUnsignedShort(2)).isEqualTo(code.code());
        assertThat(frame.readableBytes()).isEqualTo(4 + code.reason().length());
        frame.release();
    }
}
