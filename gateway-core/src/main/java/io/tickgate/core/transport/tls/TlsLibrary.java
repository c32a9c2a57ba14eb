package io.tickgate.core.transport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Whose TLS it is. */
public enum TlsLibrary {
    /** BoringSSL, through netty-tcnative. */
    OPENSSL(SslProvider.OPENSSL_REFCNT),
    /** Java's own. */
    JDK(SslProvider.JDK);

    private final SslProvider provider;

    TlsLibrary(SslProvider provider) {
        this.provider = provider;
    }

    /** BoringSSL where its library is on the class path and loads, Java's elsewhere. */
    public static TlsLibrary best() {
        return OpenSsl.isAvailable() ? OPENSSL : JDK;
    }

    /** @throws IllegalStateException when it does not load here */
    public TlsLibrary requireAvailable() {
        if (this == OPENSSL && !OpenSsl.isAvailable()) {
            throw new IllegalStateException(
                    "netty-tcnative is not on the class path or does not load", OpenSsl.unavailabilityCause());
        }
        return this;
    }

    SslProvider provider() {
        return provider;
    }

    /** For the log. */
    @Override
    public String toString() {
        return this == OPENSSL
                ? OpenSsl.versionString()
                : "Java " + Runtime.version().feature();
    }
}
