package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.join;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int PAYLOAD_BYTES_MAX = 1 << 17;

    @Test
    void theMaskedHelloOfTheRfcIsUnmasked() {
        byte[] hello = bytes("FIN, text: 81", "MASK, 5 bytes: 85", "mask: 37 fa 21 3d", "payload: 7f 9f 4d 51 58");

        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX)) {
            decoder.receive(hello);

            assertThat(decoder.seen()).containsExactly("text fin 0 48656c6c6f");
            assertThat(decoder.framesHeard()).isEqualTo(1);
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("continuation, more: 00", "continuation more 0 "),
                Arguments.of("FIN, continuation: 80", "continuation fin 0 "),
                Arguments.of("text, more: 01", "text more 0 "),
                Arguments.of("FIN, text: 81", "text fin 0 "),
                Arguments.of("FIN, binary: 82", "binary fin 0 "),
                Arguments.of("FIN, close: 88", "close fin 0 "),
                Arguments.of("FIN, ping: 89", "ping fin 0 "),
                Arguments.of("FIN, pong: 8a", "pong fin 0 "));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyOpcodeBecomesItsFrame(String first, String expected) {
        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX)) {
            decoder.receive(bytes(first, "MASK, 0 bytes: 80", "mask: 01 02 03 04"));

            assertThat(decoder.seen()).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7, 8, 9, 125, 126, 127, 65_535, 65_536, PAYLOAD_BYTES_MAX})
    void payloadsOfEveryFormOfLengthComeOutAsTheyWentIn(int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (i * 31);
        }

        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX)) {
            decoder.receive(frame(FIN | BINARY, payload));

            assertThat(decoder.seen())
                    .containsExactly("binary fin 0 " + java.util.HexFormat.of().formatHex(payload));
        }
    }

    static Stream<Arguments> violations() {
        String mask = "mask: 00 00 00 00";
        return Stream.of(
                Arguments.of("not masked", "1002", new String[] {"FIN, text: 81", "no MASK, 0 bytes: 00"}),
                Arguments.of("RSV1 without agreement", "1002", new String[] {"FIN, RSV1, text: c1", "80", mask}),
                Arguments.of("RSV2", "1002", new String[] {"FIN, RSV2, text: a1", "80", mask}),
                Arguments.of("RSV3", "1002", new String[] {"FIN, RSV3, text: 91", "80", mask}),
                Arguments.of("opcode 3", "1002", new String[] {"FIN: 83", "80", mask}),
                Arguments.of("opcode 7", "1002", new String[] {"FIN: 87", "80", mask}),
                Arguments.of("opcode b", "1002", new String[] {"FIN: 8b", "80", mask}),
                Arguments.of("opcode f", "1002", new String[] {"FIN: 8f", "80", mask}),
                Arguments.of("fragmented ping", "1002", new String[] {"ping, more: 09", "80", mask}),
                Arguments.of("fragmented close", "1002", new String[] {"close, more: 08", "80", mask}),
                Arguments.of("long ping", "1002", new String[] {"FIN, ping: 89", "16 bits of length: fe"}),
                Arguments.of("long close", "1002", new String[] {"FIN, close: 88", "64 bits of length: ff"}),
                Arguments.of("125 in 16 bits", "1002", new String[] {"81", "fe", "length: 00 7d"}),
                Arguments.of("65535 in 64 bits", "1002", new String[] {"81", "ff", "00 00 00 00 00 00 ff ff"}),
                Arguments.of("negative length", "1002", new String[] {"81", "ff", "80 00 00 00 00 00 00 00"}),
                Arguments.of("one byte too many", "1009", new String[] {"81", "ff", "00 00 00 00 00 02 00 01"}),
                Arguments.of("2^63-1 bytes", "1009", new String[] {"81", "ff", "7f ff ff ff ff ff ff ff"}));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("violations")
    void aBrokenRuleIsNoticedByTheHeaderAlone(String rule, String code, String[] header) {
        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX)) {
            decoder.receive(bytes(header));

            assertThat(decoder.seen()).as(rule).containsExactly(code);
            assertThat(decoder.framesHeard()).isZero();
        }
    }

    @Test
    void nothingBehindABrokenRuleIsReadAndNothingBeforeItIsLost() {
        byte[] broken = bytes("FIN, opcode 3: 83", "MASK, 0 bytes: 80", "mask: 00 00 00 00");

        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX)) {
            decoder.receive(join(text("before"), broken, text("behind"))).receive(text("later"));

            assertThat(decoder.seen()).containsExactly("text fin 0 6265666f7265", "1002");
        }
    }

    @Test
    void rsv1IsForTheFirstFrameOfADeflatedMessageOnly() {
        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX, true, 1 << 20)) {
            decoder.receive(frame(FIN | RSV1 | TEXT, new byte[1])).receive(frame(RSV1 | BINARY, new byte[1]));

            assertThat(decoder.seen()).containsExactly("text fin 4 00", "binary more 4 00");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FIN, RSV1, continuation: c0",
                "FIN, RSV1, close: c8",
                "FIN, RSV1, ping: c9",
                "FIN, RSV1, RSV2, text: e1"
            })
    void elsewhereRsv1BreaksTheRuleEvenWithAgreement(String first) {
        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX, true, 1 << 20)) {
            decoder.receive(bytes(first, "MASK, 0 bytes: 80", "mask: 00 00 00 00"));

            assertThat(decoder.seen()).containsExactly("1002");
        }
    }

    @Test
    void halfAFrameIsPaidFromTheBudgetUntilItsEndComes() {
        byte[] whole = frame(FIN | BINARY, new byte[20_000]);

        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX)) {
            decoder.receive(Arrays.copyOf(whole, 10_000));
            long reservedHalfWay = decoder.reservedBytes();
            decoder.receive(Arrays.copyOfRange(whole, 10_000, whole.length));

            assertThat(reservedHalfWay).isEqualTo(10_000);
            assertThat(decoder.reservedBytes()).isZero();
            assertThat(decoder.seen()).hasSize(1);
        }
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAFrameGivesTheBudgetBack() {
        FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX);
        decoder.receive(Arrays.copyOf(frame(FIN | BINARY, new byte[20_000]), 10_000));

        decoder.close();

        assertThat(decoder.reservedBytes()).isZero();
        assertThat(decoder.seen()).isEmpty();
    }

    @Test
    void whenTheBudgetIsUsedUpTheFrameIsRefusedAsOverload() {
        try (FramePipeline decoder = FramePipeline.decoder(PAYLOAD_BYTES_MAX, false, 8_000)) {
            decoder.receive(Arrays.copyOf(frame(FIN | BINARY, new byte[20_000]), 9_000));

            assertThat(decoder.seen()).containsExactly("1013");
            assertThat(decoder.reservedBytes()).isZero();
        }
    }
}
