package io.tickgate.core.transport.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may talk to the gateway ({@code server.allowed-origins}), and so which of them CORS lets read answers.
 *
 * <p>Always taken: clients without {@code Origin}, which are no browsers, and the gateway's own origin, which is the
 * request's checked Host, whatever the scheme: a proxy may have ended TLS. While the listener is bound to loopback every
 * loopback origin is, too: a developer's page on another port.
 */
public final class OriginPolicy {
    private final Set<String> allowed = new HashSet<>();
    private final boolean any;
    private final boolean loopbackToo;
    private final boolean ownToo;

    /** For a listener that no page may talk to, its own origin's included, and so no browser. */
    public static OriginPolicy nonBrowsers() {
        return new OriginPolicy(List.of(), false, false);
    }

    /** For a listener that nothing but its own pages may talk to. */
    public static OriginPolicy ownPages() {
        return new OriginPolicy(List.of(), false, true);
    }

    /**
     * @param allowedOrigins such as {@code https://desk.example.com}; {@code *} takes all
     * @param boundToLoopback whether only this machine can reach the listener
     */
    public OriginPolicy(Iterable<String> allowedOrigins, boolean boundToLoopback) {
        this(allowedOrigins, boundToLoopback, true);
    }

    private OriginPolicy(Iterable<String> allowedOrigins, boolean boundToLoopback, boolean ownToo) {
        for (String origin : allowedOrigins) {
            allowed.add(withoutDefaultPort(origin.toLowerCase(Locale.ROOT)));
        }
        any = allowed.contains("*");
        loopbackToo = boundToLoopback;
        this.ownToo = ownToo;
    }

    /** A browser never sends the default port of the scheme, an operator may write it. */
    private static String withoutDefaultPort(String origin) {
        String port = origin.startsWith("https:") ? ":443" : ":80";
        return origin.endsWith(port) ? origin.substring(0, origin.length() - port.length()) : origin;
    }

    boolean allows(@Nullable String origin, Authority host) {
        if (origin == null || any) {
            return true;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        if (allowed.contains(lower)) {
            return true;
        }
        boolean tls = lower.startsWith("https://");
        if (!tls && !lower.startsWith("http://")) {
            return false;
        }
        Authority page = Authority.parse(lower.substring(tls ? 8 : 7));
        if (page == null) {
            return false;
        }
        return (loopbackToo && page.isLoopback()) || (ownToo && isOwn(page, host, tls ? 443 : 80));
    }

    /** A missing port means the default of the page's scheme on both sides. */
    private static boolean isOwn(Authority page, Authority host, int defaultPort) {
        int pagePort = page.port() < 0 ? defaultPort : page.port();
        int hostPort = host.port() < 0 ? defaultPort : host.port();
        return page.host().equals(host.host()) && pagePort == hostPort;
    }
}
