package io.tickgate.protocol.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.protocol.message.MessageBody;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an opaque object says, whatever its format, the order of its members, its spaces and the spelling of its strings and
 * numbers: {@code {"a":1,"b":[2.50]}} is {@code {"b":[2.5],"a":1.0}}. Two of them can be compared. An array's order counts.
 */
public final class BodyMeaning {
    /** Readers have checked the object already; transcoding may have made it longer. */
    private static final WireLimits LIMITS = new WireLimits(Integer.MAX_VALUE, 512, 64 << 10, 1024);

    private static final JsonFactory FACTORY = JsonSource.factory(LIMITS);

    private BodyMeaning() {}

    /**
     * The members of an object that a reader has checked: nested maps, lists, strings, booleans, nulls, and numbers as they
     * compare.
     *
     * @param without the names of members of the object itself that do not matter
     * @throws WireException when an object that no reader checked holds what JSON cannot say
     */
    public static Map<String, @Nullable Object> of(MessageBody body, Set<String> without) throws WireException {
        WireBuffer json = new WireBuffer();
        WireWriter.json(json).body(body);
        try (JsonParser in = JsonSource.parser(FACTORY, json.array(), 0, json.length())) {
            in.nextToken();
            Map<String, @Nullable Object> members = members(in);
            members.keySet().removeAll(without);
            return members;
        } catch (IOException e) {
            throw JsonSource.invalid(e, null, LIMITS);
        }
    }

    /** Jackson's nesting limit bounds the recursion. */
    private static Map<String, @Nullable Object> members(JsonParser in) throws IOException {
        Map<String, @Nullable Object> members = new HashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            members.put(name, value(in.nextToken(), in));
        }
        return members;
    }

    private static List<@Nullable Object> elements(JsonParser in) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            elements.add(value(token, in));
        }
        return elements;
    }

    private static @Nullable Object value(JsonToken token, JsonParser in) throws IOException {
        return switch (token) {
            case START_OBJECT -> members(in);
            case START_ARRAY -> elements(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** Not a string, so that it differs from the string of the same digits. */
    private record Unbounded(String digits) {}

    private static Object number(String digits) {
        try {
            return new BigDecimal(digits).stripTrailingZeros();
        } catch (ArithmeticException | NumberFormatException e) {
            // An exponent beyond what a BigDecimal holds, as read or without the zeros: as good as its text.
            return new Unbounded(digits);
        }
    }
}
