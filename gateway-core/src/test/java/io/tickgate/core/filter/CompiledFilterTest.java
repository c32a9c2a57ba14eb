package io.tickgate.core.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.BodyMeaning;
import io.tickgate.protocol.wire.MemberNames;
import io.tickgate.protocol.wire.MemberReader;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledFilterTest {
    private static final List<String> FIELDS = List.of("a", "b", "type");
    private static final MemberNames INDEXED = new MemberNames(FIELDS);

    /** Values that lie close together, meet at the edges of their types, or look alike. */
    private static final String[] JSON_VALUES = {
        "0",
        "-0",
        "-0.0",
        "1",
        "1.0",
        "1.5",
        "-1",
        "0.1",
        "1e2",
        "100",
        "9007199254740992",
        "9007199254740993",
        "9007199254740992.0",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1e19",
        "1e300",
        "123456789012345678901234567890",
        "0.30000000000000004",
        "true",
        "false",
        "null",
        "[]",
        "{\"a\":1}",
        "\"\"",
        "\"1\"",
        "\"a\"",
        "\"ab\"",
        "\"\\u0061b\"",
        "\"\uffee\"",
        "\"\ud83d\ude00\"",
        "\"true\"",
        "\"中\"",
        " 7 "
    };

    private static MessageBody body(WireFormat format, String json) {
        try {
            MessageReader reader = new MessageReader(WireLimits.DEFAULT);
            byte[] bytes = json.getBytes(UTF_8);
            MessageBody body = reader.readBody(WireFormat.JSON, bytes, 0, bytes.length);
            if (format == WireFormat.JSON) {
                return body;
            }
            WireBuffer buffer = new WireBuffer();
            WireWriter.of(format, buffer).body(body);
            return reader.readBody(format, buffer.toBytes(), 0, buffer.length());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean matches(Filter filter, MessageBody body) {
        try {
            return CompiledFilter.of(filter, INDEXED, "f", "x").matches(new MemberReader().values(body, INDEXED));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean matches(Filter filter, String json) {
        boolean isSo = matches(filter, body(WireFormat.JSON, json));
        assertThat(matches(filter, body(WireFormat.MSGPACK, json))).isEqualTo(isSo);
        return isSo;
    }

    @Property(tries = 20_000)
    void everyFilterSaysOfEveryMessageWhatItsDefinitionSays(@ForAll long seed) throws WireException {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("{\"other\":[1,{\"a\":2}]");
        for (String field : List.of("a", "b", "type")) {
            if (random.nextInt(5) > 0) {
                String value = field.equals("type") ? "\"a\"" : JSON_VALUES[random.nextInt(JSON_VALUES.length)];
                json.append(", \"").append(field).append("\" :").append(value);
            }
        }
        Filter filter = filter(random, 1);
        WireFormat format = random.nextBoolean() ? WireFormat.JSON : WireFormat.MSGPACK;
        MessageBody body = body(format, json.append('}').toString());

        assertThat(matches(filter, body)).as("%s of %s", filter, json).isEqualTo(naive(filter, meaning(body)));
    }

    private static Map<String, @Nullable Object> meaning(MessageBody body) throws WireException {
        Map<String, @Nullable Object> members = BodyMeaning.of(body, Set.of());
        members.putIfAbsent("type", "message");
        return members;
    }

    private static Filter filter(Random random, int depth) {
        String field = FIELDS.get(random.nextInt(FIELDS.size()));
        int kinds = depth == Filter.DEPTH_MAX ? 6 : 9;
        return switch (random.nextInt(kinds)) {
            case 0, 1, 2 -> compare(random, field);
            case 3 -> new Filter.In(field, List.of(value(random), value(random), value(random)));
            case 4 ->
                new Filter.Prefix(field, List.of("", "a", "ab", "\ud83d\ude00").get(random.nextInt(4)));
            case 5 -> new Filter.Exists(field);
            case 6 -> new Filter.And(parts(random, depth));
            case 7 -> new Filter.Or(parts(random, depth));
            default -> new Filter.Not(filter(random, depth + 1));
        };
    }

    private static Filter compare(Random random, String field) {
        Relation relation = Relation.values()[random.nextInt(Relation.values().length)];
        Value value = value(random);
        return new Filter.Compare(
                value instanceof Value.Flag && relation.isOrder() ? Relation.NE : relation, field, value);
    }

    private static List<Filter> parts(Random random, int depth) {
        List<Filter> parts = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            parts.add(filter(random, depth + 1));
        }
        return parts;
    }

    private static Value value(Random random) {
        while (true) {
            String json = JSON_VALUES[random.nextInt(JSON_VALUES.length)].strip();
            switch (json.charAt(0)) {
                case '"' -> {
                    return new Value.Text(json.equals("\"\\u0061b\"") ? "ab" : json.substring(1, json.length() - 1));
                }
                case 't', 'f' -> {
                    return new Value.Flag(json.equals("true"));
                }
                case 'n', '[', '{' -> {}
                default -> {
                    return number(new BigDecimal(json), json);
                }
            }
        }
    }

    private static Value number(BigDecimal number, String json) {
        try {
            return json.matches("-?\\d+")
                    ? new Value.Whole(number.longValueExact())
                    : new Value.Real(number.doubleValue());
        } catch (ArithmeticException e) {
            return new Value.Real(number.doubleValue());
        }
    }

    /** The definition, on maps of what the message means. */
    private static boolean naive(Filter filter, Map<String, @Nullable Object> members) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().allMatch(part -> naive(part, members));
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().anyMatch(part -> naive(part, members));
        }
        if (filter instanceof Filter.Not not) {
            return !naive(not.part(), members);
        }
        if (filter instanceof Filter.Exists exists) {
            return members.get(exists.field()) != null;
        }
        if (filter instanceof Filter.Prefix prefix) {
            return members.get(prefix.field()) instanceof String text && text.startsWith(prefix.text());
        }
        if (filter instanceof Filter.In in) {
            return in.values().stream().anyMatch(value -> compares(Relation.EQ, members.get(in.field()), value));
        }
        Filter.Compare compare = (Filter.Compare) filter;
        return compares(compare.relation(), members.get(compare.field()), compare.value());
    }

    private static boolean compares(Relation relation, @Nullable Object member, Value value) {
        if (relation == Relation.NE) {
            return !compares(Relation.EQ, member, value);
        }
        Integer order = order(member, value);
        return order != null
                && switch (relation) {
                    case EQ -> order == 0;
                    case GT -> order > 0;
                    case GE -> order >= 0;
                    case LT -> order < 0;
                    default -> order <= 0;
                };
    }

    private static @Nullable Integer order(@Nullable Object member, Value value) {
        if (member instanceof String text && value instanceof Value.Text other) {
            return Arrays.compareUnsigned(text.getBytes(UTF_8), other.text().getBytes(UTF_8));
        }
        if (member instanceof Boolean flag && value instanceof Value.Flag other) {
            return Boolean.compare(flag, other.is());
        }
        if (member instanceof BigDecimal number && value instanceof Value.Whole other) {
            return read(number).compareTo(new BigDecimal(other.number()));
        }
        return member instanceof BigDecimal number && value instanceof Value.Real other
                ? read(number).compareTo(new BigDecimal(other.number()))
                : null;
    }

    /** What is no long is the nearest double. */
    private static BigDecimal read(BigDecimal number) {
        try {
            return new BigDecimal(number.longValueExact());
        } catch (ArithmeticException e) {
            return new BigDecimal(number.doubleValue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|false|true|false",
                "{\"a\":null}|false|true|false",
                "{\"a\":\"7\"}|false|true|true",
                "{\"a\":[7]}|false|true|true",
                "{\"a\":true}|false|true|true",
                "{\"a\":7}|true|false|true",
                "{\"a\":7.0}|true|false|true",
                "{\"a\":1,\"a\":7}|true|false|true",
                "{\"b\":{\"a\":7}}|false|true|false",
                "{\"\\u0061\":7}|true|false|true"
            })
    void whatIsMissingOrOfAnotherTypeEqualsNothing(String json, boolean equal, boolean unequal, boolean exists) {
        assertThat(matches(new Filter.Compare(Relation.EQ, "a", new Value.Whole(7)), json))
                .isEqualTo(equal);
        assertThat(matches(new Filter.Compare(Relation.NE, "a", new Value.Whole(7)), json))
                .isEqualTo(unequal);
        assertThat(matches(new Filter.Exists("a"), json)).isEqualTo(exists);
    }

    @Test
    void longIntegersAreComparedExactly() {
        Filter same = new Filter.Compare(Relation.EQ, "a", new Value.Whole(9007199254740993L));

        assertThat(matches(same, "{\"a\":9007199254740993}")).isTrue();
        assertThat(matches(same, "{\"a\":9007199254740992}")).isFalse();
        assertThat(matches(
                        new Filter.Compare(Relation.GT, "a", new Value.Real(9007199254740992.0)),
                        "{\"a\":9007199254740993}"))
                .isTrue();
    }

    @Test
    void aSinglePrecisionNumberIsTheDecimalThatItIsInJson() throws WireException {
        byte[] single = {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xca, 0x3d, (byte) 0xcc, (byte) 0xcc, (byte) 0xcd};
        MessageBody body = new MessageReader(WireLimits.DEFAULT).readBody(WireFormat.MSGPACK, single, 0, single.length);

        assertThat(matches(new Filter.Compare(Relation.EQ, "a", new Value.Real(0.1)), body))
                .isTrue();
    }

    @Test
    void ofALongTextOnlyAsMuchCountsAsAFilterCanSay() {
        String most = "x".repeat(Filter.TEXT_CHARS_MAX);
        String longer = "{\"a\":\"" + "\\u0078".repeat(3) + "x".repeat(5000) + "\"}";

        assertThat(matches(new Filter.Prefix("a", most), longer)).isTrue();
        assertThat(matches(new Filter.Compare(Relation.EQ, "a", new Value.Text(most)), longer))
                .isFalse();
        assertThat(matches(new Filter.Compare(Relation.GT, "a", new Value.Text(most)), longer))
                .isTrue();
    }

    @Test
    void aMessageWithoutATypeHasTheOneThatSubscribersSee() {
        Filter filter = new Filter.Compare(Relation.EQ, "type", new Value.Text("message"));

        assertThat(matches(filter, "{\"a\":1}")).isTrue();
        assertThat(matches(filter, "{\"type\":\"quote\"}")).isFalse();
    }

    @Test
    void filtersThatAreWrittenAlikeAreEqual() throws WireException {
        Filter one = new Filter.And(List.of(new Filter.Prefix("a", "07"), new Filter.Exists("b")));
        Filter other = new Filter.And(List.of(new Filter.Prefix("a", "07"), new Filter.Exists("b")));
        CompiledFilter compiled = CompiledFilter.of(one, INDEXED, "f", "x");

        assertThat(compiled).isEqualTo(CompiledFilter.of(other, INDEXED, "f", "x"));
        assertThat(compiled).hasSameHashCodeAs(CompiledFilter.of(other, INDEXED, "f", "x"));
        assertThat(compiled).isNotEqualTo(CompiledFilter.of(one, new MemberNames(List.of("b", "a")), "f", "x"));
        assertThat(compiled).isNotEqualTo(CompiledFilter.of(new Filter.Exists("b"), INDEXED, "f", "x"));
    }
}
