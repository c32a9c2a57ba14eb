package io.tickgate.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.StatusFields;
import io.tickgate.protocol.message.SystemFigures;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemStatusCodecTest {
    private static final SystemFigures FIGURES = new SystemFigures(3, 45.5, 512.0, 1);

    private final SystemStatusCodec codec = new SystemStatusCodec(WireLimits.DEFAULT);

    private StatusFields read(String document) throws WireException {
        return codec.readDocument(WireFormat.JSON, document.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), StandardCharsets.UTF_8);
    }

    @Test
    void theGatewaysOwnFiguresAreTheGuidesFour() {
        assertThat(text(codec.status(FIGURES, StatusFields.NONE)))
                .isEqualTo("\"active_connections\":3,\"cpu_usage\":45.5,\"memory_usage\":512.0,\"active_backtests\":1");
    }

    @Test
    void whatIsSuppliedKeepsItsDigitsAndItsPlace() throws WireException {
        StatusFields fields = read(
                "{ \"disk\" : {\"a,}\":[1.50,\"x\\\",\"]} ,\"active_connections\":9, \"cpu_usage\": 1.230e1,\"n\":9007199254740993}");

        MessageBody status = codec.status(FIGURES, fields);

        assertThat(text(status).replace(" ", ""))
                .isEqualTo("\"active_connections\":3,\"memory_usage\":512.0,\"active_backtests\":1,"
                        + "\"disk\":{\"a,}\":[1.50,\"x\\\",\"]},\"cpu_usage\":1.230e1,\"n\":9007199254740993");
        assertThat(status.memberCount()).isEqualTo(6);
    }

    @Test
    void nullLeavesAFigureToTheGatewayAndIsAValueOfAnyOther() throws WireException {
        StatusFields fields =
                read("{\"cpu_usage\":null,\"note\":null,\"active_backtests\":7,\"active_connections\":null}");

        assertThat(text(codec.status(FIGURES, fields)))
                .isEqualTo("\"active_connections\":3,\"cpu_usage\":45.5,\"memory_usage\":512.0,"
                        + "\"note\":null,\"active_backtests\":7");
    }

    @Test
    void messagePackIsReadAsWell() throws WireException {
        WireBuffer buffer = new WireBuffer();
        WireWriter out = WireWriter.of(WireFormat.MSGPACK, buffer);
        out.beginObject(1).name("status").beginObject(2);
        out.name("memory_usage").real(10.5);
        out.name("note").string("a\"b");
        out.endObject().endObject();

        StatusFields fields = codec.readDocument(WireFormat.MSGPACK, buffer.toBytes());

        assertThat(text(fields.members())).isEqualTo("\"memory_usage\":10.5,\"note\":\"a\\\"b\"");
        assertThat(fields.hasMemoryUsage()).isTrue();
        assertThat(fields.hasCpuUsage()).isFalse();
    }

    @Test
    void whatStandsBesideTheStatusIsPassedOver() throws WireException {
        StatusFields fields =
                read("{\"cpu_usage\":500,\"status\":{\"memory_usage\":7},\"timestamp\":\"t\",\"data\":[1]}");

        assertThat(text(fields.members())).isEqualTo("\"memory_usage\":7");
        assertThat(fields.hasCpuUsage()).isFalse();
    }

    @Test
    void anUpdateIsTheGuidesMessage() throws WireException {
        MessageBody update = codec.update(codec.status(FIGURES, StatusFields.NONE), 1_731_144_000_000L);

        assertThat(text(update))
                .isEqualTo("\"type\":\"system_status_update\",\"status\":{\"active_connections\":3,\"cpu_usage\":45.5,"
                        + "\"memory_usage\":512.0,\"active_backtests\":1},\"timestamp\":\"2024-11-09T09:20:00.000Z\"");
        assertThat(update.hasType()).isTrue();
        assertThat(update.hasTimestamp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cpu_usage\":100.1} | INVALID_FIELD | cpu_usage",
                "{\"status\":{\"cpu_usage\":true}} | INVALID_FIELD | status.cpu_usage",
                "{\"status\":{}} | MISSING_FIELD | status",
                "{\"status\":{\"cpu_usage\":500},\"timestamp\":\"t\"} | INVALID_FIELD | status.cpu_usage",
                "{\"timestamp\":\"t\",\"status\":{\"cpu_usage\":500}} | INVALID_FIELD | status.cpu_usage",
                "{\"status\":5} | INVALID_FIELD | status",
                "{\"status\":null} | INVALID_FIELD | status",
                "{\"cpu_usage\":5,\"status\":\"ok\"} | INVALID_FIELD | status",
                "{\"status\":{\"a\":1},\"status\":{\"a\":1}} | INVALID_JSON | status",
                "{} | MISSING_FIELD | status",
                "{\"cpu_usage\":null} | MISSING_FIELD | status",
                "{\"cpu_usage\":null,\"cpu_usage\":5} | INVALID_JSON | cpu_usage",
                "{\"a\":1,\"\\u0061\":2} | INVALID_JSON | a",
                "{\"status\":{\"memory_usage\":\"1\"}} | INVALID_FIELD | status.memory_usage"
            })
    void aFaultNamesItsField(String document, ErrorCode code, String field) {
        assertThatThrownBy(() -> read(document))
                .asInstanceOf(InstanceOfAssertFactories.type(WireException.class))
                .satisfies(fault -> {
                    assertThat(fault.code()).isEqualTo(code);
                    assertThat(fault.field()).isEqualTo(field);
                });
    }

    @Test
    void whatIsNoObjectOrNoDocumentIsRefused() {
        assertThatThrownBy(() -> read("[1]")).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> read("{\"a\":1}{")).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> read("{\"status\":{\"a\":1}}x")).isInstanceOf(WireException.class);
    }
}
