package io.tickgate.core.transport.http.endpoint.admin;

import io.netty.util.NetUtil;
import io.tickgate.core.admin.ConnectionFilter;
import io.tickgate.core.session.Oversight;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.endpoint.QueryFields;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.wire.WireException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What queries about connections have in common. */
final class ConnectionQuery {
    private ConnectionQuery() {}

    static ConnectionFilter filter(HttpExchange exchange) throws WireException {
        String user = exchange.query("user");
        return new ConnectionFilter(
                address(exchange.query("address")),
                user == null ? null : QueryFields.requireUserId(exchange, user),
                family(exchange.query("family")));
    }

    private static @Nullable InetAddress address(@Nullable String text) throws WireException {
        byte[] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
        if (text == null) {
            return null;
        }
        try {
            if (bytes != null) {
                return InetAddress.getByAddress(bytes);
            }
        } catch (UnknownHostException e) {
            // Neither four bytes nor sixteen: refused below.
        }
        throw QueryFields.invalid("address", "must be an IP address");
    }

    private static @Nullable String family(@Nullable String text) throws WireException {
        if (text != null && (!ChannelNames.isValid(text) || text.indexOf(':') >= 0)) {
            throw QueryFields.invalid("family", "must be a base, such as market_data");
        }
        return text;
    }

    /** What a client is told that is disconnected; empty for nothing of its own. */
    static String reason(HttpExchange exchange) throws WireException {
        String reason = exchange.query("reason");
        if (reason == null) {
            return "";
        }
        if (reason.getBytes(StandardCharsets.UTF_8).length > Oversight.REASON_BYTES_MAX
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw QueryFields.invalid(
                    "reason", "must have at most " + Oversight.REASON_BYTES_MAX + " bytes and no control characters");
        }
        return reason;
    }
}
