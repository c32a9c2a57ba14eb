package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;

/**
 * The gateway's own TLS.
 *
 * @param certificate path of a PEM file with the server's certificate first and the chain behind it, or {@code none}
 * @param key path of a PEM file with the private key, or {@code none}
 * @param reloadInterval between two looks at whether the files have changed
 */
public record TlsConfig(String certificate, String key, Provider provider, Duration reloadInterval) {
    /** Whose TLS it is. */
    public enum Provider {
        /** BoringSSL where its library is on the class path and loads, else Java's. */
        AUTO,
        /** BoringSSL, through netty-tcnative. */
        OPENSSL,
        /** Java's own. */
        JDK
    }

    private static final String NONE = "none";
    private static final String PATH = "[^\\p{Cntrl}]{1,4096}";

    static final Setting<String> CERTIFICATE = Setting.text(
            "tls.certificate",
            PATH,
            "none or the path of a PEM file: the server's certificate, then those that lead to its authority",
            NONE,
            "With a certificate and its key the port speaks TLS 1.2 and 1.3 and nothing else.");
    static final Setting<String> KEY = Setting.text(
            "tls.key",
            PATH,
            "none or the path of a PEM file with an RSA, EC or Ed25519 key without pass phrase",
            NONE,
            "The private key of tls.certificate. It may stand in the same file.");
    static final Setting<Provider> PROVIDER = Setting.choice(
            "tls.provider",
            Provider.class,
            Provider.AUTO,
            "Whose TLS it is; auto is BoringSSL (openssl) where its library loads, and Java's elsewhere. The log says which.");
    static final Setting<Duration> RELOAD_INTERVAL = Setting.duration(
            "tls.reload-interval",
            "1s",
            "24h",
            "1m",
            "How often the two files are looked at; new ones serve the connections that come after.");

    static final List<Setting<?>> ALL = List.of(CERTIFICATE, KEY, PROVIDER, RELOAD_INTERVAL);

    public static final TlsConfig DEFAULT = of(ConfigValues.NONE);

    public TlsConfig {
        CERTIFICATE.check(certificate);
        KEY.check(key);
        RELOAD_INTERVAL.check(reloadInterval);
        if (certificate.equals(NONE) != key.equals(NONE)) {
            throw new ConfigException(
                    List.of(certificate.equals(NONE) ? CERTIFICATE.key() : KEY.key(), CERTIFICATE.key(), KEY.key()),
                    "is needed, too: a certificate and its key come together");
        }
    }

    static TlsConfig of(ConfigValues values) {
        return new TlsConfig(
                values.get(CERTIFICATE), values.get(KEY), values.get(PROVIDER), values.get(RELOAD_INTERVAL));
    }

    /** Whether the port speaks TLS. */
    public boolean isOn() {
        return !certificate.equals(NONE);
    }
}
