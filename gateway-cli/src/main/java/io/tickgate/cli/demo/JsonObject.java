package io.tickgate.cli.demo;

import io.tickgate.cli.console.JsonText;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One JSON object, put together member by member. One thread. */
final class JsonObject {
    private final List<Consumer<WireWriter>> members = new ArrayList<>();

    JsonObject text(String name, String value) {
        return member(name, json -> json.string(value));
    }

    JsonObject whole(String name, long value) {
        return member(name, json -> json.integer(value));
    }

    /** Rounded to two decimals, as the guide's figures are. */
    JsonObject figure(String name, double value) {
        double rounded = Math.round(value * 100) / 100.0;
        // Zero has no sign to a reader.
        return member(name, json -> json.real(rounded == 0 ? 0.0 : rounded));
    }

    /** A price with the digits of its source: see {@link Price}. */
    JsonObject price(String name, long price) {
        return member(name, json -> json.number(Price.toDecimal(price)));
    }

    /** @param object null leaves the member out */
    JsonObject object(String name, @Nullable JsonObject object) {
        return object == null ? this : member(name, object::write);
    }

    private JsonObject member(String name, Consumer<WireWriter> value) {
        members.add(json -> value.accept(json.name(name)));
        return this;
    }

    private void write(WireWriter json) {
        json.beginObject(members.size());
        members.forEach(member -> member.accept(json));
        json.endObject();
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return JsonText.of(this::write);
    }
}
