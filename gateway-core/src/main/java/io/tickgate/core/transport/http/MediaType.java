package io.tickgate.core.transport.http;

import org.jspecify.annotations.Nullable;

/** The body types that endpoints read. */
public enum MediaType {
    JSON("application/json"),
    NDJSON("application/x-ndjson"),
    MSGPACK("application/msgpack");

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    /** As {@code Content-Type} names it. */
    public String text() {
        return text;
    }

    /** The type of a {@code Content-Type} value; parameters such as a charset do not matter. Null when unknown. */
    static @Nullable MediaType of(String contentType) {
        int semicolon = contentType.indexOf(';');
        String essence = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).trim();
        for (MediaType type : values()) {
            if (type.text.equalsIgnoreCase(essence)) {
                return type;
            }
        }
        return null;
    }
}
