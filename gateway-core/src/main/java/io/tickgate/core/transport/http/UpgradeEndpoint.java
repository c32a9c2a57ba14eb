package io.tickgate.core.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;

/** Takes over connections that ask to become WebSockets. */
public interface UpgradeEndpoint {
    /** Where clients ask for it, unless the endpoint says otherwise. */
    String PATH = "/api/v1/websocket/ws";

    /** The only version there is (RFC 6455 section 4.1). */
    String VERSION = "13";

    /** What every 426 carries: which protocol is wanted (RFC 9110 section 15.5.22), and which version of it. */
    ExtraHeaders WANTED = headers -> {
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
    };

    /** Where this gateway's clients ask for it. */
    default String path() {
        return PATH;
    }

    /**
     * Called on the event loop for a GET of {@link #path} in HTTP/1.1 with {@code Upgrade: websocket}, after Host, Origin
     * and framing were checked and the (empty) body was read. Either takes the connection over, by removing the HTTP
     * handlers and sending 101, or answers through {@code exchange}, after which the connection serves HTTP as before.
     *
     * @param exchange gives the resolved {@linkplain HttpExchange#client client address} and the query
     */
    void onUpgrade(ChannelHandlerContext ctx, HttpRequest request, HttpExchange exchange);
}
