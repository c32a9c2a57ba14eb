package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tickgate.protocol.message.BroadcastRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandContext;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRulesTest {
    @Test
    void fieldsComeInAnyOrderAndUnknownOnesArePassedOver() throws WireException {
        ClientMessage read = Wire.command(
                "{\"x\":{\"type\":[1,{}]},\"channel\":\"a\",\"id\":\"i\",\"y\":[[]],\"type\":\"subscribe\"}");

        assertThat(read)
                .isEqualTo(new ClientMessage.Subscribe(new CommandId.Text("i"), List.of("a"), false, null, false));
    }

    @Test
    void aFieldThatACommandDoesNotUseMayHoldAnything() throws WireException {
        assertThat(Wire.command("{\"type\":\"ping\",\"channel\":5,\"since\":[],\"message\":{\"offset\":{}}}"))
                .isEqualTo(new ClientMessage.Ping(null));
    }

    @Test
    void escapedNamesAreTheSameNames() throws WireException {
        assertThat(Wire.command("{\"ty\\u0070e\":\"p\\u0069ng\"}")).isEqualTo(new ClientMessage.Ping(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':1}                        | 'type' must be a string",
                "{'type':'subscribe','channel':1}  | 'channel' must be a string of 1 to 200 characters",
                "{'type':'subscribe','channel':''} | 'channel' must be a string of 1 to 200 characters",
            },
            quoteCharacter = '`')
    void aFieldThatIsNoTextIsToldItsBounds(String json, String text) {
        WireException refusal =
                Wire.refusal(WireFormat.JSON, json.replace('\'', '"').getBytes(UTF_8));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal.text()).isEqualTo(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"{oops,1", "'{\"type\":}',8", "'{\"type\":\"ping\"} x',16", "'',0"})
    void anErrorNamesTheByteAtFault(String json, int byteOffset) {
        WireException refusal = Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8));

        assertThat(refusal.text()).isEqualTo("Invalid JSON at byte " + byteOffset);
        assertThat(refusal.byteOffset()).isEqualTo(byteOffset);
    }

    @Test
    void bytesAreCountedFromTheMessagesOwnStart() {
        byte[] bytes = "......{oops......".getBytes(UTF_8);

        WireException refusal =
                catchThrowableOfType(WireException.class, () -> Wire.READER.readCommand(WireFormat.JSON, bytes, 6, 5));

        assertThat(refusal.byteOffset()).isEqualTo(1);
    }

    @Test
    void nestingOf64IsReadAnd65IsNot() throws WireException {
        String open = "[".repeat(63);
        String close = "]".repeat(63);

        assertThat(Wire.command("{\"type\":\"ping\",\"x\":" + open + close + "}"))
                .isNotNull();

        WireException refusal =
                Wire.refusal(WireFormat.JSON, ("{\"type\":\"ping\",\"x\":[" + open + close + "]}").getBytes(UTF_8));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(refusal.text()).endsWith(": nesting exceeds 64");
    }

    @Test
    void messagePackCountsNestingAsJsonDoes() throws WireException {
        String message = "82a474797065a470696e67a178";

        assertThat(Wire.command(WireFormat.MSGPACK, Wire.hex(message + "91".repeat(62) + "90")))
                .isEqualTo(new ClientMessage.Ping(null));

        assertThat(Wire.refusal(WireFormat.MSGPACK, Wire.hex(message + "91".repeat(63) + "90"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_MSGPACK);
    }

    @Test
    void aNumberOf1000DigitsIsReadAndALongerOneIsRefusedByTheNameOfItsLimit() throws WireException {
        String digits = "1".repeat(1000);

        assertThat(Wire.command("{\"type\":\"publish\",\"channel\":\"a\",\"message\":{\"x\":" + digits + "}}"))
                .isInstanceOf(ClientMessage.Publish.class);

        for (String number : List.of(digits + "1", "0." + digits, "1e" + digits)) {
            String json = "{\"type\":\"publish\",\"channel\":\"a\",\"message\":{\"x\":" + number + "}}";
            WireException refusal = Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JSON);
            assertThat(refusal.text()).startsWith("Invalid JSON at byte ").endsWith(": a number has over 1000 digits");
        }
    }

    @Test
    void aNumberBeyondFloat64IsNoNumberForAFieldThatTheGatewayReads() {
        for (String number : List.of("1E400", "-1E400", "9".repeat(400))) {
            String json = "{\"type\":\"get_notifications\",\"limit\":" + number + "}";
            assertThat(Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8)).field())
                    .isEqualTo("limit");
        }
    }

    @Test
    void aNameOverTheLimitIsRefused() {
        String json = "{\"type\":\"ping\",\"" + "n".repeat(300) + "\":1}";

        WireException refusal = Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(refusal.text()).endsWith(": a name is longer than 256 bytes");
    }

    @Test
    void aMessageOverTheLimitIsRefusedBeforeItIsRead() {
        MessageReader small = new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(10));

        WireException refusal = catchThrowableOfType(
                WireException.class, () -> small.readCommand(WireFormat.JSON, new byte[11], 0, 11));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    }

    @Test
    void anUnknownTypeIsQuotedShortAndHarmless() {
        String type = "\\u0000<é\\\"" + "x".repeat(500);

        WireException refusal = Wire.refusal(WireFormat.JSON, ("{\"type\":\"" + type + "\"}").getBytes(UTF_8));

        assertThat(refusal.text()).startsWith("Unknown type \"?<??xxx").hasSizeLessThan(60);
        assertThat(refusal.context().command()).isNull();
    }

    @Test
    void anErrorCarriesTheChannelWhenItIsShortEnoughToRepeat() {
        assertThat(Wire.refusal(WireFormat.JSON, "{\"type\":\"publish\",\"channel\":\"a\"}".getBytes(UTF_8))
                        .context()
                        .channel())
                .isEqualTo("a");
        String longName = "a".repeat(201);
        assertThat(Wire.refusal(
                                WireFormat.JSON,
                                ("{\"type\":\"publish\",\"channel\":\"" + longName + "\"}").getBytes(UTF_8))
                        .context()
                        .channel())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"publish\",\"id\":7,\"channel\":\"a\",\"message\":{\"x\":01}}",
                "{\"type\":\"publish\",\"id\":7,\"channel\":\"a\",\"message\":{\"x\":",
                "{\"type\":\"publish\",\"id\":7,\"channel\":\"a\",\"message\":{}} x",
                "{\"type\":\"publish\",\"channel\":\"a\",\"message\":{},\"message\":{},\"id\":7}",
                "{\"type\":\"publish\",\"channel\":\"a\",\"message\":[1,{}],\"id\":7}",
                "{\"channel\":\"a\",\"priority\":\"SOON\",\"message\":{},\"id\":7,\"type\":\"publish\"}"
            })
    void anErrorCarriesTheIdTypeAndChannelThatCouldBeRead(String json) {
        WireException refusal = Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8));

        assertThat(refusal.context().id()).isEqualTo(new CommandId.Number(7));
        assertThat(refusal.context().command()).isEqualTo("publish");
        assertThat(refusal.context().channel()).isEqualTo("a");
    }

    @Test
    void aBrokenMessagePackCommandIsAnsweredWithItsIdToo() {
        // {"id":7,"type":"publish","message":<a type that JSON does not have>
        WireException refusal =
                Wire.refusal(WireFormat.MSGPACK, Wire.hex("83a2696407a474797065a77075626c697368a76d657373616765c1"));

        assertThat(refusal.context().id()).isEqualTo(new CommandId.Number(7));
        assertThat(refusal.context().command()).isEqualTo("publish");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"ack\",\"channel\":\"a\",\"offset\":-1}',offset",
        "'{\"type\":\"ack\",\"channel\":\"a\"}',offset",
        "'{\"type\":\"subscribe\",\"channel\":\"a\",\"since\":{\"epoch\":\"e\"}}',since.offset",
        "'{\"type\":\"subscribe\",\"channel\":\"a\",\"since\":{\"epoch\":\"e\",\"offset\":1,\"user_offset\":1}}',since.user_offset",
        "'{\"type\":\"subscribe\",\"channel\":\"a\",\"ack\":1}',ack"
    })
    void whatIsWrongWithACommandOnAChannelNamesTheChannel(String json, String field) {
        WireException refusal = Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8));

        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.context().channel()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"publish_chart\",\"symbol\":\"S\",\"data_points\":5,\"id\":7}',data_points,S,",
        "'{\"data_points\":5,\"id\":7,\"symbol\":\"S\",\"type\":\"publish_chart\"}',data_points,S,",
        "'{\"history\":-1,\"id\":7,\"type\":\"subscribe_chart\",\"symbol\":\"S\"}',history,S,",
        "'{\"symbol\":\"\",\"id\":7,\"type\":\"subscribe_chart\"}',symbol,,",
        "'{\"type\":\"publish_backtest_progress\",\"task_id\":\"T\",\"id\":7}',data,,T",
        "'{\"data\":[],\"type\":\"publish_backtest_progress\",\"task_id\":\"T\",\"id\":7}',data,,T",
        "'{\"type\":\"publish_chart\",\"symbol\":\"S\",\"id\":7,\"data_points\":[],\"symbol\":\"S\"}',symbol,S,"
    })
    void anErrorCarriesTheSymbolOrTaskOfItsCommandWhereverTheyStand(
            String json, String field, @Nullable String symbol, @Nullable String taskId) {
        CommandContext context =
                Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8)).context();

        assertThat(Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8)).field()).isEqualTo(field);
        assertThat(context.id()).isEqualTo(new CommandId.Number(7));
        assertThat(context.symbol()).isEqualTo(symbol);
        assertThat(context.taskId()).isEqualTo(taskId);
    }

    @Test
    void everyCommandIsNamedInItsErrors() {
        for (ClientMessage message : CommandSamples.commands().values()) {
            String json = new String(Wire.bytes(WireFormat.JSON, message), UTF_8);
            Matcher type = Pattern.compile("\"type\":\"(\\w+)\"").matcher(json);
            assertThat(type.find()).isTrue();

            byte[] broken = ("{\"type\":\"" + type.group(1) + "\",}").getBytes(UTF_8);

            assertThat(Wire.refusal(WireFormat.JSON, broken).context().command())
                    .isEqualTo(type.group(1));
        }
    }

    @Test
    void nullStandsForAnOptionalFieldThatIsNotThere() throws WireException {
        assertThat(Wire.command(
                        "{\"type\":\"subscribe\",\"channel\":\"a\",\"channels\":null,\"since\":null,\"ack\":null,"
                                + "\"options\":{\"snapshot\":null,\"rewind\":null}}"))
                .isEqualTo(Wire.command("{\"type\":\"subscribe\",\"channel\":\"a\",\"options\":{}}"));
        assertThat(Wire.command("{\"type\":\"subscribe\",\"channel\":null,\"channels\":[\"a\"],"
                        + "\"options\":{\"rewind\":{\"seconds\":null,\"last\":5}}}"))
                .isEqualTo(Wire.command(
                        "{\"type\":\"subscribe\",\"channels\":[\"a\"],\"options\":{\"rewind\":{\"last\":5}}}"));
        assertThat(Wire.command("{\"type\":\"subscribe\",\"channel\":\"notifications\","
                        + "\"since\":{\"epoch\":\"e\",\"offset\":1,\"user_offset\":null}}"))
                .isEqualTo(Wire.command("{\"type\":\"subscribe\",\"channel\":\"notifications\","
                        + "\"since\":{\"epoch\":\"e\",\"offset\":1}}"));
        assertThat(Wire.command("{\"type\":\"get_notifications\",\"limit\":null}"))
                .isEqualTo(Wire.command("{\"type\":\"get_notifications\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"subscribe\",\"channel\":null,\"id\":7}',channel",
        "'{\"type\":\"publish\",\"channel\":\"a\",\"message\":null}',message",
        "'{\"type\":\"ping\",\"id\":null}',id",
        "'{\"type\":\"subscribe\",\"channel\":\"a\",\"since\":{\"epoch\":null,\"offset\":1}}',since.epoch",
        "'{\"type\":\"subscribe\",\"channel\":\"a\",\"options\":{\"rewind\":{\"last\":null}}}',options.rewind"
    })
    void nullIsNoValueForARequiredField(String json, String field) {
        WireException refusal = Wire.refusal(WireFormat.JSON, json.getBytes(UTF_8));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsNamedByItsPathAndItsCommandById(double value) {
        WireBuffer buffer = new WireBuffer();
        WireWriter out = WireWriter.of(WireFormat.MSGPACK, buffer);
        out.beginObject(4).name("data_points").beginArray(2);
        out.beginObject(1).name("timestamp").real(1.5).endObject();
        out.beginObject(2)
                .name("value")
                .integer(1)
                .name("timestamp")
                .real(1.25)
                .endObject()
                .endArray();
        out.name("type")
                .string("publish_chart")
                .name("symbol")
                .string("S")
                .name("id")
                .integer(7);
        out.endObject();

        // Our own writer has no such number.
        String hex = HexFormat.of().formatHex(buffer.toBytes()).replace("cb3ff4000000000000", "cb" + bits(value));
        WireException refusal = Wire.refusal(WireFormat.MSGPACK, Wire.hex(hex));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MSGPACK);
        assertThat(refusal.field()).isEqualTo("data_points[1].timestamp");
        assertThat(refusal.text()).endsWith(": a number must be finite");
        assertThat(refusal.context().id()).isEqualTo(new CommandId.Number(7));
        assertThat(refusal.context().symbol()).isEqualTo("S");
    }

    private static String bits(double value) {
        return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "\"\"", "{}", "[\"a\"]", "true", "\"a\",\"type\":1"})
    void aPublicationsTypeIsTextOrNotThere(String type) throws WireException {
        String json = "{\"type\":\"publish\",\"id\":7,\"channel\":\"a\",\"message\":{\"type\":" + type + ",\"x\":{}}}";

        for (WireFormat format : WireFormat.values()) {
            WireException refusal = Wire.refusal(format, in(format, json));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_FIELD);
            assertThat(refusal.field()).isEqualTo("message.type");
            assertThat(refusal.context().id()).isEqualTo(new CommandId.Number(7));
            WireException broadcast = catchThrowableOfType(
                    WireException.class,
                    () -> Wire.READER.readBroadcast(format, in(format, json), 0, in(format, json).length));
            assertThat(broadcast.field()).isEqualTo("message.type");
        }
    }

    @Test
    void aPublicationsTypeHasAtMost128Characters() throws WireException {
        String json = "{\"type\":\"publish\",\"channel\":\"a\",\"message\":{\"type\":\"%s\",\"x\":{\"type\":1}}}";

        for (WireFormat format : WireFormat.values()) {
            assertThat(Wire.command(format, in(format, json.formatted("一".repeat(128)))))
                    .isInstanceOf(ClientMessage.Publish.class);
            assertThat(Wire.refusal(format, in(format, json.formatted("一".repeat(129))))
                            .field())
                    .isEqualTo("message.type");
        }
    }

    /** The same object in the other format. */
    private static byte[] in(WireFormat format, String json) throws WireException {
        if (format == WireFormat.JSON) {
            return json.getBytes(UTF_8);
        }
        WireBuffer out = new WireBuffer();
        WireWriter.of(format, out).body(Wire.whole(json));
        return out.toBytes();
    }

    @Test
    void aBroadcastTakesItsOwnFieldsOnly() throws WireException {
        byte[] json = ("{\"id\":[],\"type\":3,\"channel\":\"market_data\",\"message\":{\"a\":1,\"channel\":\"x\"},"
                        + "\"priority\":\"HIGH\",\"conflate\":false,\"exclude\":\"c-1\"}")
                .getBytes(UTF_8);

        BroadcastRequest read = Wire.READER.readBroadcast(WireFormat.JSON, json, 0, json.length);

        assertThat(read)
                .isEqualTo(
                        new BroadcastRequest("market_data", Wire.body("{\"a\":1}"), Priority.HIGH, false, "c-1", null));
    }

    @Test
    void aReaderThatFailedReadsTheNextMessageAsIfNothingHappened() throws WireException {
        for (String broken : List.of("{\"type\":\"subscribe\",\"channel\":", "[[", "{\"id\":1,\"id\":2}", "")) {
            Wire.refusal(WireFormat.JSON, broken.getBytes(UTF_8));
            assertThat(Wire.command("{\"type\":\"ping\"}")).isEqualTo(new ClientMessage.Ping(null));
        }
        Wire.refusal(WireFormat.MSGPACK, Wire.hex("81a4747970"));
        assertThat(Wire.command(WireFormat.MSGPACK, Wire.hex("81a474797065a470696e67")))
                .isEqualTo(new ClientMessage.Ping(null));
    }
}
