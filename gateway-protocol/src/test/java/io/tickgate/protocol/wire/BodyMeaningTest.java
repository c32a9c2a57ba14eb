package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyMeaningTest {
    private static MessageBody body(WireFormat format, String json) throws WireException {
        byte[] bytes = json.getBytes(UTF_8);
        try (WireReader in = WireReader.of(WireFormat.JSON, WireLimits.DEFAULT)) {
            in.open(bytes, 0, bytes.length);
            MessageBody body = in.body(false);
            if (format == WireFormat.JSON) {
                return body;
            }
            WireBuffer out = new WireBuffer();
            WireWriter.of(format, out).body(body);
            byte[] packed = out.toBytes();
            try (WireReader again = WireReader.of(format, WireLimits.DEFAULT)) {
                again.open(packed, 0, packed.length);
                return again.body(false);
            }
        }
    }

    private static boolean isSame(String one, String other) throws WireException {
        boolean isSame = BodyMeaning.of(body(WireFormat.JSON, one), Set.of())
                .equals(BodyMeaning.of(body(WireFormat.JSON, other), Set.of()));
        assertThat(BodyMeaning.of(body(WireFormat.MSGPACK, one), Set.of())
                        .equals(BodyMeaning.of(body(WireFormat.JSON, other), Set.of())))
                .as("in another format")
                .isEqualTo(isSame);
        return isSame;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                | { }",
                "{'a':1,'b':{'c':[2.50,true]}}     | {'b':{'c':[2.5,true]},'a':1.0}",
                "{'a':1e3}                         | {'a':1000}",
                "{'a':0.0}                         | {'a':0}",
                "{'a':9007199254740993}            | {'a':9007199254740993}",
                "{'a':null,'b':'\\u0041'}          | {'b':'A','a':null}"
            })
    void whatMeansTheSameIsTheSame(String one, String other) throws WireException {
        assertThat(isSame(one.replace('\'', '"'), other.replace('\'', '"'))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100e2147483647", "1e99999999999", "1e-99999999999", "-10e2147483647", "1e2147483647"})
    void aNumberOfAnySizeIsTheSameAsItselfAndNoOther(String digits) throws WireException {
        MessageBody body = body(WireFormat.JSON, "{\"a\":" + digits + "}");

        assertThat(BodyMeaning.of(body, Set.of()))
                .isEqualTo(BodyMeaning.of(body, Set.of()))
                .isNotEqualTo(BodyMeaning.of(body(WireFormat.JSON, "{\"a\":1}"), Set.of()))
                .isNotEqualTo(BodyMeaning.of(body(WireFormat.JSON, "{\"a\":\"" + digits + "\"}"), Set.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1}                | {'a':'1'}",
                "{'a':[1,2]}            | {'a':[2,1]}",
                "{'a':null}             | {}",
                "{'a':9007199254740993} | {'a':9007199254740992}",
                "{'a':true}             | {'a':1}",
                "{'a':{}}               | {'a':[]}"
            })
    void whatMeansSomethingElseIsNot(String one, String other) throws WireException {
        assertThat(isSame(one.replace('\'', '"'), other.replace('\'', '"'))).isFalse();
    }

    @Test
    void aNumberOfAnExponentWithoutBoundsIsItsText() throws WireException {
        MessageBody vast = body(WireFormat.JSON, "{\"a\":1e99999999999,\"t\":1}");

        assertThat(BodyMeaning.of(vast, Set.of("t")))
                .isEqualTo(BodyMeaning.of(body(WireFormat.JSON, "{\"a\":1e99999999999}"), Set.of()))
                .isNotEqualTo(BodyMeaning.of(body(WireFormat.JSON, "{\"a\":\"1e99999999999\"}"), Set.of()));
    }
}
