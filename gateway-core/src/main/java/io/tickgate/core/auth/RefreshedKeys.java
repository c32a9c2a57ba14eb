package io.tickgate.core.auth;

import io.tickgate.core.limit.TokenBucket;
import io.tickgate.core.time.Clock;
import java.text.ParseException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a document that changes, kept from one look at it to the next. It is looked at again when they are older than
 * {@code auth.jwks-refresh} and somebody asks for one, who does not wait for it; and when a key is asked for that is not
 * there, which does wait, but happens only so often: tokens with ids of keys that nobody has cost the issuer nothing. While
 * the document cannot be had the old keys count, for {@code auth.jwks-max-stale} at most.
 *
 * <p>Any thread. One fetch at a time, which all who wait share.
 */
final class RefreshedKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshedKeys.class);

    /** Missing keys that are looked for at once; further ones wait for {@code auth.jwks-cooldown} each. */
    private static final int BURST = 3;

    /**
     * What was read.
     *
     * @param hash of the text
     * @param atNanos when it was asked for
     * @param version another one for another text
     */
    private record Read(KeySet keys, String hash, long atNanos, long version) {}

    private final KeyDocument document;
    private final boolean secretsToo;
    private final long refreshNanos;
    private final long staleNanos;
    private final Clock clock;

    private volatile @Nullable Read newest;

    /** Guards the two below, for moments. */
    private final Object guard = new Object();

    private final TokenBucket looks;
    private @Nullable CompletableFuture<Void> underWay;
    /** When a refresh was last begun because of age. Guarded like the others. */
    private long agedAtNanos;

    /**
     * @param secretsToo whether secrets in it count
     * @param cooldownNanos between two looks for missing keys ({@code auth.jwks-cooldown})
     */
    RefreshedKeys(
            KeyDocument document,
            boolean secretsToo,
            long refreshNanos,
            long staleNanos,
            long cooldownNanos,
            Clock clock) {
        this.document = document;
        this.secretsToo = secretsToo;
        this.refreshNanos = refreshNanos;
        this.staleNanos = staleNanos;
        this.clock = clock;
        long nowNanos = clock.nanoTime();
        this.looks = new TokenBucket(1e9 / cooldownNanos, BURST, nowNanos);
        this.agedAtNanos = nowNanos;
    }

    @Override
    public @Nullable KeySet keys() {
        Read read = newest;
        if (read == null) {
            return null;
        }
        long nowNanos = clock.nanoTime();
        long ageNanos = nowNanos - read.atNanos;
        if (ageNanos > refreshNanos) {
            refreshForAge(nowNanos);
        }
        return ageNanos > staleNanos ? null : read.keys;
    }

    @Override
    public long version() {
        Read read = newest;
        return read == null ? 0 : read.version;
    }

    /** Whether it is there to be had or not: it is asked for once in a while, not by everybody who needs a key. */
    private void refreshForAge(long nowNanos) {
        synchronized (guard) {
            if (underWay == null && nowNanos - agedAtNanos > Math.min(refreshNanos, staleNanos) / 2) {
                agedAtNanos = nowNanos;
                begin();
            }
        }
    }

    @Override
    public @Nullable CompletableFuture<Void> refresh() {
        synchronized (guard) {
            if (underWay != null) {
                return underWay;
            }
            return looks.tryTake(clock.nanoTime()) ? begin() : null;
        }
    }

    /** The first look, at the start. */
    CompletableFuture<Void> start() {
        synchronized (guard) {
            return begin();
        }
    }

    private CompletableFuture<Void> begin() {
        assert Thread.holdsLock(guard);
        long askedAtNanos = clock.nanoTime();
        CompletableFuture<Void> done = new CompletableFuture<>();
        underWay = done;
        fetch().whenComplete((text, failure) -> {
            read(text, failure, askedAtNanos);
            synchronized (guard) {
                underWay = null;
            }
            done.complete(null);
        });
        return done;
    }

    /** Fails in no other way than by what it returns: who waits for this fetch waits for its end. */
    private CompletableFuture<String> fetch() {
        try {
            return document.fetch();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void read(@Nullable String text, @Nullable Throwable failure, long askedAtNanos) {
        try {
            if (text == null) {
                LOG.warn(
                        "keys cannot be had from {}: {}", document, failure == null ? "nothing came" : reason(failure));
                return;
            }
            String hash = ApiKeys.sha256(text);
            Read before = newest;
            if (before != null && before.hash.equals(hash)) {
                newest = new Read(before.keys, hash, askedAtNanos, before.version);
                return;
            }
            KeySet keys = KeyReader.ofJwks(text, secretsToo);
            if (keys.keys().isEmpty()) {
                LOG.warn("{} holds no key that tokens could be checked with; what was known before counts", document);
                return;
            }
            newest = new Read(keys, hash, askedAtNanos, version() + 1);
            LOG.info("{} keys were read from {}", keys.keys().size(), document);
        } catch (ParseException | RuntimeException e) {
            LOG.warn("{} is no JSON Web Key set: {}", document, e.getMessage());
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
