package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.protocol.codec.NotificationReader;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Parameters of a request's query, checked. */
final class QueryFields {
    private static final String USER_ID = "user_id";

    private QueryFields() {}

    static int integer(HttpExchange exchange, String name, int least, int most, int whenAbsent) throws WireException {
        String text = exchange.query(name);
        if (text == null) {
            return whenAbsent;
        }
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new WireException(
                ErrorCode.INVALID_FIELD, '"' + name + "\" must be an integer from " + least + " to " + most, name);
    }

    static @Nullable String userId(HttpExchange exchange) throws WireException {
        String userId = exchange.query(USER_ID);
        return userId == null ? null : requireUserId(userId);
    }

    static String requireUserId(String userId) throws WireException {
        if (!NotificationReader.isUserId(userId)) {
            throw new WireException(
                    ErrorCode.INVALID_FIELD,
                    "\"user_id\" must have 1 to 128 characters, none of them whitespace or control",
                    USER_ID);
        }
        return userId;
    }
}
