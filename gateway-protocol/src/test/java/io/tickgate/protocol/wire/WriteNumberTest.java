package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.WireFormat;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

class WriteNumberTest {
    @Test
    void jsonKeepsEveryDigit() {
        WireBuffer buffer = new WireBuffer();

        WireWriter.json(buffer)
                .beginArray(3)
                .number(new BigDecimal("355.10"))
                .number(new BigDecimal("0.1234567890123456789"))
                .number(new BigDecimal("1E+400"))
                .endArray();

        assertThat(new String(buffer.toBytes(), UTF_8)).isEqualTo("[355.10,0.1234567890123456789,1E+400]");
    }

    @Test
    void messagePackHasTheNearestFloatAndDigitsBeyondThat() throws IOException {
        WireBuffer buffer = new WireBuffer();

        WireWriter.of(WireFormat.MSGPACK, buffer)
                .number(new BigDecimal("0.1234567890123456789"))
                .number(new BigDecimal("-1E+400"));

        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(buffer.toBytes())) {
            assertThat(in.unpackDouble()).isEqualTo(0.12345678901234568);
            assertThat(in.unpackString()).isEqualTo("-1E+400");
            assertThat(in.hasNext()).isFalse();
        }
    }
}
