package io.tickgate.core.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.WireFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameKindTest {
    @Test
    void theAgreedWindowChoosesTheKind() {
        assertThat(FrameKind.of(WireFormat.JSON, 0)).isEqualTo(FrameKind.JSON);
        assertThat(FrameKind.of(WireFormat.JSON, 8)).isEqualTo(FrameKind.JSON);
        assertThat(FrameKind.of(WireFormat.JSON, 11)).isEqualTo(FrameKind.JSON);
        assertThat(FrameKind.of(WireFormat.JSON, 12)).isEqualTo(FrameKind.JSON_DEFLATED_4K);
        assertThat(FrameKind.of(WireFormat.JSON, 14)).isEqualTo(FrameKind.JSON_DEFLATED_4K);
        assertThat(FrameKind.of(WireFormat.JSON, 15)).isEqualTo(FrameKind.JSON_DEFLATED);
        assertThat(FrameKind.of(WireFormat.MSGPACK, 0)).isEqualTo(FrameKind.MSGPACK);
        assertThat(FrameKind.of(WireFormat.MSGPACK, 12)).isEqualTo(FrameKind.MSGPACK_DEFLATED_4K);
        assertThat(FrameKind.of(WireFormat.MSGPACK, 15)).isEqualTo(FrameKind.MSGPACK_DEFLATED);
    }

    @Test
    void aWindowTakesWhatIsNoLongerThanItExceptTheLargestWhichTakesAll() {
        assertThat(FrameKind.JSON_DEFLATED_4K.fitsWindow(4096)).isTrue();
        assertThat(FrameKind.JSON_DEFLATED_4K.fitsWindow(4097)).isFalse();
        assertThat(FrameKind.JSON_DEFLATED.fitsWindow(1 << 20)).isTrue();
    }

    @Test
    void everyKindHasABitOfItsOwnAndAPlainCounterpart() {
        assertThat(Arrays.stream(FrameKind.values()).mapToInt(FrameKind::bit).sum())
                .isEqualTo((1 << FrameKind.COUNT) - 1);
        for (FrameKind kind : FrameKind.values()) {
            assertThat(kind.plain().isDeflated()).isFalse();
            assertThat(kind.plain().format()).isEqualTo(kind.format());
        }
    }
}
