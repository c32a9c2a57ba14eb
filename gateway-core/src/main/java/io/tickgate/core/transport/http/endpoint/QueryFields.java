package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.protocol.codec.NotificationReader;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a request's query, checked. Numbers are ASCII digits and nothing else: no sign, no space, no exponent, none
 * of the other forms that Java takes for numbers; a parameter without a value is not absent, but at fault.
 */
public final class QueryFields {
    private static final String USER_ID = "user_id";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,16}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,16}(\\.[0-9]{1,16})?");

    private QueryFields() {}

    public static int integer(HttpExchange exchange, String name, int least, int most, int whenAbsent)
            throws WireException {
        String text = exchange.query(name);
        if (text == null) {
            return whenAbsent;
        }
        if (DIGITS.matcher(text).matches()) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw invalid(name, "must be an integer from " + least + " to " + most);
    }

    /** As {@link #integer}, for offsets. */
    public static long whole(HttpExchange exchange, String name, long most, long whenAbsent) throws WireException {
        String text = exchange.query(name);
        if (text == null) {
            return whenAbsent;
        }
        if (OFFSET.matcher(text).matches() && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw invalid(name, "must be an integer from 0 to " + most);
    }

    /** Unix time in seconds; null when there is none. */
    public static @Nullable Double seconds(HttpExchange exchange, String name) throws WireException {
        String text = exchange.query(name);
        if (text != null && !DECIMAL.matcher(text).matches()) {
            throw invalid(name, "must be a number of seconds from 0 on, such as 1731144000.5");
        }
        return text == null ? null : Double.valueOf(text);
    }

    public static WireException invalid(String name, String rule) {
        return new WireException(ErrorCode.INVALID_FIELD, '"' + name + "\" " + rule, name);
    }

    /** Whose request it is: whom the query names, or else whom the token does; null for nobody's. */
    public static @Nullable String userId(HttpExchange exchange) throws WireException {
        String userId = exchange.query(USER_ID);
        return userId == null ? exchange.principal().userId() : requireUserId(exchange, userId);
    }

    /** @throws WireException also when whoever asks may not act for that user */
    public static String requireUserId(HttpExchange exchange, String userId) throws WireException {
        if (!NotificationReader.isUserId(userId)) {
            throw invalid(USER_ID, NotificationReader.USER_ID_RULE);
        }
        if (!exchange.principal().mayActFor(userId)) {
            throw new WireException(ErrorCode.FORBIDDEN, "this is another user's", USER_ID);
        }
        return userId;
    }
}
