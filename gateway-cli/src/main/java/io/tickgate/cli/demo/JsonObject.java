package io.tickgate.cli.demo;

import io.tickgate.cli.console.JsonText;
import io.tickgate.protocol.wire.WireWriter;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object, put together member by member. One thread. */
final class JsonObject {
    private final Map<String, Object> members = new LinkedHashMap<>();

    JsonObject text(String name, String value) {
        return member(name, value);
    }

    JsonObject whole(String name, long value) {
        return member(name, value);
    }

    /** Rounded to two decimals, as the guide's figures are. */
    JsonObject figure(String name, double value) {
        return member(name, rounded(value));
    }

    /** To two decimals, as the guide's figures are. */
    static double rounded(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        // Zero has no sign to a reader.
        return rounded == 0 ? 0.0 : rounded;
    }

    /** A price with the digits of its source: see {@link Price}. */
    JsonObject price(String name, long price) {
        return member(name, Price.toDecimal(price));
    }

    JsonObject object(String name, JsonObject object) {
        return member(name, object);
    }

    private JsonObject member(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** As the gateway's Java API takes objects. */
    Map<String, Object> toMap() {
        Map<String, Object> plain = new LinkedHashMap<>();
        members.forEach((name, value) -> plain.put(name, value instanceof JsonObject object ? object.toMap() : value));
        return Collections.unmodifiableMap(plain);
    }

    private void write(WireWriter json) {
        json.beginObject(members.size());
        members.forEach((name, value) -> write(value, json.name(name)));
        json.endObject();
    }

    private static void write(Object value, WireWriter json) {
        if (value instanceof JsonObject object) {
            object.write(json);
        } else if (value instanceof String text) {
            json.string(text);
        } else if (value instanceof Long whole) {
            json.integer(whole);
        } else if (value instanceof BigDecimal price) {
            json.number(price);
        } else {
            json.real((Double) value);
        }
    }

    @Override
    public String toString() {
        return JsonText.of(this::write);
    }
}
