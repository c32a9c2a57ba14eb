package io.tickgate.core.transport.http;

import io.tickgate.protocol.message.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request line asks for (RFC 9112 section 3.2): origin form, absolute form, or {@code *}.
 *
 * @param authority the host of an absolute form, else null
 * @param path as it was sent, without the query
 * @param segments the path's segments, cut first and decoded then, so that {@code %2F} stays inside its segment
 * @param query decoded; of a repeated name the first value counts
 */
record RequestTarget(@Nullable String authority, String path, List<String> segments, Map<String, String> query) {
    private static final String ASTERISK = "*";
    /** Of a parameter's name, in an answer. */
    private static final int NAME_CHARS_TOLD = 64;

    static RequestTarget parse(String target) throws RequestRefused {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw malformed("request target", "holds a character that must be percent-encoded");
            }
        }
        if (target.equals(ASTERISK)) {
            return new RequestTarget(null, target, List.of(), Map.of());
        }
        String authority = null;
        String rest = target;
        int scheme = schemeLength(target);
        if (scheme > 0) {
            int end = endOfAuthority(target, scheme);
            authority = target.substring(scheme, end);
            rest = target.substring(end);
            if (!rest.startsWith("/")) {
                rest = "/" + rest;
            }
        }
        if (!rest.startsWith("/")) {
            throw malformed("request target", "must start with a slash");
        }
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(decode(segment, false, "path"));
        }
        Map<String, String> query = question < 0 ? Map.of() : parseQuery(rest.substring(question + 1));
        return new RequestTarget(authority, path, List.copyOf(segments), query);
    }

    boolean isAsterisk() {
        return path.equals(ASTERISK);
    }

    private static int schemeLength(String target) {
        for (String scheme : List.of("http://", "https://")) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return 0;
    }

    private static int endOfAuthority(String target, int from) {
        for (int i = from; i < target.length(); i++) {
            if (target.charAt(i) == '/' || target.charAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }

    private static Map<String, String> parseQuery(String text) throws RequestRefused {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true, "query");
            if (!name.isEmpty()) {
                query.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1), true, parameter(name)));
            }
        }
        return query;
    }

    private static String parameter(String name) {
        return "query parameter \"" + name.substring(0, Math.min(name.length(), NAME_CHARS_TOLD)) + '"';
    }

    /** @param where for the refusal */
    private static String decode(String text, boolean plusIsSpace, String where) throws RequestRefused {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + 2 < text.length() ? hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)) : -1;
                if (value < 0x20 || value == 0x7f) {
                    throw malformed(where, "holds a bad percent escape");
                }
                bytes[length++] = (byte) value;
                i += 2;
            } else {
                bytes[length++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed(where, "is not UTF-8 once decoded");
        }
    }

    /** Minus one, which stays negative when shifted or joined with another digit. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static RequestRefused malformed(String where, String what) {
        return RequestRefused.with(ProblemDetails.of(ErrorCode.BAD_REQUEST, "The " + where + ' ' + what));
    }
}
