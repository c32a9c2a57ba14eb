package io.tickgate.core.auth;

import io.tickgate.core.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts an {@link Authentication} together. Each method adds what tokens may be checked with; files are read at once, so that
 * a fault in them is known at the start.
 */
public final class AuthenticationBuilder {
    private static final int IDLE_SECONDS = 10;

    private final AuthSettings settings;
    private final int bytesMax;
    private final Clock clock;
    private final List<KeySource> sources = new ArrayList<>();
    private @Nullable Executor executor;

    /** @param bytesMax of a file or an answer with keys ({@code auth.jwks-max-bytes}) */
    public AuthenticationBuilder(AuthSettings settings, int bytesMax, Clock clock) {
        this.settings = settings;
        this.bytesMax = bytesMax;
        this.clock = clock;
    }

    /** How often documents with keys are looked at. */
    public record Refreshing(Duration refresh, Duration maxStale, Duration cooldown, Duration timeout) {}

    public AuthenticationBuilder secret(byte[] secret) throws GeneralSecurityException {
        sources.add(KeySource.of(KeyReader.ofSecret(secret)));
        return this;
    }

    /** @throws GeneralSecurityException when a key in it cannot be used */
    public AuthenticationBuilder pem(Path file) throws IOException, GeneralSecurityException {
        sources.add(KeySource.of(KeyReader.ofPem(new KeyFile(file, bytesMax, Runnable::run).read())));
        return this;
    }

    /** @throws GeneralSecurityException when it is no JSON Web Key set, or has no key that can be used */
    public AuthenticationBuilder jwks(Path path, Refreshing how) throws IOException, GeneralSecurityException {
        KeyFile file = new KeyFile(path, bytesMax, executor());
        try {
            if (KeyReader.ofJwks(file.read(), true).keys().isEmpty()) {
                throw new GeneralSecurityException("it holds no key that tokens could be checked with");
            }
        } catch (ParseException e) {
            throw new GeneralSecurityException("it is no JSON Web Key set", e);
        }
        return add(file, true, how);
    }

    /** What is there is fetched from now on; until it has come, nobody is taken by it. */
    public AuthenticationBuilder jwks(URI url, Refreshing how) {
        return add(new KeyUrl(url, how.timeout(), bytesMax, executor()), false, how);
    }

    private AuthenticationBuilder add(KeyDocument document, boolean secretsToo, Refreshing how) {
        RefreshedKeys keys = new RefreshedKeys(
                document,
                secretsToo,
                how.refresh().toNanos(),
                how.maxStale().toNanos(),
                how.cooldown().toNanos(),
                clock);
        keys.start();
        sources.add(keys);
        return this;
    }

    /** One thread, which ends when it has had nothing to do for a while. */
    private Executor executor() {
        Executor made = executor;
        if (made == null) {
            ThreadPoolExecutor one =
                    new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                        Thread thread = new Thread(task, "gateway-keys");
                        thread.setDaemon(true);
                        return thread;
                    });
            one.allowCoreThreadTimeOut(true);
            executor = one;
            made = one;
        }
        return made;
    }

    /** @param failuresPerMinute of one address ({@code limits.auth-failures-per-minute}) */
    public Authentication build(ApiKeys keys, int failuresPerMinute) {
        TokenVerifier tokens = sources.isEmpty() ? null : new TokenVerifier(settings, sources);
        return new Authentication(tokens, keys, failuresPerMinute, clock);
    }
}
