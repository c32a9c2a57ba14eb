package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.IdempotencyKeys;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header {@code Idempotency-Key}, which says of a request with one publication what a field of its body may say as well. */
final class IdempotencyKeyHeader {
    static final String NAME = "Idempotency-Key";

    private IdempotencyKeyHeader() {}

    /**
     * The key of a request.
     *
     * @param inBody what its body says; null for nothing
     * @throws WireException when the header is no key, comes twice, or says something else than the body
     */
    static @Nullable String keyOf(HttpExchange exchange, @Nullable String inBody) throws WireException {
        List<String> sent = exchange.headers().getAll(NAME);
        if (sent.isEmpty()) {
            return inBody;
        }
        if (sent.size() > 1) {
            throw refusal("must come once");
        }
        String key = unquoted(sent.get(0));
        if (!IdempotencyKeys.isKey(key) || !key.chars().allMatch(c -> c < 0x7f)) {
            throw refusal(IdempotencyKeys.RULE + "; in a header all of them are ASCII");
        }
        if (inBody != null && !inBody.equals(key)) {
            String rule = "and \"" + IdempotencyKeys.FIELD + "\" say two things; send one of them, or the same";
            throw new WireException(ErrorCode.BAD_REQUEST, text(rule), IdempotencyKeys.FIELD);
        }
        return key;
    }

    /** @throws WireException when a request has the header that brings many publications */
    static void refuse(HttpExchange exchange) throws WireException {
        if (exchange.headers().contains(NAME)) {
            throw refusal("is for one publication; here each line has its own \"" + IdempotencyKeys.FIELD + '"');
        }
    }

    /** A string of a structured field (RFC 9651 section 3.3.3) has quotes around it; plain text does as well. */
    private static String unquoted(String value) {
        int length = value.length();
        return length >= 2 && value.charAt(0) == '"' && value.charAt(length - 1) == '"'
                ? value.substring(1, length - 1)
                : value;
    }

    private static WireException refusal(String rule) {
        return new WireException(ErrorCode.BAD_REQUEST, text(rule));
    }

    private static String text(String rule) {
        return "The header " + NAME + ' ' + rule;
    }
}
