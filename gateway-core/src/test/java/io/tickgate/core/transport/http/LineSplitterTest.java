package io.tickgate.core.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.tickgate.core.limit.ByteBudget;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private static final int LINE_BYTES_MAX = 16;

    /** Writes down what it hears, one event a line. */
    private static final class Heard implements LineSplitter.Sink {
        private final List<String> events = new ArrayList<>();

        @Override
        public void onLine(long number, byte[] bytes, int length) {
            events.add(number + ":" + new String(bytes, 0, length, UTF_8));
        }

        @Override
        public void onLineTooLong(long number) {
            events.add(number + " too long");
        }

        @Override
        public void onNoMemory(long number) {
            events.add(number + " no memory");
        }
    }

    private static List<String> split(ByteBudget budget, String... pieces) {
        Heard heard = new Heard();
        try (LineSplitter splitter = new LineSplitter(LINE_BYTES_MAX, budget, heard)) {
            for (String piece : pieces) {
                splitter.feed(Unpooled.wrappedBuffer(piece.getBytes(UTF_8)));
            }
            splitter.end();
        }
        return heard.events;
    }

    private static List<String> split(String... pieces) {
        return split(new ByteBudget(1 << 20), pieces);
    }

    @Test
    void linesEndWithLfOrCrlfAndTheLastMayLackIt() {
        assertThat(split("a\nb\r\nc")).containsExactly("1:a", "2:b", "3:c");
        assertThat(split("a\n")).containsExactly("1:a");
        assertThat(split("a\r")).containsExactly("1:a");
        assertThat(split("")).isEmpty();
    }

    @Test
    void blankLinesAreCountedAndNotDelivered() {
        assertThat(split("\n\r\n \t\nd\n\n\nf")).containsExactly("4:d", "7:f");
    }

    @Test
    void aCarriageReturnInsideALineBelongsToIt() {
        assertThat(split("a\rb\r\r\n")).containsExactly("1:a\rb\r");
    }

    @Test
    void aLineOfExactlyTheLimitIsTakenWhateverItsEnd() {
        String full = "x".repeat(LINE_BYTES_MAX);

        assertThat(split(full + "\n" + full + "\r\n" + full)).containsExactly("1:" + full, "2:" + full, "3:" + full);
        assertThat(split(full + "\r", "\n")).containsExactly("1:" + full);
        assertThat(split(full + "y\nz")).containsExactly("1 too long", "2:z");
        assertThat(split(full + "yy\nz")).containsExactly("1 too long", "2:z");
        assertThat(split(full + "\r\r\nz")).containsExactly("1 too long", "2:z");
        assertThat(split(full + "y")).containsExactly("1 too long");
    }

    @Test
    void aLineThatFindsNoMemoryIsThrownAwayAndTheNextIsTriedAgain() {
        ByteBudget budget = new ByteBudget(8);

        assertThat(split(budget, "a\nb")).containsExactly("1 no memory", "2 no memory");
        assertThat(budget.freeBytes()).isEqualTo(8);
    }

    @Test
    void aPieceIsBorrowedAndLeftAsItIs() {
        var piece = Unpooled.wrappedBuffer("a\nb\n".getBytes(UTF_8));

        try (LineSplitter splitter = new LineSplitter(LINE_BYTES_MAX, new ByteBudget(1 << 20), new Heard())) {
            splitter.feed(piece);
        }

        assertThat(piece.readableBytes()).isEqualTo(4);
        assertThat(piece.refCnt()).isEqualTo(1);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab \r\n\n").ofMinLength(0).ofMaxLength(120);
    }

    @Property(tries = 500)
    void piecesCutAnywhereGiveTheSameLines(
            @ForAll("texts") String text,
            @ForAll List<@net.jqwik.api.constraints.IntRange(min = 1, max = 9) Integer> cuts) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        for (int cut : cuts) {
            int end = Math.min(text.length(), at + cut);
            pieces.add(text.substring(at, end));
            at = end;
        }
        pieces.add(text.substring(at));
        ByteBudget budget = new ByteBudget(LINE_BYTES_MAX + 1);

        List<String> events = split(budget, pieces.toArray(new String[0]));

        assertThat(events).isEqualTo(expected(text));
        assertThat(budget.freeBytes()).isEqualTo(LINE_BYTES_MAX + 1);
    }

    /** The same rules, from the whole text. */
    private static List<String> expected(String text) {
        List<String> events = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            if (line.length() > LINE_BYTES_MAX) {
                events.add((i + 1) + " too long");
            } else if (!line.replace("\t", " ").isBlank() || line.contains("\r")) {
                events.add((i + 1) + ":" + line);
            }
        }
        return events;
    }
}
