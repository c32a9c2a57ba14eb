package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Walking the bytes gives what the JSON library's parser gives ({@link ParsedTranscoder}), to the byte. */
class JsonTranscoderTest {
    private static byte[] walked(byte[] elements, int offset, int length) throws WireException {
        WireBuffer out = new WireBuffer();
        JsonTranscoder.elements(elements, offset, length, new MsgPackWriter(out));
        return out.toBytes();
    }

    private static byte[] parsed(byte[] elements) throws WireException {
        WireBuffer out = new WireBuffer();
        ParsedTranscoder.elements(elements, 0, elements.length, new MsgPackWriter(out));
        return out.toBytes();
    }

    private static void isTheSame(String json) throws WireException {
        byte[] bytes = json.getBytes(UTF_8);
        byte[] amidst = ("]}" + json + "\"1").getBytes(UTF_8);

        assertThat(walked(amidst, 2, bytes.length)).as(json).isEqualTo(parsed(bytes));
    }

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> sign = Arbitraries.of("", "-");
        Arbitrary<String> whole = Arbitraries.oneOf(
                Arbitraries.just("0"),
                Combinators.combine(
                                Arbitraries.chars().range('1', '9'),
                                Arbitraries.strings().numeric().ofMaxLength(24))
                        .as((first, rest) -> first + rest));
        Arbitrary<String> fraction = Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(24).map(digits -> "." + digits));
        Arbitrary<String> exponent = Arbitraries.oneOf(
                Arbitraries.just(""),
                Combinators.combine(
                                Arbitraries.of("e", "E", "e+", "e-", "E-", "e0", "e-00"),
                                Arbitraries.integers().between(0, 400))
                        .as((e, digits) -> e + digits));
        return Combinators.combine(sign, whole, fraction, exponent).as((s, w, f, e) -> s + w + f + e);
    }

    @Provide
    Arbitrary<String> strings() {
        Arbitrary<String> plain = Arbitraries.strings()
                .filter(text -> text.chars()
                        .noneMatch(c -> c < ' ' || c == '"' || c == '\\' || Character.isSurrogate((char) c)));
        Arbitrary<String> simple =
                Arbitraries.of("\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "é", "€", "\uD83D\uDE00");
        Arbitrary<String> unit = Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 0xffff),
                        Arbitraries.integers().between(0xd7ff, 0xe000))
                .map(point -> String.format("\\u%04x", point));
        return Arbitraries.oneOf(plain, simple, unit, unit.map(text -> text.replace('a', 'A')))
                .list()
                .ofMaxSize(8)
                .map(parts -> '"' + String.join("", parts) + '"');
    }

    /** Without escaped surrogates: the reader takes none in names. */
    private Arbitrary<String> names() {
        return strings().filter(text -> !text.matches("(?is).*\\\\ud[89a-f].*"));
    }

    private Arbitrary<String> values(int depth) {
        Arbitrary<String> leaves = Arbitraries.oneOf(numbers(), strings(), Arbitraries.of("true", "false", "null"));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<String> blanks = Arbitraries.of("", "", " ", "\n", "\t\r ");
        Arbitrary<String> arrays = Combinators.combine(
                        Arbitraries.lazy(() -> values(depth - 1)).list().ofMaxSize(4), blanks)
                .as((items, blank) -> "[" + blank + String.join(blank + "," + blank, items) + blank + "]");
        Arbitrary<String> members = Combinators.combine(names(), blanks, Arbitraries.lazy(() -> values(depth - 1)))
                .as((name, blank, value) -> blank + name + blank + ":" + blank + value + blank);
        Arbitrary<String> objects = members.list().ofMaxSize(4).map(items -> "{" + String.join(",", items) + "}");
        return Arbitraries.frequencyOf(Tuple.of(3, leaves), Tuple.of(1, arrays), Tuple.of(1, objects));
    }

    @Provide
    Arbitrary<String> elements() {
        return values(2).list().ofMinSize(1).ofMaxSize(3).map(items -> String.join(" , ", items));
    }

    @Property(tries = 2_000)
    void everyNumberIsTheNearestOne(@ForAll("numbers") String number) throws WireException {
        isTheSame(number);
    }

    @Property(tries = 1_000)
    void everyDoubleIsWhatItWas(@ForAll double value) throws WireException {
        isTheSame(Double.toString(value));
    }

    @Property(tries = 1_000)
    void everyPriceIsTheNearestDouble(@ForAll long hundredths) throws WireException {
        isTheSame(BigDecimal.valueOf(hundredths, 2).toPlainString());
    }

    @Property(tries = 1_000)
    void everyStringSaysWhatItsEscapesMean(@ForAll("strings") String string) throws WireException {
        isTheSame(string);
    }

    @Property(tries = 300)
    void everyValueIsTheSame(@ForAll("elements") String json) throws WireException {
        isTheSame(json);
    }

    @Example
    void theEdgesOfWhatIntegersAndDoublesHoldAreKept() throws WireException {
        for (String number : List.of(
                "0",
                "-0",
                "0.0",
                "-0.0",
                "-0e9",
                "0e99999999999",
                "9007199254740992.0",
                "9007199254740993.0",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "-9223372036854775809",
                "18446744073709551615",
                "18446744073709551616",
                "9999999999999999999",
                "10000000000000000000",
                "-18446744073709551615",
                "1e22",
                "1e23",
                "123456789e-22",
                "123456789e-23",
                "1e308",
                "1.8e308",
                "-1e999",
                "4.9e-324",
                "1e-400",
                "0.1e1",
                "9".repeat(400))) {
            isTheSame(number);
        }
    }

    @Property(tries = 1_000)
    void whatNoReaderCheckedIsWrittenOrRefusedAndNothingElse(
            @ForAll("elements") String json, @ForAll int at, @ForAll char instead) {
        StringBuilder broken = new StringBuilder(json);
        broken.setCharAt(Math.floorMod(at, json.length()), instead);
        byte[] bytes =
                broken.substring(0, Math.floorMod(at / 7, json.length()) + 1).getBytes(UTF_8);
        assertThat(catching(bytes)).isIn(null, WireException.class);
    }

    private static @Nullable Class<?> catching(byte[] bytes) {
        try {
            walked(bytes, 0, bytes.length);
            return null;
        } catch (WireException | RuntimeException e) {
            return e.getClass();
        }
    }

    @Example
    void containersOfEverySizeTellIt() throws WireException {
        for (int count : new int[] {0, 15, 16, 70_000}) {
            isTheSame("[" + String.join(",", Collections.nCopies(count, "1")) + "]");
            isTheSame("{" + String.join(",", Collections.nCopies(count, "\"a\":1")) + "}");
        }
    }

    @Example
    void nestingBeyondItsLimitIsRefused() throws WireException {
        isTheSame("[".repeat(500) + "]".repeat(500));

        byte[] deep = ("[".repeat(513) + "]".repeat(513)).getBytes(UTF_8);
        assertThatThrownBy(() -> walked(deep, 0, deep.length)).isInstanceOf(WireException.class);
    }
}
