package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyMergeTest {
    private static MessageBody body(WireFormat format, byte[] bytes) {
        try {
            return new MessageReader(WireLimits.DEFAULT).readBody(format, bytes, 0, bytes.length);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static MessageBody json(String text) {
        return body(WireFormat.JSON, text.getBytes(UTF_8));
    }

    private static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                     | {}                        | ``                              | 0",
                "{\"a\":1,\"b\":2}      | {}                        | \"a\":1,\"b\":2                 | 2",
                "{}                     | {\"a\":1}                 | \"a\":1                         | 1",
                "{\"a\":1,\"b\":2}      | {\"a\":3}                 | \"a\":3,\"b\":2                 | 2",
                "{\"a\":1}              | {\"b\":2}                 | \"a\":1,\"b\":2                 | 2",
                "{\"a\":{\"x\":1}}      | {\"a\":{\"y\":2}}         | \"a\":{\"y\":2}                 | 1",
                "{\"a\":[1,{\"b\":2}]}  | {\"b\":[]}                | \"a\":[1,{\"b\":2}],\"b\":[]    | 2",
                "{\"a\":\"},\\\"b\"}    | {\"c\":\"\\\\\"}          | \"a\":\"},\\\"b\",\"c\":\"\\\\\" | 2",
                "{\"a\":45.50}          | {\"b\":1e2}               | \"a\":45.50,\"b\":1e2           | 2",
                "{\"ab\":1}             | {\"\\u0061b\":2}          | \"\\u0061b\":2                  | 1",
                "{\"a\":1,\"a\":2}      | {}                        | \"a\":2                         | 1",
            })
    void membersOfTheUpperReplaceThoseOfTheLower(String lower, String upper, String merged, int count)
            throws WireException {
        MessageBody result = BodyMerge.merge(json(lower), json(upper));

        assertThat(text(result)).isEqualTo(merged);
        assertThat(result.memberCount()).isEqualTo(count);
        assertThat(json("{" + text(result) + "}")).isEqualTo(result);
    }

    @Test
    void spacesBetweenMembersDoNoHarm() throws WireException {
        MessageBody result = BodyMerge.merge(json("{ \"a\" : 1 , \"b\" : [ 2 ] }"), json("{\n\"a\" : null\n}"));

        assertThat(text(result)).isEqualToIgnoringWhitespace("\"a\":null,\"b\":[2]");
        assertThat(result.memberCount()).isEqualTo(2);
    }

    @Test
    void messagePackIsMergedIntoJson() throws WireException {
        WireBuffer buffer = new WireBuffer();
        WireWriter.of(WireFormat.MSGPACK, buffer)
                .beginObject(2)
                .name("a")
                .real(1.5)
                .name("数")
                .string("\"")
                .endObject();

        MessageBody result = BodyMerge.merge(json("{\"a\":1,\"b\":2}"), body(WireFormat.MSGPACK, buffer.toBytes()));

        assertThat(result.format()).isEqualTo(WireFormat.JSON);
        assertThat(text(result)).isEqualTo("\"a\":1.5,\"b\":2,\"数\":\"\\\"\"");
    }

    @Test
    void theResultOwnsItsBytesAndKnowsItsSpecialMembers() throws WireException {
        MessageBody lower = json("{\"type\":\"x\"}");

        MessageBody result = BodyMerge.merge(lower, json("{\"timestamp\":1}"));
        lower.bytes()[lower.offset() + 1] = '#';

        assertThat(text(result)).isEqualTo("\"type\":\"x\",\"timestamp\":1");
        assertThat(result.hasType()).isTrue();
        assertThat(result.hasTimestamp()).isTrue();
    }
}
