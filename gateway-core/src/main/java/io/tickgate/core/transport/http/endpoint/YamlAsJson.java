package io.tickgate.core.transport.http.endpoint;

import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Says in JSON what a document of our own says in YAML. */
final class YamlAsJson {
    private YamlAsJson() {}

    static byte[] convert(byte[] yaml) {
        Object document =
                new Load(LoadSettings.builder().build()).loadFromString(new String(yaml, StandardCharsets.UTF_8));
        WireBuffer out = new WireBuffer();
        write(document, WireWriter.json(out));
        return out.toBytes();
    }

    private static void write(@Nullable Object value, WireWriter json) {
        if (value instanceof Map<?, ?> map) {
            json.beginObject(map.size());
            map.forEach((name, member) -> {
                json.name(String.valueOf(name));
                write(member, json);
            });
            json.endObject();
        } else if (value instanceof List<?> list) {
            json.beginArray(list.size());
            list.forEach(element -> write(element, json));
            json.endArray();
        } else if (value instanceof String text) {
            json.string(text);
        } else if (value instanceof Boolean flag) {
            json.bool(flag);
        } else if (value instanceof Double real) {
            json.real(real);
        } else if (value instanceof Number number) {
            json.integer(number.longValue());
        } else {
            json.nil();
        }
    }
}
