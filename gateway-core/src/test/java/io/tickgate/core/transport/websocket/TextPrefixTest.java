package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.CONTINUATION;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.PING;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.join;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text that arrives in pieces fails with the first byte that no text can have there (RFC 6455 section 8.1). */
class TextPrefixTest {
    private static final byte[] GREEK = utf8("κόσμε");
    private static final byte[] SURROGATE = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
    private static final byte[] WRONG_IN_THE_MIDDLE = join(GREEK, SURROGATE, utf8("edited"));
    private static final int HEADER_BYTES = 6;

    private static List<String> seen(byte[]... reads) {
        try (FramePipeline pipeline = FramePipeline.aggregator(1000, 1 << 20)) {
            for (byte[] read : reads) {
                pipeline.receive(read);
            }
            return List.copyOf(pipeline.seen());
        }
    }

    @Test
    void aFrameFailsWithTheByteThatIsWrongThoughTheRestHasNotCome() {
        byte[] frame = frame(FIN | TEXT, WRONG_IN_THE_MIDDLE);
        int wrong = HEADER_BYTES + GREEK.length + 1;

        assertThat(seen(Arrays.copyOf(frame, wrong))).isEmpty();
        assertThat(seen(Arrays.copyOf(frame, wrong + 1))).containsExactly("1007");
        assertThat(seen(Arrays.copyOf(frame, 9), Arrays.copyOfRange(frame, 9, wrong + 1)))
                .containsExactly("1007");
    }

    @Test
    void aMessageFailsWithTheFragmentThatIsWrong() {
        assertThat(seen(frame(TEXT, GREEK))).isEmpty();
        assertThat(seen(frame(TEXT, GREEK), frame(CONTINUATION, SURROGATE))).containsExactly("1007");
        assertThat(seen(join(frame(TEXT, GREEK), frame(FIN | PING, utf8("x")), frame(CONTINUATION, SURROGATE))))
                .containsExactly("ping fin 0 78", "1007");
        assertThat(seen(frame(TEXT, GREEK), Arrays.copyOf(frame(FIN | CONTINUATION, WRONG_IN_THE_MIDDLE), 20)))
                .containsExactly("1007");
    }

    @Test
    void aLetterMayGoOnInTheNextFragmentAndPiece() {
        byte[] smile = utf8("😀");
        byte[] end = frame(FIN | CONTINUATION, Arrays.copyOfRange(smile, 2, 4));

        assertThat(seen(
                        frame(TEXT, Arrays.copyOf(smile, 1)),
                        frame(CONTINUATION, new byte[0]),
                        frame(CONTINUATION, new byte[] {smile[1]}),
                        Arrays.copyOf(end, end.length - 1),
                        new byte[] {end[end.length - 1]}))
                .containsExactly("text fin 0 f09f9880");
    }

    @Test
    void aLetterThatAMessageEndsInIsForgottenByTheNext() {
        assertThat(seen(
                        frame(TEXT, Arrays.copyOf(GREEK, 1)),
                        frame(FIN | CONTINUATION, new byte[0]),
                        frame(TEXT, utf8("a")),
                        frame(FIN | CONTINUATION, utf8("b"))))
                .containsExactly("text fin 0 ce", "text fin 0 6162");
    }

    @Test
    void whatIsBinaryOrDeflatedIsNotJudged() {
        assertThat(seen(
                        frame(BINARY, SURROGATE),
                        frame(FIN | CONTINUATION, SURROGATE),
                        frame(RSV1 | TEXT, SURROGATE),
                        frame(FIN | CONTINUATION, SURROGATE)))
                .containsExactly("binary fin 0 eda080eda080", "text fin 4 eda080eda080");
        assertThat(seen(Arrays.copyOf(frame(FIN | RSV1 | TEXT, WRONG_IN_THE_MIDDLE), 20)))
                .isEmpty();
    }

    /** The order of the fragments is wrong, whatever is in them. */
    @Test
    void aMessageInsideAMessageIsAFaultOfItsOwn() {
        byte[] inside = frame(FIN | TEXT, SURROGATE);

        assertThat(seen(frame(TEXT, GREEK), Arrays.copyOf(inside, 8), Arrays.copyOfRange(inside, 8, inside.length)))
                .containsExactly("1002");
    }
}
