package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    /** Lists in MessagePack do not equal the same lists in JSON. */
    private static final Set<String> OPAQUE = Set.of("notifications_list", "snapshot", "snapshot-empty");

    @ParameterizedTest
    @EnumSource
    void everyCommandComesBackAsItWasWritten(WireFormat format) throws WireException {
        for (Map.Entry<String, ClientMessage> sample : CommandSamples.commands().entrySet()) {
            byte[] bytes = Wire.bytes(format, sample.getValue());

            ClientMessage read = Wire.command(format, bytes);

            assertThat(Wire.bytes(WireFormat.JSON, read))
                    .as(sample.getKey())
                    .isEqualTo(Wire.bytes(WireFormat.JSON, sample.getValue()));
            assertThat(read.type()).isEqualTo(sample.getValue().type());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAnswerComesBackEqual(WireFormat format) throws WireException {
        for (Map.Entry<String, ServerMessage> sample : Samples.answers().entrySet()) {
            byte[] bytes = Wire.bytes(format, sample.getValue());

            ServerMessage read = Wire.server(format, bytes);

            if (format == WireFormat.JSON || !OPAQUE.contains(sample.getKey())) {
                assertThat(read).as(sample.getKey()).isEqualTo(sample.getValue());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyUpdateCrossesToTheOtherFormatAndBack(WireFormat format) throws WireException {
        for (Map.Entry<String, ServerMessage> sample : UpdateSamples.updates().entrySet()) {
            byte[] bytes = Wire.bytes(format, sample.getValue());

            ServerMessage read = Wire.server(format, bytes);

            assertThat(read).as(sample.getKey()).hasSameClassAs(sample.getValue());
            assertThat(new String(Wire.bytes(WireFormat.JSON, read), UTF_8))
                    .as(sample.getKey())
                    .isEqualTo(new String(Wire.bytes(WireFormat.JSON, sample.getValue()), UTF_8));
        }
    }
}
