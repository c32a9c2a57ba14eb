package io.tickgate.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object, member by member. One thread. */
final class JsonObject {
    private final StringBuilder json = new StringBuilder(256).append('{');

    JsonObject text(String name, String value) {
        name(name).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
        return this;
    }

    JsonObject whole(String name, long value) {
        name(name).append(value);
        return this;
    }

    /** Rounded to two decimals, as the guide's figures are. */
    JsonObject figure(String name, double value) {
        double rounded = Math.round(value * 100) / 100.0;
        // Zero has no sign to a reader.
        name(name).append(rounded == 0 ? 0.0 : rounded);
        return this;
    }

    /** A price with the digits of its source: see {@link Price}. */
    JsonObject price(String name, long price) {
        Price.append(price, name(name));
        return this;
    }

    /** @param object null leaves the member out */
    JsonObject object(String name, @Nullable JsonObject object) {
        if (object != null) {
            name(name).append(object);
        }
        return this;
    }

    private StringBuilder name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        return json.append('"').append(name).append("\":");
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
