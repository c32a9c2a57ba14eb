package io.tickgate.core.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.tickgate.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's TLS: one certificate at a time, read from files, which are looked at again every
 * {@code tls.reload-interval}. New connections get the newest; those that are open keep what they began with. Files that are
 * no good change nothing, and the log says so.
 *
 * <p><b>Owner:</b> a thread of its own, so that no event loop waits for a disk. Any thread may call any public method.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    /** Authorities that give certificates for 90 days renew them 30 days before their end. */
    private static final Duration WARNING_BEFORE = Duration.ofDays(14);

    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private record Served(ServerCertificate certificate, SslContext context) {}

    private final TlsSettings settings;
    private final Clock clock;
    private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gateway-tls");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Served served;
    private FileStamps seen;
    private Instant warnAgainAt = Instant.MIN;

    /** @throws TlsFileException when there is no good certificate with its key */
    public ServerTls(TlsSettings settings, Clock clock) throws TlsFileException {
        this.settings = settings;
        this.clock = clock;
        this.seen = FileStamps.of(settings);
        this.served = load();
        LOG.info("TLS 1.2 and 1.3 by {}; certificate {}", settings.library(), served.certificate());
        warnOfItsEnd();
    }

    /** Reads the files and builds nothing. @throws TlsFileException when there is no good certificate with its key */
    public static void check(TlsSettings settings) throws TlsFileException {
        ServerCertificate.read(settings.certificate(), settings.key());
    }

    /** From now on the files are looked at every {@code tls.reload-interval}. */
    public void watch() {
        long millis = settings.reloadInterval().toMillis();
        owner.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** What encrypts one connection. */
    public SslHandler newHandler(ByteBufAllocator allocator) {
        while (true) {
            Served now = served;
            try {
                SslHandler handler = now.context().newHandler(allocator);
                // The head of the first request has to come within the same time: one deadline for both.
                handler.setHandshakeTimeoutMillis(0);
                return handler;
            } catch (IllegalReferenceCountException e) {
                // Another certificate has come this very moment, and the one before is given back.
                if (now.context() == served.context()) {
                    throw e;
                }
            }
        }
    }

    /** Seconds until the certificate ends; negative when it has. */
    public long secondsLeft() {
        return Duration.between(clock.instant(), served.certificate().expiresAt())
                .toSeconds();
    }

    /**
     * Reads the files now, and blocks until that is done.
     *
     * @return whether another certificate is served from now on
     * @throws TlsFileException when they are no good; the one before is still served
     */
    public boolean reload() throws TlsFileException {
        try {
            return owner.submit(this::reloadNow).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TlsFileException fault) {
                throw fault;
            }
            throw new IllegalStateException("the certificate cannot be read anew", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Looks whether the files have changed, and how long the certificate is good. */
    void look() {
        try {
            if (!FileStamps.of(settings).equals(seen)) {
                reloadNow();
            }
        } catch (TlsFileException e) {
            LOG.warn(
                    "{}: {}; the certificate of before is still served: {}",
                    e.setting(),
                    e.getMessage(),
                    served.certificate());
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            LOG.error("the certificate cannot be read anew", e);
        }
        warnOfItsEnd();
    }

    private boolean reloadNow() throws TlsFileException {
        // Taken first: what changes while it is read is seen the next time.
        seen = FileStamps.of(settings);
        Served before = served;
        Served next = load();
        if (next.certificate().equals(before.certificate())) {
            ReferenceCountUtil.release(next.context());
            return false;
        }
        served = next;
        ReferenceCountUtil.release(before.context());
        warnAgainAt = Instant.MIN;
        LOG.info("TLS: new connections get another certificate: {}", next.certificate());
        return true;
    }

    private Served load() throws TlsFileException {
        ServerCertificate certificate = ServerCertificate.read(settings.certificate(), settings.key());
        try {
            return new Served(certificate, TlsContexts.of(certificate, settings.library()));
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsFileException(
                    "tls.certificate",
                    settings.certificate() + ": " + settings.library() + " does not take it: " + e.getMessage());
        }
    }

    private void warnOfItsEnd() {
        Instant now = clock.instant();
        if (now.isBefore(warnAgainAt)) {
            return;
        }
        ServerCertificate certificate = served.certificate();
        if (now.isAfter(certificate.expiresAt())) {
            LOG.warn("tls.certificate: it has expired and clients refuse it: {}", certificate);
        } else if (now.isBefore(certificate.validFrom())) {
            LOG.warn("tls.certificate: clients refuse it before {}: {}", certificate.validFrom(), certificate);
        } else if (now.isAfter(certificate.expiresAt().minus(WARNING_BEFORE))) {
            LOG.warn("tls.certificate: it expires in {} days: {}", secondsLeft() / 86_400, certificate);
        } else {
            return;
        }
        warnAgainAt = now.plus(BETWEEN_WARNINGS);
    }

    /** After the last connection. */
    @Override
    public void close() {
        owner.shutdownNow();
        ReferenceCountUtil.release(served.context());
    }
}
