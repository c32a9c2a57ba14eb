package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationDraft;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationReaderTest {
    private static final long NOON = 1_762_689_600_000L;
    private static final String LEAST = "\"type\":\"info\",\"title\":\"t\",\"message\":\"\"";

    private final NotificationReader reader = new NotificationReader(WireLimits.DEFAULT);
    private final NotificationWriter writer = new NotificationWriter();

    private NotificationDraft read(String members) throws WireException {
        return reader.read(Wire.body("{" + members + "}"), "");
    }

    private WireException refusal(String members, String path) {
        try {
            throw new AssertionError("was read: " + reader.read(Wire.body("{" + members + "}"), path));
        } catch (WireException e) {
            return e;
        }
    }

    private static MessageBody as(WireFormat format, MessageBody body) throws WireException {
        WireBuffer out = new WireBuffer();
        WireWriter.of(format, out).body(body);
        return Wire.LARGE.readBody(format, out.array(), 0, out.length());
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void theGuidesNotificationComesOutAsTheGuideShowsIt(WireFormat format) throws IOException, WireException {
        byte[] guide = Files.readAllBytes(VectorFiles.FOLDER.resolve("guide/server-notification.json"));
        MessageBody expected = ((UpdateMessage.Notification) Wire.server(WireFormat.JSON, guide)).notification();

        // By way of MessagePack, which knows no line breaks: a publisher's metadata stay as they are written.
        NotificationDraft draft = reader.read(as(format, as(WireFormat.MSGPACK, expected)), "");
        MessageBody object = writer.object(draft, "notif_1731144000000_1", NOON);
        MessageBody publication = as(WireFormat.JSON, writer.publication(object, NOON));

        assertThat(object.format()).isEqualTo(format);
        assertThat(draft.priority()).isEqualTo(Priority.HIGH);
        assertThat(Wire.text(publication))
                .isEqualTo("\"type\":\"notification\",\"notification\":{\"id\":\"notif_1731144000000_1\","
                        + "\"type\":\"backtest_completed\",\"title\":\"回测完成\","
                        + "\"message\":\"回测任务 backtest_001 已完成\",\"priority\":\"HIGH\","
                        + "\"metadata\":{\"task_id\":\"backtest_001\",\"result_summary\":{\"total_return\":15.67,"
                        + "\"sharpe_ratio\":1.23,\"trades_count\":48}},"
                        + "\"action_url\":\"/backtest/result/backtest_001\",\"action_text\":\"查看结果\","
                        + "\"timestamp\":\"2025-11-09T12:00:00.000Z\"},\"timestamp\":\"2025-11-09T12:00:00.000Z\"");
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void whatIsLeftOutHasItsDefaultAndIsWrittenAllTheSame(WireFormat format) throws WireException {
        NotificationDraft draft = reader.read(as(format, Wire.body("{" + LEAST + "}")), "");

        MessageBody object = as(WireFormat.JSON, writer.object(draft, "n", NOON));

        assertThat(draft.id()).isNull();
        assertThat(draft.userId()).isNull();
        assertThat(Wire.text(object))
                .isEqualTo("\"id\":\"n\",\"type\":\"info\",\"title\":\"t\",\"message\":\"\",\"priority\":\"NORMAL\","
                        + "\"metadata\":{},\"action_url\":null,\"action_text\":null,"
                        + "\"timestamp\":\"2025-11-09T12:00:00.000Z\"");
    }

    @Test
    void nullStandsForWhatIsNotThereAndUnknownFieldsArePassedOver() throws WireException {
        assertThat(read(LEAST + ",\"id\":null,\"user_id\":null,\"priority\":null,\"metadata\":null,\"action_url\":null,"
                        + "\"action_text\":null,\"timestamp\":5,\"read\":[{}]"))
                .isEqualTo(read(LEAST));
    }

    @Test
    void digitsOfTheMetadataStayAsTheyWere() throws WireException {
        NotificationDraft draft = read(LEAST + ",\"metadata\":{\"a\": 45.50,\"b\":9007199254740993}");

        assertThat(Wire.text(writer.object(draft, "n", NOON))).contains("{\"a\": 45.50,\"b\":9007199254740993}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'\"title\":\"t\",\"message\":\"\"'; type",
                "'\"type\":\"t\",\"message\":\"\"'; title",
                "'\"type\":\"t\",\"title\":\"t\"'; message"
            })
    void aMissingFieldIsNamed(String members, String field) {
        WireException fault = refusal(members, "notification.");

        assertThat(fault.code()).isEqualTo(ErrorCode.MISSING_FIELD);
        assertThat(fault.field()).isEqualTo("notification." + field);
    }

    @Test
    void nullIsNoValueForARequiredField() {
        WireException fault = refusal("\"type\":null,\"title\":\"t\",\"message\":\"\"", "notification.");

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(fault.field()).isEqualTo("notification.type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "id; \"\"",
                "id; 5",
                "id; \"a b\"",
                "id; \"a\\u0000\"",
                "id; \"a\\u200b\"",
                "id; \"\\ud800\"",
                "action_url; \"javascript:alert(1)\"",
                "action_url; \"JavaScript:alert(1)\"",
                "action_url; \" javascript:alert(1)\"",
                "action_url; \"java\\tscript:alert(1)\"",
                "action_url; \"data:text/html,x\"",
                "action_url; \"vbscript:x\"",
                "action_url; \"file:///etc/passwd\"",
                "action_url; \"https:\"",
                "action_url; \"http:///x\"",
                "action_url; \"//elsewhere.example/x\"",
                "action_url; \"/\\\\elsewhere.example/x\"",
                "action_url; \"/a b\"",
                "user_id; \"\"",
                "user_id; \"a b\"",
                "user_id; {}",
                "priority; \"high\"",
                "priority; 1",
                "metadata; []",
                "metadata; \"x\"",
                "action_url; 1",
                "action_text; {\"a\":1}"
            })
    void aFieldOfAnotherShapeIsNamed(String field, String value) {
        WireException fault = refusal(LEAST + ",\"" + field + "\":" + value, "");

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(fault.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"id,128", "user_id,128", "type,64", "title,256", "message,4096", "action_url,2048", "action_text,256"})
    void aTextMayBeAsLongAsItsLimitAndNoLonger(String field, int max) throws WireException {
        String others =
                "\"type\":\"info\",\"title\":\"t\",\"message\":\"\"".replaceAll("\"" + field + "\":\"[^\"]*\",?", "");
        String comma = others.endsWith(",") ? "" : ",";

        read(others + comma + "\"" + field + "\":\"" + "图".repeat(max) + "\"");
        WireException fault = refusal(others + comma + "\"" + field + "\":\"" + "图".repeat(max + 1) + "\"", "");

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(fault.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/backtest/result/backtest_001",
                "result?at=12:30#top",
                "?a=b:c",
                "#top",
                "./a:b",
                "",
                "https://trade.example/图?x=1",
                "HTTP://localhost:8001/"
            })
    void anActionLeadsToThePageItselfOrToTheWeb(String url) throws WireException {
        assertThat(read(LEAST + ",\"action_url\":\"" + url + "\"").actionUrl()).isEqualTo(url);
    }

    @Test
    void metadataMayTakeSixteenKibibytes() throws WireException {
        int around = "\"a\":\"\"".length();

        read(LEAST + ",\"metadata\":{\"a\":\"" + "x".repeat((16 << 10) - around) + "\"}");
        WireException fault =
                refusal(LEAST + ",\"metadata\":{\"a\":\"" + "x".repeat((16 << 10) - around + 1) + "\"}", "");

        assertThat(fault.field()).isEqualTo("metadata");
    }

    @Test
    void aFieldThatStandsTwiceIsRefused() {
        WireException fault = refusal(LEAST + ",\"title\":\"u\"", "notification.");

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(fault.field()).isEqualTo("notification.title");
    }

    @Test
    void whatIsNestedTooDeepForTheListThatWillHoldItIsRefused() throws WireException {
        read(LEAST + ",\"metadata\":{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}");

        assertThat(refusal(LEAST + ",\"metadata\":{\"a\":" + "[".repeat(61) + "]".repeat(61) + "}", "")
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
    }

    @Test
    void theSameNotificationIsTheSameInEitherFormatAndAtAnyTime() throws WireException {
        String members = LEAST + ",\"metadata\":{\"a\":1.5,\"b\":[true]}";
        NotificationDraft json = read(members);
        NotificationDraft msgPack = reader.read(as(WireFormat.MSGPACK, Wire.body("{" + members + "}")), "");
        NotificationDraft other = read(members.replace("1.5", "1.6"));

        MessageBody object = writer.object(json, "n", NOON);

        assertThat(NotificationWriter.isSame(object, writer.object(msgPack, "n", NOON + 5)))
                .isTrue();
        assertThat(NotificationWriter.isSame(object, writer.object(other, "n", NOON)))
                .isFalse();
    }

    @Test
    void aListSaysWhetherAndWhenItWasReadAndWhomItIsFor() throws WireException {
        MessageBody object = writer.object(read(LEAST), "n", NOON);
        WireBuffer out = new WireBuffer();
        WireWriter json = WireWriter.json(out);

        json.beginArray(2);
        NotificationWriter.element(json, object, null, null);
        NotificationWriter.element(json, object, "u1", NOON);
        json.endArray();

        assertThat(new String(out.toBytes(), UTF_8))
                .contains("\"timestamp\":\"2025-11-09T12:00:00.000Z\",\"read\":false,\"read_at\":null},{")
                .endsWith("\"read\":true,\"read_at\":\"2025-11-09T12:00:00.000Z\",\"user_id\":\"u1\"}]");
    }
}
