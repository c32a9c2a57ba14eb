package io.tickgate.cli.client;

import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of the admin listener.
 *
 * @param items each as JSON on one line
 * @param next where the next page begins; null for none
 */
public record AdminPage(List<String> items, @Nullable String next) {
    /** @param list the name of the list */
    public static HttpApiClient.JsonParser<AdminPage> of(String list) {
        return in -> {
            List<String> items = new ArrayList<>();
            String next = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                Kind kind = in.nextValue();
                if (name.equals(list) && kind == Kind.ARRAY) {
                    for (Kind each = in.nextElement(); each != null; each = in.nextElement()) {
                        items.add(WireMessage.jsonLine(in.body(false)));
                    }
                } else if (name.equals("next") && kind == Kind.STRING) {
                    next = in.string();
                } else {
                    in.skip();
                }
            }
            return new AdminPage(items, next);
        };
    }

    /** The texts and numbers of an item. */
    public static Map<String, String> fields(String item) throws WireException {
        byte[] json = item.getBytes(StandardCharsets.UTF_8);
        Map<String, String> fields = new LinkedHashMap<>();
        try (WireReader in = WireReader.of(WireFormat.JSON, WireMessage.LIMITS)) {
            in.open(json, 0, json.length);
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (in.nextValue()) {
                    case STRING -> fields.put(name, in.string());
                    case NUMBER -> fields.put(name, Long.toString(in.integer()));
                    default -> in.skip();
                }
            }
        }
        return fields;
    }
}
