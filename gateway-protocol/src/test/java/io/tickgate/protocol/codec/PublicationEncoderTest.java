package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.PublicationEncoder;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationEncoderTest {
    private static final String ADDED = "\"channel\":\"c\",\"offset\":41,\"server_time\":1795435200.000123";
    private static final String TIME = "2026-11-23T12:00:00.000Z";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "45.50",
                "1e2",
                "9007199254740993",
                "-0",
                "0.1",
                "1E-7",
                "-0.0",
                "1.0",
                "123456789012345678901234567890",
                "1E400",
                "-1e-999999999999",
                "0.1234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void numbersReachJsonSubscribersDigitForDigit(String number) throws WireException {
        String members = "\"type\":\"q\",\"timestamp\":\"t\",\"p\":" + number + ", \"l\" : [" + number + "]";

        assertThat(json(Wire.body("{" + members + "}"))).isEqualTo("{" + members + "," + ADDED + "}");
    }

    @Test
    void typeAndTimestampAreAddedOnlyWhereThePublisherGaveNone() throws WireException {
        assertThat(json(Wire.body("{}")))
                .isEqualTo("{\"type\":\"message\"," + ADDED + ",\"timestamp\":\"" + TIME + "\"}");
        assertThat(json(Wire.body("{\"timestamp\":1}")))
                .isEqualTo("{\"type\":\"message\",\"timestamp\":1," + ADDED + "}");
        assertThat(json(Wire.body(" { \"type\" : null } ")))
                .isEqualTo("{ \"type\" : null ," + ADDED + ",\"timestamp\":\"" + TIME + "\"}");
        assertThat(json(Wire.body("{\"a\":{\"type\":1,\"timestamp\":2}}"))).startsWith("{\"type\":\"message\",\"a\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"channel\":1}|''",
                "{\"a\":1,\"channel\":1}|\"a\":1",
                "{\"channel\":{\"x\":[1]} , \"a\":1}|\"a\":1",
                "{\"a\":1 , \"offset\" : 5 , \"b\":2}|\"a\":1 , \"b\":2",
                "{\"offset\":1,\"a\":\",\",\"server_time\":2,\"offset\":3}|\"a\":\",\"",
                "{\"offset\":1,\"offset\":2,\"server_time\":3,\"channel\":4 }|''",
                "{\"a\":{\"channel\":1},\"ch\\u0061nnel\":2}|\"a\":{\"channel\":1}"
            })
    void fieldsThatTheGatewaySetsAreCutAtTheTopLevelOnly(String message, String members) {
        MessageBody body = Wire.body(message);

        assertThat(Wire.text(body)).isEqualTo(members);
        assertThat(body.memberCount()).isEqualTo(members.isEmpty() ? 0 : members.contains("\"b\"") ? 2 : 1);
    }

    @Test
    void messagePackMembersAreCutTheSameWay() throws WireException {
        // {"offset":1,"a":2,"channel":{"x":[]},"b":3}
        byte[] bytes = Wire.hex("84 a66f6666736574 01 a161 02 a76368616e6e656c 81a17890 a162 03");

        MessageBody body = Wire.READER.readBody(WireFormat.MSGPACK, bytes, 0, bytes.length);

        assertThat(body.copy().bytes()).isEqualTo(Wire.hex("a161 02 a162 03"));
        assertThat(body.memberCount()).isEqualTo(2);
        assertThat(json(body)).contains("\"a\":2,\"b\":3,");
    }

    @Test
    void aBodyIsBorrowedUnlessSomethingWasCut() throws WireException {
        byte[] input = "{\"a\":1}".getBytes(UTF_8);

        MessageBody body = Wire.READER.readBody(WireFormat.JSON, input, 0, input.length);

        assertThat(body.bytes()).isSameAs(input);
        assertThat(body.copy().bytes()).isNotSameAs(input).hasSize(body.length());
        assertThat(body.copy()).isEqualTo(body).hasSameHashCodeAs(body);
    }

    @Test
    void aBodyInTheMiddleOfALargerArrayIsFound() throws WireException {
        byte[] input =
                "xx{\"type\":\"publish\",\"channel\":\"a\",\"message\": {\"k\":[{}]} ,\"id\":1}yy".getBytes(UTF_8);

        var publish = (ClientMessage.Publish) Wire.READER.readCommand(WireFormat.JSON, input, 2, input.length - 4);

        assertThat(Wire.text(publish.message())).isEqualTo("\"k\":[{}]");
    }

    @ParameterizedTest
    @CsvSource({
        "0,00",
        "-0,cb8000000000000000",
        "127,7f",
        "128,cc80",
        "-33,d0df",
        "65536,ce00010000",
        "9007199254740993,cf0020000000000001",
        "-9223372036854775808,d38000000000000000",
        "18446744073709551615,cfffffffffffffffff",
        "18446744073709551616,cb43f0000000000000",
        "-9223372036854775809,cbc3e0000000000000",
        "45.50,cb4046c00000000000",
        "1e2,cb4059000000000000",
        "1e-400,cb0000000000000000",
        "1E400,a53145343030",
        "-1.5e999,a82d312e3565393939"
    })
    void integersOf64BitsStayIntegersOthersBecomeFloat64AndWhatIsBeyondItText(String number, String hex)
            throws WireException {
        byte[] encoded = encode(WireFormat.MSGPACK, Wire.body("{\"type\":1,\"timestamp\":2,\"p\":" + number + "}"));

        assertThat(HexFormat.of().formatHex(encoded)).contains("a170" + hex + "a76368616e6e656c");
    }

    @Test
    void anIntegerBeyondFloat64KeepsItsDigitsInMessagePack() throws WireException {
        String digits = "9".repeat(400);

        byte[] encoded = encode(WireFormat.MSGPACK, Wire.body("{\"p\":" + digits + "}"));

        assertThat(new String(encoded, UTF_8)).contains(digits);
        Wire.server(WireFormat.MSGPACK, encoded);
    }

    @ParameterizedTest
    @CsvSource({
        "cb4046c00000000000,45.5",
        "ca3dcccccd,0.1",
        "ca40000000,2.0",
        "cb41d9cbca50200000,1731144000.5",
        "cb43f0000000000000,1.8446744073709552E19",
        "cb8000000000000000,-0.0",
        "cfffffffffffffffff,18446744073709551615",
        "d38000000000000000,-9223372036854775808",
        "c0,null",
        "a3220a5c,'\"\\\"\\n\\\\\"'",
        "c3,true"
    })
    void messagePackValuesBecomeTheShortestJson(String hex, String text) throws WireException {
        byte[] bytes = Wire.hex("81a170" + hex);

        assertThat(json(Wire.READER.readBody(WireFormat.MSGPACK, bytes, 0, bytes.length)))
                .contains("\"p\":" + text + ",");
    }

    @Test
    void aContainerOfAnySizeGetsTheShortestHeader() throws WireException {
        for (int size : new int[] {0, 15, 16, 65_535, 65_536}) {
            String elements = "1,".repeat(size).replaceAll(",$", "");

            byte[] encoded = encode(WireFormat.MSGPACK, body("{\"p\":[" + elements + "]}"));

            byte[] own = Wire.hex("a170"
                    + (size < 16
                            ? "%02x".formatted(0x90 | size)
                            : size < 65_536 ? "dc%04x".formatted(size) : "dd%08x".formatted(size)));
            assertThat(encoded).containsSequence(own);
            Wire.LARGE.readServer(WireFormat.MSGPACK, encoded, 0, encoded.length);
        }
    }

    @Test
    void channelNamesAreEscapedForJson() throws WireException {
        WireBuffer out = new WireBuffer();
        new PublicationEncoder()
                .encode(WireFormat.JSON, Wire.body("{}"), "m:\"\\一".getBytes(UTF_8), 1, 0, TIME.getBytes(UTF_8), out);

        var read = (UpdateMessage.PublicationMessage) Wire.server(WireFormat.JSON, out.toBytes());

        assertThat(read.channel()).isEqualTo("m:\"\\一");
        assertThat(new String(out.toBytes(), UTF_8))
                .contains("\"channel\":\"m:\\\"\\\\一\"", "\"server_time\":0.000000,");
    }

    /** The limit on a publication holds for what its publisher sent, so what it becomes must have a bound, too. */
    @ParameterizedTest
    @CsvSource({"c2, dd0000ffff", "01, db0000ffff", "ca7f7fffff, dd0000ffff", "c0, dd0000ffff"})
    void jsonOfMessagePackIsAtMostSixTimesAsLong(String element, String header) throws WireException {
        byte[] bytes = Wire.hex("81a170" + header + element.repeat(0xffff));
        MessageBody body = Wire.LARGE.readBody(WireFormat.MSGPACK, bytes, 0, bytes.length);

        assertThat(encode(WireFormat.JSON, body)).hasSizeLessThan(body.length() * 6 + 160);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "0.1", "1e9", "\"\"", "{}", "[]"})
    void messagePackOfJsonIsAtMostThriceAsLong(String element) throws WireException {
        MessageBody body = body("{\"p\":[" + (element + ",").repeat(65_536) + "0]}");

        assertThat(encode(WireFormat.MSGPACK, body)).hasSizeLessThan(body.length() * 3 + 160);
    }

    @Test
    void aBodyMadeByHandThatIsNoJsonIsRefusedByTheOtherFormat() {
        byte[] broken = "\"a\":tru".getBytes(UTF_8);
        MessageBody body = new MessageBody(WireFormat.JSON, broken, 0, broken.length, 1, false, false);

        assertThatThrownBy(() -> encode(WireFormat.MSGPACK, body)).isInstanceOf(WireException.class);
    }

    private static MessageBody body(String json) throws WireException {
        byte[] bytes = json.getBytes(UTF_8);
        return Wire.LARGE.readBody(WireFormat.JSON, bytes, 0, bytes.length);
    }

    private static String json(MessageBody body) throws WireException {
        return new String(encode(WireFormat.JSON, body), UTF_8);
    }

    private static byte[] encode(WireFormat format, MessageBody body) throws WireException {
        WireBuffer out = new WireBuffer();
        new PublicationEncoder()
                .encode(format, body, "c".getBytes(UTF_8), 41, 1_795_435_200_000_123L, TIME.getBytes(UTF_8), out);
        return out.toBytes();
    }
}
