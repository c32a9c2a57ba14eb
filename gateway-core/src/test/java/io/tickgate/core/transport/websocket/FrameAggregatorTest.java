package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.BINARY;
import static io.tickgate.core.transport.websocket.ClientFrames.CONTINUATION;
import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.PING;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.close;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameAggregatorTest {
    private static final int MESSAGE_BYTES_MAX = 1000;
    private static final long BUDGET_BYTES = 1 << 20;

    @Test
    void fragmentsBecomeOneFrameOfTheFirstOnesKind() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(frame(TEXT, utf8("a")))
                    .receive(frame(CONTINUATION, utf8("")))
                    .receive(frame(CONTINUATION, utf8("bc")))
                    .receive(frame(FIN | CONTINUATION, utf8("d")))
                    .receive(frame(BINARY, utf8("e")))
                    .receive(frame(FIN | CONTINUATION, utf8("")));

            assertThat(pipeline.seen()).containsExactly("text fin 0 61626364", "binary fin 0 65");
        }
    }

    @Test
    void theMarkOfADeflatedMessageStandsOnItsFirstFragmentAndIsKept() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(frame(RSV1 | TEXT, utf8("a"))).receive(frame(FIN | CONTINUATION, utf8("b")));

            assertThat(pipeline.seen()).containsExactly("text fin 4 6162");
        }
    }

    @Test
    void controlFramesPassBetweenFragments() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(frame(TEXT, utf8("a")))
                    .receive(frame(FIN | PING, utf8("p")))
                    .receive(frame(FIN | CONTINUATION, utf8("b")));

            assertThat(pipeline.seen()).containsExactly("ping fin 0 70", "text fin 0 6162");
        }
    }

    @Test
    void aContinuationOfNothingBreaksTheRule() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(text("a"))
                    .receive(frame(FIN | CONTINUATION, utf8("b")))
                    .receive(text("c"));

            assertThat(pipeline.seen()).containsExactly("text fin 0 61", "1002");
        }
    }

    @Test
    void aMessageInsideAMessageBreaksTheRule() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(frame(TEXT, utf8("a"))).receive(text("b")).receive(close(1000, ""));

            assertThat(pipeline.seen()).containsExactly("1002");
        }
    }

    @Test
    void theLimitCountsTheWholeMessageAndItsLastByteFits() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(frame(BINARY, new byte[600])).receive(frame(FIN | CONTINUATION, new byte[400]));

            assertThat(pipeline.seen()).containsExactly("binary fin 0 " + "00".repeat(1000));
        }
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(frame(BINARY, new byte[600])).receive(frame(FIN | CONTINUATION, new byte[401]));

            assertThat(pipeline.seen()).containsExactly("1009");
        }
    }

    @Test
    void whatHasComeOfAMessageIsPaidFromTheBudgetUntilItsEnd() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(frame(BINARY, new byte[600])).receive(frame(CONTINUATION, new byte[100]));
            long reservedHalfWay = pipeline.reservedBytes();
            pipeline.receive(frame(FIN | CONTINUATION, new byte[1]));

            assertThat(reservedHalfWay).isEqualTo(700);
            assertThat(pipeline.reservedBytes()).isZero();
        }
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAMessageGivesTheBudgetBack() {
        FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES);
        pipeline.receive(frame(BINARY, new byte[600]));

        pipeline.close();

        assertThat(pipeline.reservedBytes()).isZero();
    }

    @Test
    void whenTheBudgetIsUsedUpTheMessageIsRefusedAsOverload() {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, 700)) {
            pipeline.receive(frame(BINARY, new byte[600])).receive(frame(CONTINUATION, new byte[101]));

            assertThat(pipeline.seen()).containsExactly("1013");
            assertThat(pipeline.reservedBytes()).isZero();
        }
    }
}
