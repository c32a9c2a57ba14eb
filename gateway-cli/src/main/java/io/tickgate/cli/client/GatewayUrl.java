package io.tickgate.cli.client;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway is.
 *
 * @param base {@code http} or {@code https}, host and perhaps port; no path
 */
public record GatewayUrl(URI base) {
    public static final String DEFAULT = "http://localhost:8001";

    private static final String API = "/api/v1/websocket/";

    /**
     * Reads what an operator wrote; {@code ws} counts as {@code http}.
     *
     * @throws Failure when it is no such URL
     */
    public static GatewayUrl parse(String text) throws Failure {
        try {
            URI uri = new URI(text);
            String scheme = scheme(uri.getScheme());
            String path = uri.getPath();
            if (scheme != null
                    && uri.getHost() != null
                    && (path == null || path.isEmpty() || path.equals("/"))
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getPort() <= 65_535) {
                return new GatewayUrl(new URI(scheme, null, uri.getHost(), uri.getPort(), null, null, null));
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new Failure(ExitCode.USAGE, "the URL must look like " + DEFAULT + ", without a path: " + text);
    }

    public URI status() {
        return base.resolve(API + "status");
    }

    public URI broadcast() {
        return base.resolve(API + "broadcast");
    }

    public URI publications() {
        return base.resolve(API + "publications");
    }

    /**
     * A health check.
     *
     * @param name {@code live} or {@code ready}
     */
    public URI health(String name) {
        return base.resolve("/health/" + name);
    }

    public URI webSocket() {
        String text = base.resolve(API + "ws").toString();
        return URI.create("ws" + text.substring("http".length()));
    }

    public boolean isSecure() {
        return "https".equals(base.getScheme());
    }

    /** The port, also where the URL leaves it out. */
    public int port() {
        return base.getPort() >= 0 ? base.getPort() : isSecure() ? 443 : 80;
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private static @Nullable String scheme(@Nullable String scheme) {
        if (scheme == null) {
            return null;
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http", "ws" -> "http";
            case "https", "wss" -> "https";
            default -> null;
        };
    }
}
