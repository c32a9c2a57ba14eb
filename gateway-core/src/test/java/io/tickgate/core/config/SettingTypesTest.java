package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypesTest {
    private static final SizeType SIZE = new SizeType(0, Long.MAX_VALUE, false);
    private static final DurationType DURATION = new DurationType(Duration.ZERO, Duration.ofDays(1));

    @ParameterizedTest
    @CsvSource({
        "512, 512, 512B",
        "512B, 512, 512B",
        "1KiB, 1024, 1KiB",
        "1536B, 1536, 1536B",
        "64 KiB, 65536, 64KiB",
        "1024KiB, 1048576, 1MiB",
        "3GiB, 3221225472, 3GiB",
        "0B, 0, 0B"
    })
    void aSizeIsReadWithItsUnitAndWrittenInTheLargest(String text, long bytes, String written) {
        assertThat(SIZE.parse(text)).isEqualTo(bytes);
        assertThat(SIZE.format(bytes)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "64KB", "64kib", "64K", "1.5MiB", "-1B", "0x10", "1MiB 2", "auto", "٣MiB"})
    void whatIsNoSizeIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SIZE.parse(text))
                .withMessageStartingWith("must be a size such as 64KiB, ")
                .withMessageEndingWith(", was \"" + text + '"');
    }

    @Test
    void aSizeThatOverflowsIsOutOfRange() {
        SizeType type = new SizeType(0, 1L << 40, false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.parse("999999999999999GiB"))
                .withMessageStartingWith("must be 0B to 1024GiB, was ");
    }

    @Test
    void autoIsASizeOnlyWhereItMeansSomething() {
        SizeType type = new SizeType(1024, 4096, true);

        assertThat(type.parse("auto")).isEqualTo(SizeType.AUTO);
        assertThat(type.format(SizeType.AUTO)).isEqualTo("auto");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.parse("0B"))
                .withMessage("must be 1KiB to 4KiB, or auto, was \"0B\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0s, 0, 0s",
        "1500ms, 1500, 1500ms",
        "1000ms, 1000, 1s",
        "30s, 30000, 30s",
        "60s, 60000, 60s",
        "90s, 90000, 90s",
        "2m, 120000, 2m",
        "2 m, 120000, 2m",
        "1h, 3600000, 1h",
        "90m, 5400000, 90m"
    })
    void aDurationIsReadWithItsUnitAndWrittenAsPeopleSayIt(String text, long millis, String written) {
        assertThat(DURATION.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(DURATION.format(Duration.ofMillis(millis))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "30sec", "1.5s", "-1s", "PT30S", "1d", "10000000000ms"})
    void whatIsNoDurationIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DURATION.parse(text))
                .withMessage(
                        "must be a duration such as 1500ms, 30s or 2m, " + DURATION.range() + ", was \"" + text + '"');
    }

    @Test
    void aListIsOneTextWithCommas() {
        ListType<String> type = new ListType<>(new TextType(Pattern.compile("[a-z]+"), "letters"));

        assertThat(type.parse(" a, b ,c,")).containsExactly("a", "b", "c");
        assertThat(type.parse("")).isEmpty();
        assertThat(type.format(List.of("a", "b"))).isEqualTo("a, b");
        assertThat(type.range()).isEqualTo("a list of letters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.parse("a, B"))
                .withMessage("must be letters, was \"B\"");
    }

    @Test
    void aListHasAnEnd() {
        ListType<String> type = new ListType<>(new TextType(Pattern.compile("a"), "a"));

        assertThat(type.parse("a,".repeat(1000))).hasSize(1000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.parse("a,".repeat(1001)))
                .withMessage("must be at most 1000 entries, were 1001");
    }

    @Test
    void anIntegerMayHaveUnderscores() {
        IntegerType type = new IntegerType(0, 1_000_000);

        assertThat(type.parse("1_000")).isEqualTo(1000);
        for (String text : List.of("", "_", "1e3", "1.0", "0x10", "99999999999")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> type.parse(text))
                    .withMessage("must be a whole number, 0 to 1000000, was \"" + text + '"');
        }
    }

    @Test
    void aChoiceIsReadInAnyCase() {
        assertThat(ChoiceType.of(AuthConfig.Mode.class).parse("Open")).isEqualTo(AuthConfig.Mode.OPEN);
        assertThat(ChoiceType.BOOLEAN.parse("TRUE")).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChoiceType.BOOLEAN.parse("yes"))
                .withMessage("must be true or false, was \"yes\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChoiceType.of(AuthConfig.Mode.class).parse("closed"))
                .withMessage("must be off, open or required, was \"closed\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://desk.example.com", "http://desk.example.com:8080", "https://[::1]:443", "*", "http://a"
            })
    void anOriginIsSchemeAndHost(String origin) {
        assertThat(ServerConfig.ALLOWED_ORIGINS.parse(origin)).containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"desk.example.com", "https://desk.example.com/", "ftp://a", "https://", "null", "https://a b"})
    void whatIsNoOriginIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parseOrigin(text)).withMessageContaining("was \"" + text);
    }

    private static void parseOrigin(String text) {
        try {
            ServerConfig.ALLOWED_ORIGINS.parse(text);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
