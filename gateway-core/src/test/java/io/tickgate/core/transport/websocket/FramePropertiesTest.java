package io.tickgate.core.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class FramePropertiesTest {
    private static final int MESSAGE_BYTES_MAX = 10_000;
    private static final long BUDGET_BYTES = 1 << 20;

    /** The frames are ASCII: text that is not UTF-8 is refused the sooner the smaller its pieces are. */
    @Property(tries = 500)
    void bytesCutAnywhereGiveTheSameFrames(
            @ForAll("streams") List<byte[]> frames, @ForAll("cuts") List<Integer> pieceBytes) {
        byte[] stream = ClientFrames.join(frames.toArray(byte[][]::new));

        try (FramePipeline whole = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES);
                FramePipeline cut = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            whole.receive(stream);
            int from = 0;
            for (int i = 0; from < stream.length; i++) {
                int to = Math.min(stream.length, from + pieceBytes.get(i % pieceBytes.size()));
                cut.receive(Arrays.copyOfRange(stream, from, to));
                from = to;
            }

            assertThat(cut.seen()).isEqualTo(whole.seen());
            assertThat(cut.framesHeard()).isEqualTo(whole.framesHeard());
        }
    }

    @Property(tries = 1000)
    void arbitraryBytesBecomeFramesOrAViolationThatNoFrameFollows(
            @ForAll byte[] bytes, @ForAll("cuts") List<Integer> cuts) {
        try (FramePipeline pipeline = FramePipeline.aggregator(MESSAGE_BYTES_MAX, BUDGET_BYTES)) {
            pipeline.receive(bytes);
            pipeline.receive(new byte[cuts.get(0)]);

            // The decoder may find a fault of its own behind one of the aggregator's; no frame comes behind either.
            assertThat(String.join(
                            "", pipeline.seen().stream().map(item -> item + ";").toList()))
                    .matches("(\\w+ fin [04] [0-9a-f]*;)*(10\\d\\d;){0,2}");
        }
    }

    /** Frames of every kind, now and then one that is not allowed where it stands, or at all. */
    @Provide
    Arbitrary<List<byte[]>> streams() {
        Arbitrary<Integer> first = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of(0x81, 0x82, 0x01, 0x00, 0x80, 0x89, 0x8A, 0xC1)),
                Tuple.of(1, Arbitraries.of(0x83, 0x09, 0xA1, 0x88)));
        Arbitrary<byte[]> payload = Arbitraries.bytes()
                .between((byte) 0, (byte) 127)
                .array(byte[].class)
                .ofMaxSize(300);
        return Combinators.combine(first, payload)
                .as((head, body) -> ClientFrames.frame(head, (head & 8) != 0 && body.length > 125 ? new byte[1] : body))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(5);
    }
}
