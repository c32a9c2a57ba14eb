package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesCodecTest {
    private final PreferencesCodec codec = new PreferencesCodec(WireLimits.DEFAULT);

    private NotificationPreferences read(String json) throws WireException {
        return codec.read(Wire.body(json));
    }

    private WireException refusal(String json) {
        try {
            throw new AssertionError("was read: " + read(json));
        } catch (WireException e) {
            return e;
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() throws WireException {
        NotificationPreferences preferences =
                new NotificationPreferences(true, 22, 7, Map.of("info", false), "Asia/Hong_Kong");
        WireBuffer out = new WireBuffer();

        PreferencesCodec.write(preferences, WireWriter.json(out));
        String json = new String(out.toBytes(), UTF_8);

        assertThat(json)
                .isEqualTo("{\"mute_all\":true,\"quiet_hours_start\":22,\"quiet_hours_end\":7,"
                        + "\"types\":{\"info\":false},\"time_zone\":\"Asia/Hong_Kong\"}");
        assertThat(read(json)).isEqualTo(preferences);
    }

    @Test
    void whatIsAbsentOrNullHasItsDefault() throws WireException {
        assertThat(read("{}")).isEqualTo(NotificationPreferences.DEFAULT);
        assertThat(read("{\"mute_all\":null,\"quiet_hours_start\":null,\"quiet_hours_end\":null,\"types\":null,"
                        + "\"time_zone\":null}"))
                .isEqualTo(NotificationPreferences.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"mute_all\":1}; mute_all",
                "{\"quiet_hours_start\":24,\"quiet_hours_end\":1}; quiet_hours_start",
                "{\"quiet_hours_start\":-1,\"quiet_hours_end\":1}; quiet_hours_start",
                "{\"quiet_hours_start\":1.5,\"quiet_hours_end\":1}; quiet_hours_start",
                "{\"quiet_hours_start\":1,\"quiet_hours_end\":\"2\"}; quiet_hours_end",
                "{\"quiet_hours_start\":1}; quiet_hours_end",
                "{\"quiet_hours_end\":1}; quiet_hours_start",
                "{\"types\":[]}; types",
                "{\"types\":{\"info\":1}}; types.info",
                "{\"types\":{\"a\":true,\"b\":{\"c\":true}}}; types.b",
                "{\"types\":{\"\":true}}; types.",
                "{\"time_zone\":\"Mars/Olympus\"}; time_zone",
                "{\"time_zone\":\"+08:00\"}; time_zone",
                "{\"time_zone\":8}; time_zone"
            })
    void whatCannotBeIsNamed(String json, String field) {
        WireException fault = refusal(json);

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(fault.field()).isEqualTo(field);
    }

    @Test
    void noMoreThanSixtyFourTypesAreKept() throws WireException {
        String most =
                IntStream.range(0, 64).mapToObj(i -> "\"t" + i + "\":false").collect(Collectors.joining(","));

        assertThat(read("{\"types\":{" + most + "}}").types()).hasSize(64);
        assertThat(refusal("{\"types\":{" + most + ",\"more\":true}}").field()).isEqualTo("types");
    }

    @ParameterizedTest
    @CsvSource({
        "22,7,23,true",
        "22,7,0,true",
        "22,7,6,true",
        "22,7,7,false",
        "22,7,21,false",
        "9,17,9,true",
        "9,17,17,false",
        "9,17,8,false",
        "5,5,5,false"
    })
    void quietHoursLieFromTheirStartToBeforeTheirEnd(int start, int end, int hour, boolean quiet) {
        NotificationPreferences preferences = new NotificationPreferences(false, start, end, Map.of(), null);

        assertThat(preferences.isQuiet(hour)).isEqualTo(quiet);
    }
}
