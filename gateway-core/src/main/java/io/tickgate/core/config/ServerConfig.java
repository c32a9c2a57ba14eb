package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the gateway listens, and whom it believes.
 *
 * @param host an address or name of this machine, {@code localhost} for both loopback addresses, {@code *} for all
 * @param port 0 lets the system choose
 * @param eventLoops 0 for one per processor, see {@link MemoryPlan}
 * @param warmUp see {@link io.tickgate.core.WarmUp}; a gateway that an application starts by itself does without
 * @param pages whether browsers are shown pages, here and on the operator's listener
 */
public record ServerConfig(
        String host,
        int port,
        List<String> allowedOrigins,
        List<String> allowedHosts,
        List<IpRange> trustedProxies,
        ProxyProtocol proxyProtocol,
        int eventLoops,
        Transport transport,
        Duration warmUp,
        boolean pages) {
    /** How sockets are waited for. */
    public enum Transport {
        AUTO,
        EPOLL,
        IO_URING,
        NIO
    }

    /** Whether a proxy says before the first byte of a connection for whom it speaks. */
    public enum ProxyProtocol {
        /** It does not. */
        OFF,
        /** Every connection begins with a header of the PROXY protocol, version 2. */
        REQUIRED
    }

    private static final String HOST_AND_PORT = "([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+\\])(:\\d{1,5})?";

    static final Setting<String> HOST = Setting.text(
            "server.host",
            "\\*|[A-Za-z0-9._:-]{1,253}",
            "an address or name of this machine, localhost (both loopback addresses) or * (every address)",
            "localhost",
            "Address to listen on. Anything but loopback needs auth.mode: required, or open where no authentication is meant.");
    static final Setting<Integer> PORT =
            Setting.integer("server.port", 0, 65535, 8001, "Port for WebSocket and HTTP; 0 lets the system choose.");
    static final Setting<List<String>> ALLOWED_ORIGINS = Setting.list(
                    "server.allowed-origins",
                    new TextType(
                            Pattern.compile("\\*|https?://" + HOST_AND_PORT),
                            "origins such as https://desk.example.com, or *"),
                    "",
                    "Web pages that may connect and read answers, beside the gateway's own origin and, on loopback, loopback's.")
            .reloadable();
    static final Setting<List<String>> ALLOWED_HOSTS = Setting.list(
                    "server.allowed-hosts",
                    new TextType(
                            Pattern.compile(HOST_AND_PORT), "names such as push.example.com, with or without :port"),
                    "",
                    "Host headers answered beside the bound name, its address and loopback names; others get 421.")
            .reloadable();
    static final Setting<List<IpRange>> TRUSTED_PROXIES = Setting.list(
                    "server.trusted-proxies",
                    new IpRange.Type(),
                    "127.0.0.0/8, ::1",
                    "Proxies whose X-Forwarded-For and Forwarded headers, and PROXY protocol, are believed.")
            .reloadable();
    static final Setting<ProxyProtocol> PROXY_PROTOCOL = Setting.choice(
            "server.proxy-protocol",
            ProxyProtocol.class,
            ProxyProtocol.OFF,
            "required: only server.trusted-proxies may connect, and say for whom by the PROXY protocol, version 2.");
    static final Setting<Integer> EVENT_LOOPS = Setting.integer(
            "server.event-loops",
            0,
            256,
            0,
            "Threads that accept, read, fan out and write; 0 is one per processor, if memory allows.");
    static final Setting<Transport> TRANSPORT = Setting.choice(
            "server.transport",
            Transport.class,
            Transport.AUTO,
            "How sockets are waited for and written to; auto is epoll where its library loads, nio elsewhere."
                    + " io_uring is epoll that sends to many sockets in one system call.");

    static final Setting<Duration> WARM_UP = Setting.duration(
            "server.warm-up",
            "0s",
            "10s",
            "300ms",
            "Before serve opens its port: for so long, clients of its own go through another gateway, so that the first"
                    + " real ones wait less.");
    static final Setting<Boolean> PAGES = Setting.flag(
            "server.pages",
            true,
            "Whether browsers are shown the trading view at / and, on the operator's listener, the operations page at /ops.");

    static final List<Setting<?>> ALL = List.of(
            HOST,
            PORT,
            ALLOWED_ORIGINS,
            ALLOWED_HOSTS,
            TRUSTED_PROXIES,
            PROXY_PROTOCOL,
            EVENT_LOOPS,
            TRANSPORT,
            WARM_UP,
            PAGES);

    public static final ServerConfig DEFAULT = of(ConfigValues.NONE);

    public ServerConfig {
        HOST.check(host);
        PORT.check(port);
        ALLOWED_ORIGINS.check(allowedOrigins);
        ALLOWED_HOSTS.check(allowedHosts);
        EVENT_LOOPS.check(eventLoops);
        WARM_UP.check(warmUp);
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHosts = List.copyOf(allowedHosts);
        trustedProxies = List.copyOf(trustedProxies);
        if (proxyProtocol == ProxyProtocol.REQUIRED && trustedProxies.isEmpty()) {
            throw new ConfigException(
                    List.of(TRUSTED_PROXIES.key(), PROXY_PROTOCOL.key()),
                    "must name a proxy, since server.proxy-protocol: required lets nobody else connect");
        }
    }

    static ServerConfig of(ConfigValues values) {
        return new ServerConfig(
                values.get(HOST),
                values.get(PORT),
                values.get(ALLOWED_ORIGINS),
                values.get(ALLOWED_HOSTS),
                values.get(TRUSTED_PROXIES),
                values.get(PROXY_PROTOCOL),
                values.get(EVENT_LOOPS),
                values.get(TRANSPORT),
                values.get(WARM_UP),
                values.get(PAGES));
    }

    /** Whether only this machine can reach {@link #host}, as far as its spelling tells. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
