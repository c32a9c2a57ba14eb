package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final DateTimeFormatter JDK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Property(tries = 5000)
    void everyMillisecondOfTenThousandYearsIsWrittenAsTheJdkDoesAndReadBack(
            @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis) {
        String written = new String(Timestamps.toAscii(millis), US_ASCII);

        assertThat(written).isEqualTo(JDK.format(Instant.ofEpochMilli(millis)));
        assertThat(Timestamps.parse(written)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-09T12:00:00Z,1762689600000",
        "2025-11-09T12:00:00.5Z,1762689600500",
        "2025-11-09T12:00:00.123456789Z,1762689600123",
        "2024-02-29T00:00:00Z,1709164800000"
    })
    void theFractionIsOptionalAndCutToMilliseconds(String text, long millis) {
        assertThat(Timestamps.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-11-09",
                "2025-11-09T12:00:00",
                "2025-11-09T12:00:00+08:00",
                "2025-11-09T12:00:00.Z",
                "2025-11-09T12:00:00.1234567890Z",
                "2025-11-09 12:00:00Z",
                "2025-02-29T00:00:00Z",
                "2025-13-01T00:00:00Z",
                "2025-11-09T24:00:00Z",
                "2025-11-09T12:00:60Z",
                "-025-11-09T12:00:00Z"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Timestamps.INVALID);
    }
}
