package io.tickgate.core.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;

/** Takes over connections that ask to become WebSockets. */
public interface UpgradeEndpoint {
    /** Where clients ask for it. */
    String PATH = "/api/v1/websocket/ws";

    /**
     * Called on the event loop for a GET of {@link #PATH} in HTTP/1.1 with {@code Upgrade: websocket}, after Host, Origin
     * and framing were checked and the (empty) body was read. Either takes the connection over, by removing the HTTP
     * handlers and sending 101, or answers through {@code exchange}, after which the connection serves HTTP as before.
     *
     * @param exchange gives the resolved {@linkplain HttpExchange#client client address} and the query
     */
    void onUpgrade(ChannelHandlerContext ctx, HttpRequest request, HttpExchange exchange);
}
