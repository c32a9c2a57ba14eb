package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChartPointReaderTest {
    private static final String GOOD = "{\"timestamp\":1,\"data_type\":\"trade\",\"value\":2}";
    private static final String GUIDE = "{\"timestamp\": 1731144000.0, \"data_type\": \"ohlcv\", \"value\": 355.0,"
            + " \"additional_data\": {\"field\": \"close\"}}, {\"timestamp\": 1731144000.0,"
            + " \"data_type\": \"indicator_KDJ_K\", \"value\": 65.5, \"additional_data\": {\"D\": 60.0, \"J\": 75.0}}";

    private final ChartPointReader reader = new ChartPointReader();

    private static OpaqueList list(WireFormat format, String elements) throws WireException {
        byte[] json = ('[' + elements + ']').getBytes(UTF_8);
        OpaqueList list = Wire.LARGE.readList(WireFormat.JSON, json, 0, json.length);
        if (format == WireFormat.JSON) {
            return list;
        }
        WireBuffer buffer = new WireBuffer();
        WireWriter.of(format, buffer).list(list);
        return Wire.LARGE.readList(format, buffer.toBytes(), 0, buffer.length());
    }

    private List<ChartPoint> read(WireFormat format, String elements) throws WireException {
        return reader.read(list(format, elements));
    }

    private static String json(MessageBody body) throws WireException {
        WireBuffer buffer = new WireBuffer();
        WireWriter.json(buffer).body(body);
        return new String(buffer.toBytes(), UTF_8);
    }

    private WireException refusal(String elements) {
        return catchThrowableOfType(WireException.class, () -> read(WireFormat.JSON, elements));
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void theGuidesPointsAreReadInBothFormats(WireFormat format) throws WireException {
        List<ChartPoint> points = read(format, GUIDE);

        assertThat(points).hasSize(2);
        assertThat(points.get(0).timestamp()).isEqualTo(1731144000.0);
        assertThat(points.get(0).dataType()).isEqualTo("ohlcv");
        assertThat(points.get(0).field()).isEqualTo("close");
        assertThat(points.get(0).value()).isEqualTo(355.0);
        assertThat(points.get(1).field()).isEmpty();
        assertThat(points.get(1).isExact()).isTrue();
        MessageBody more = Objects.requireNonNull(points.get(1).additionalData());
        assertThat(json(more).replace(" ", "")).isEqualTo("{\"D\":60.0,\"J\":75.0}");
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void anUpdateHoldsThePointsAsTheyWereWrittenAndWhatIsTrueOfThem(WireFormat format) throws WireException {
        List<ChartPoint> points = read(format, GUIDE + ',' + GOOD);

        MessageBody body = new ChartUpdateWriter().update("0700.HK", "add", points, true);

        assertThat(body.format()).isEqualTo(format);
        assertThat(json(body).replace(" ", ""))
                .isEqualTo(
                        ("{\"type\":\"chart_update\",\"symbol\":\"0700.HK\",\"update_type\":\"add\",\"data_points\":["
                                        + GUIDE
                                        + ",{\"timestamp\":1,\"data_type\":\"trade\",\"value\":2,\"additional_data\":{}}],"
                                        + "\"metadata\":{\"data_types\":[\"ohlcv\",\"indicator_KDJ_K\",\"trade\"],"
                                        + "\"batch_size\":3,\"correction\":true}}")
                                .replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data_type\":\"trade\",\"value\":2}|missing_field|data_points[1].timestamp",
                "{\"timestamp\":\"1\",\"data_type\":\"trade\",\"value\":2}|invalid_field|data_points[1].timestamp",
                "{\"timestamp\":null,\"data_type\":\"trade\",\"value\":2}|invalid_field|data_points[1].timestamp",
                "{\"timestamp\":-1,\"data_type\":\"trade\",\"value\":2}|invalid_field|data_points[1].timestamp",
                "{\"timestamp\":1731144060000,\"data_type\":\"trade\",\"value\":2}|invalid_field"
                        + "|data_points[1].timestamp",
                "{\"timestamp\":253402300800,\"data_type\":\"trade\",\"value\":2}|invalid_field"
                        + "|data_points[1].timestamp",
                "{\"timestamp\":1e300,\"data_type\":\"trade\",\"value\":2}|invalid_field|data_points[1].timestamp",
                "{\"timestamp\":1,\"timestamp\":1}|invalid_json|data_points[1].timestamp",
                "{\"timestamp\":1,\"value\":2}|missing_field|data_points[1].data_type",
                "{\"timestamp\":1,\"data_type\":7,\"value\":2}|invalid_field|data_points[1].data_type",
                "{\"timestamp\":1,\"data_type\":\"OHLCV\",\"value\":2}|invalid_field|data_points[1].data_type",
                "{\"timestamp\":1,\"data_type\":\"indicator_\",\"value\":2}|invalid_field|data_points[1].data_type",
                "{\"timestamp\":1,\"data_type\":\"trade\"}|missing_field|data_points[1].value",
                "{\"timestamp\":1,\"data_type\":\"trade\",\"value\":[]}|invalid_field|data_points[1].value",
                "{\"timestamp\":1,\"data_type\":\"trade\",\"value\":true}|invalid_field|data_points[1].value",
                "{\"timestamp\":1,\"data_type\":\"trade\",\"value\":2,\"additional_data\":[]}|invalid_field"
                        + "|data_points[1].additional_data",
                "{\"timestamp\":1,\"data_type\":\"indicator_a\\u0000\",\"value\":2}|invalid_field|data_points[1].data_type",
                "{\"timestamp\":1,\"data_type\":\"indicator_a b\",\"value\":2}|invalid_field|data_points[1].data_type",
                "{\"timestamp\":1,\"data_type\":\"indicator_\\u200b\",\"value\":2}|invalid_field|data_points[1].data_type",
                "7|invalid_field|data_points[1]",
                "[]|invalid_field|data_points[1]"
            })
    void aRefusalNamesThePointAndItsField(String element, String code, String field) {
        WireException refusal = refusal(GOOD + ',' + element);

        assertThat(refusal.code().wireName()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.text()).contains(field);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void nullForAdditionalDataIsAnEmptyObject(WireFormat format) throws WireException {
        String point = "{\"additional_data\":%s,\"timestamp\":1,\"data_type\":\"trade\",\"value\":2.5}";

        List<ChartPoint> points = read(format, point.formatted("null") + ',' + GOOD);

        assertThat(json(points.get(0).body()).replace(" ", "")).isEqualTo(point.formatted("{}"));
        assertThat(json(Objects.requireNonNull(points.get(0).additionalData()))).isEqualTo("{}");
        assertThat(points).hasSize(2);
    }

    @Test
    void aTimeIsInSecondsUpToTheEndOfTheYear9999() throws WireException {
        String point = "{\"timestamp\":%s,\"data_type\":\"trade\",\"value\":2}";

        assertThat(read(WireFormat.JSON, point.formatted("253402300799"))).hasSize(1);
        assertThat(refusal(point.formatted("1731144060000")).text()).contains("Unix time in seconds");
    }

    @Test
    void aBatchHoldsOneToAThousandPoints() throws WireException {
        String thousand = String.join(",", Collections.nCopies(1000, GOOD));

        assertThat(read(WireFormat.JSON, thousand)).hasSize(1000);
        assertThat(refusal(thousand + ',' + GOOD).field()).isEqualTo("data_points");
        assertThat(refusal("").field()).isEqualTo("data_points");
    }

    @Test
    void anIndicatorsNameHasAtMost64Characters() throws WireException {
        String point = "{\"timestamp\":1,\"data_type\":\"indicator_%s\",\"value\":2}";

        assertThat(read(WireFormat.JSON, point.formatted("x".repeat(64)))).hasSize(1);
        assertThat(refusal(point.formatted("x".repeat(65))).code()).isEqualTo(ErrorCode.INVALID_FIELD);
    }

    @ParameterizedTest
    @CsvSource({
        "355,true",
        "355.10,true",
        "1e3,true",
        "0.1,true",
        "9007199254740992,true",
        "9007199254740993,false",
        "0.1234567890123456789,false",
        "1e-400,false",
        "123456789012345678901234567890,false"
    })
    void itIsKnownWhetherADoubleHoldsTheNumber(String number, boolean exact) throws WireException {
        String point = "{\"timestamp\":1,\"data_type\":\"trade\",\"value\":" + number + "}";

        assertThat(read(WireFormat.JSON, point).get(0).isExact()).isEqualTo(exact);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void aListThatIsNoArrayIsRefused(WireFormat format) {
        byte[] object = format == WireFormat.JSON ? "{\"a\":1}".getBytes(UTF_8) : Wire.hex("81a16101");

        WireException refusal =
                catchThrowableOfType(WireException.class, () -> Wire.LARGE.readList(format, object, 0, object.length));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
    }
}
