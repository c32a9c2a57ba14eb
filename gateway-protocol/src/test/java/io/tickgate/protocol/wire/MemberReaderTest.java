package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.IndexedValues.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemberReaderTest {
    private static final String[] NAMES = {"a", "b", "ab", "type", "timestamp", "x y", "\\u0061", "名", "q\\\""};
    private static final String[] VALUES = {
        "1",
        "-2.5e3",
        "\"t\"",
        "\"}],{\\\"\\\\\"",
        "true",
        "null",
        "[1,[2,{\"a\":\"]\"}],{}]",
        "{\"a\":{\"b\":[\"}\"]}}",
        "\"\""
    };

    private final MemberReader reader = new MemberReader();

    private static MessageBody body(WireFormat format, String json) throws WireException {
        MessageReader messages = new MessageReader(WireLimits.DEFAULT);
        byte[] bytes = json.getBytes(UTF_8);
        MessageBody body = messages.readBody(WireFormat.JSON, bytes, 0, bytes.length);
        if (format == WireFormat.JSON) {
            return body;
        }
        WireBuffer buffer = new WireBuffer();
        WireWriter.of(format, buffer).body(body);
        return messages.readBody(format, buffer.toBytes(), 0, buffer.length());
    }

    @Property(tries = 5000)
    void aCutHasTheMembersThatAreNamedAndNoOthersAndStaysAnObject(@ForAll long seed) throws WireException {
        Random random = new Random(seed);
        WireFormat format = random.nextBoolean() ? WireFormat.JSON : WireFormat.MSGPACK;
        StringBuilder json = new StringBuilder("{");
        for (String name : NAMES) {
            if (random.nextBoolean() && !(name.equals("a") && json.indexOf("\\u0061") >= 0)) {
                String value = name.equals("type") ? "\"t\"" : VALUES[random.nextInt(VALUES.length)];
                json.append(json.length() > 1 ? " , " : " ");
                json.append('"').append(name).append("\" : ").append(value).append(random.nextBoolean() ? "\n" : "");
            }
        }
        if (json.indexOf("\"a\"") >= 0 && json.indexOf("\\u0061") >= 0) {
            return;
        }
        List<String> wanted = new ArrayList<>();
        for (String name : List.of("a", "b", "x y", "名", "q\"", "absent")) {
            if (random.nextBoolean()) {
                wanted.add(name);
            }
        }
        MessageBody body = body(format, json.append('}').toString());

        MessageBody cut = reader.cut(body, new MemberNames(wanted));

        Set<String> kept = new HashSet<>(wanted);
        kept.addAll(List.of("type", "timestamp"));
        Map<String, Object> expected = new HashMap<>(BodyMeaning.of(body, Set.of()));
        expected.keySet().retainAll(kept);
        assertThat(BodyMeaning.of(cut, Set.of())).isEqualTo(expected);
        assertThat(cut.memberCount()).isEqualTo(expected.size());
        assertThat(cut.hasType()).isEqualTo(expected.containsKey("type"));
        assertThat(cut.hasTimestamp()).isEqualTo(expected.containsKey("timestamp"));
        WireBuffer whole = new WireBuffer();
        WireWriter.of(format, whole).body(cut);
        assertThat(new MessageReader(WireLimits.DEFAULT)
                        .readObject(format, whole.toBytes(), 0, whole.length())
                        .memberCount())
                .isEqualTo(expected.size());
    }

    @ParameterizedTest
    @EnumSource
    void valuesComeInTheirSlotsWhateverTheOrder(WireFormat format) throws WireException {
        MessageBody body = body(
                format,
                "{\"skip\":{\"text\":1}, \"real\" : -1.25e1 ,\"whole\":-42,\"flag\":true,\"text\":\"a\\n\\u4e2d\\ud83d\\ude00\","
                        + "\"list\":[\"x\"],\"nil\":null}");
        MemberNames names = new MemberNames(List.of("text", "flag", "whole", "real", "list", "nil", "absent"));

        IndexedValues values = reader.values(body, names);

        assertThat(values.text(0)).isEqualTo("a\n中😀");
        assertThat(values.flag(1)).isTrue();
        assertThat(values.whole(2)).isEqualTo(-42);
        assertThat(values.real(3)).isEqualTo(-12.5);
        assertThat(List.of(values.kind(4), values.kind(5), values.kind(6)))
                .containsExactly(Kind.OTHER, Kind.MISSING, Kind.MISSING);
    }

    @Property(tries = 5000)
    void everyNumberIsTheNearestDoubleOrItself(@ForAll long seed) throws WireException {
        Random random = new Random(seed);
        String digits = Long.toString(random.nextLong() >>> random.nextInt(64));
        String fraction = random.nextBoolean() ? "" : "." + Math.abs(random.nextLong() >> random.nextInt(63));
        String exponent = random.nextInt(4) > 0 ? "" : "e" + (random.nextInt(80) - 40);
        String number = (digits.equals("0") || !digits.startsWith("0") ? digits : "1") + fraction + exponent;

        IndexedValues values =
                reader.values(body(WireFormat.JSON, "{\"n\":" + number + " }"), new MemberNames(List.of("n")));

        if (fraction.isEmpty() && exponent.isEmpty()) {
            assertThat(values.kind(0)).isEqualTo(Kind.WHOLE);
            assertThat(values.whole(0)).isEqualTo(Long.parseLong(number));
        } else {
            assertThat(values.kind(0)).isEqualTo(Kind.REAL);
            assertThat(values.real(0)).as(number).isEqualTo(Double.parseDouble(number));
        }
    }

    @Test
    void anIntegerBeyondALongIsTheNearestDouble() throws WireException {
        MemberNames names = new MemberNames(List.of("n"));
        for (WireFormat format : WireFormat.values()) {
            IndexedValues values = reader.values(body(format, "{\"n\":18446744073709551615}"), names);

            assertThat(values.kind(0)).isEqualTo(Kind.REAL);
            assertThat(values.real(0)).isEqualTo(0x1p64);
        }
    }
}
