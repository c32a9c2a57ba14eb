package io.tickgate.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The path of a request to the admin listener, with its query. */
public final class AdminQuery {
    private final StringBuilder text = new StringBuilder("/admin/v1/");
    private char separator = '?';

    /** @param segments of the path; each may hold any characters */
    public AdminQuery(String... segments) {
        for (int i = 0; i < segments.length; i++) {
            text.append(i == 0 ? "" : "/").append(encode(segments[i]));
        }
    }

    /** Adds a parameter; none where the value is null. */
    public AdminQuery with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(separator).append(name).append('=').append(encode(value.toString()));
            separator = '&';
        }
        return this;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
