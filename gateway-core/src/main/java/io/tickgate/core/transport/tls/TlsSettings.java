package io.tickgate.core.transport.tls;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of TLS; each comes from the configuration key named.
 *
 * @param certificate {@code tls.certificate}
 * @param key {@code tls.key}
 * @param library {@code tls.provider}
 * @param reloadInterval {@code tls.reload-interval}
 */
public record TlsSettings(Path certificate, Path key, TlsLibrary library, Duration reloadInterval) {}
