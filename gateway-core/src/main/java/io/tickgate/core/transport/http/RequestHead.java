package io.tickgate.core.transport.http;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose head passed every check that does not depend on its path.
 *
 * @param origin an allowed one, or null when the client is no browser
 * @param contentLength bytes of the body as announced, or -1 when it is chunked
 */
record RequestHead(
        HttpRequest request,
        RequestTarget target,
        ClientAddress client,
        @Nullable String origin,
        long contentLength,
        boolean expectsContinue) {
    boolean hasBody() {
        return contentLength != 0;
    }
}
