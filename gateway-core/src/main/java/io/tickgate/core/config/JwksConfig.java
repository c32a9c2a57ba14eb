package io.tickgate.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where JSON Web Key sets are (RFC 7517), and how they are kept. */
public record JwksConfig(
        @Nullable Path file,
        @Nullable URI url,
        Duration refresh,
        Duration maxStale,
        Duration cooldown,
        Duration timeout,
        int maxBytes) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    static final Setting<String> FILE = Setting.text(
            "auth.jwks-file",
            AuthConfig.PATH,
            AuthConfig.PATH_RANGE,
            AuthConfig.NONE,
            "A JSON Web Key set that tokens are checked with. It is read again when a token names a key that is not in it.");
    static final Setting<String> URL = Setting.text(
            "auth.jwks-url",
            "none|https?://[!-~]{1,2000}",
            "none or a URL with https; http only of this machine",
            AuthConfig.NONE,
            "Where an issuer publishes its JSON Web Key set. Redirects are not followed; secrets in it do not count.");
    static final Setting<Duration> REFRESH = Setting.duration(
            "auth.jwks-refresh",
            "1s",
            "24h",
            "5m",
            "Age of a key set at which it is fetched anew, when it is next needed.");
    static final Setting<Duration> MAX_STALE = Setting.duration(
            "auth.jwks-max-stale",
            "1m",
            "720h",
            "24h",
            "Age up to which a key set counts while no newer one can be had; beyond it tokens get 503.");
    static final Setting<Duration> COOLDOWN = Setting.duration(
            "auth.jwks-cooldown",
            "100ms",
            "1h",
            "10s",
            "Between two looks at a key set because a token names a key that is not in it, after the first three.");
    static final Setting<Duration> TIMEOUT =
            Setting.duration("auth.jwks-timeout", "100ms", "1m", "5s", "For fetching a key set, in all.");
    static final Setting<Long> MAX_BYTES = Setting.size(
            "auth.jwks-max-bytes", "1KiB", "16MiB", "256KiB", "Of a key set, and of auth.public-key-file.");

    static final List<Setting<?>> ALL = List.of(FILE, URL, REFRESH, MAX_STALE, COOLDOWN, TIMEOUT, MAX_BYTES);

    static JwksConfig of(ConfigValues values) {
        return new JwksConfig(
                AuthConfig.path(values.get(FILE)),
                url(values.get(URL)),
                values.get(REFRESH),
                values.get(MAX_STALE),
                values.get(COOLDOWN),
                values.get(TIMEOUT),
                values.get(MAX_BYTES).intValue());
    }

    public JwksConfig {
        REFRESH.check(refresh);
        MAX_STALE.check(maxStale);
        COOLDOWN.check(cooldown);
        TIMEOUT.check(timeout);
        MAX_BYTES.check((long) maxBytes);
    }

    private static @Nullable URI url(String text) {
        if (text.equals(AuthConfig.NONE)) {
            return null;
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(URL.key(), "must be a URL, was \"" + text + '"');
        }
        if (url.getHost() == null) {
            throw new ConfigException(URL.key(), "must name a host, was \"" + text + '"');
        }
        // Whoever stands in between would else say which keys count.
        if (!text.startsWith("https:") && !LOOPBACK.contains(url.getHost())) {
            throw new ConfigException(URL.key(), "must be https, but for this machine itself, was \"" + text + '"');
        }
        return url;
    }
}
