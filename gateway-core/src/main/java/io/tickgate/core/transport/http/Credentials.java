package io.tickgate.core.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tickgate.core.auth.Credential;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request shows of its client: {@code Authorization: Bearer}, {@code X-API-Key}, and where a WebSocket is asked for
 * the subprotocol {@code gateway.auth.<token>} and the query's {@code token}, for browsers, which can set no header.
 */
final class Credentials {
    private static final String API_KEY = "x-api-key";
    private static final String BEARER = "Bearer ";
    private static final String SUBPROTOCOL = "gateway.auth.";

    private Credentials() {}

    /** All of it; what is no bearer token at all, such as a name with a password, comes as one that nobody takes. */
    static List<Credential> of(RequestHead head) {
        HttpHeaders headers = head.request().headers();
        List<Credential> shown = new ArrayList<>(1);
        for (String field : headers.getAll(HttpHeaderNames.AUTHORIZATION)) {
            boolean isBearer = field.regionMatches(true, 0, BEARER, 0, BEARER.length());
            shown.add(Credential.bearer(
                    isBearer ? field.substring(BEARER.length()).strip() : ""));
        }
        for (String field : headers.getAll(API_KEY)) {
            shown.add(Credential.apiKey(field.strip()));
        }
        if (head.target().path().equals(UpgradeEndpoint.PATH)) {
            for (String offered : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
                for (String name : offered.split(",", -1)) {
                    if (name.strip().startsWith(SUBPROTOCOL)) {
                        shown.add(Credential.bearer(name.strip().substring(SUBPROTOCOL.length())));
                    }
                }
            }
            String token = head.target().query().get("token");
            if (token != null) {
                shown.add(Credential.bearer(token));
            }
        }
        return shown;
    }
}
