package io.tickgate.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks JSON Web Tokens (RFC 7519), signed ones alone. Nothing that a token says of itself is believed before its signature
 * is good, but for two words of its header: the algorithm, which must be allowed and is then only used with keys that know
 * no other; and the id of its key, which only chooses among keys that are there.
 *
 * <p>Any thread. <b>Cost:</b> on the caller's thread some 30 µs for HS256, and 2 µs for a token that was good lately. Signatures
 * with public keys take 0.4 to 3 ms of a processor, too long for an event loop, and are checked by an executor of their own.
 * <b>Bound:</b> the executor's, which may refuse one more.
 */
final class TokenVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

    /** As much as a request's head may hold in all. */
    static final int TOKEN_CHARS_MAX = 8 << 10;

    /** Keys of one source that are tried for one token: those without an id, and those that the token names. */
    private static final int TRIES_MAX = 8;

    /** Public keys of one source that are tried for a token that names none: each costs up to 3 ms. */
    private static final int NAMELESS_TRIES_MAX = 2;

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** What changes how a token is to be read, or what it is: none of it is supported. */
    private static final Set<String> UNSUPPORTED = Set.of("crit", "b64", "zip", "cty", "enc");

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    private final AuthSettings settings;
    private final List<KeySource> sources;
    private final TokenClaims claims;
    private final Executor slow;
    private final VerifiedTokens verified = new VerifiedTokens();

    /** @param slow checks signatures with public keys; may reject one more */
    TokenVerifier(AuthSettings settings, List<KeySource> sources, Executor slow) {
        this.settings = settings;
        this.sources = List.copyOf(sources);
        this.claims = new TokenClaims(settings);
        this.slow = slow;
    }

    /** A token that could be read; nothing of it was checked but its algorithm. */
    private record Parsed(
            String text,
            SignedJWT token,
            String algorithm,
            @Nullable String keyId) {
        boolean isQuick() {
            return algorithm.equals(KeyReader.HS256);
        }
    }

    /** A token that cannot be read, or is none that is taken. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final Rule rule;

        Unreadable(Rule rule) {
            super(rule.words(), null, false, false);
            this.rule = rule;
        }
    }

    /**
     * Says what a token is worth that is not {@link #known}: within this call where that takes no time, else later.
     *
     * @param then is called once, by the caller or on {@code loop}
     */
    void verify(String text, long nowMillis, Executor loop, Consumer<Verdict> then) {
        Parsed parsed;
        try {
            parsed = parse(text);
        } catch (Unreadable e) {
            then.accept(new Verdict.Refused(e.rule));
            return;
        }
        if (parsed.isQuick()) {
            check(parsed, nowMillis, loop, then);
        } else {
            try {
                slow.execute(() -> check(parsed, nowMillis, loop, then));
            } catch (RejectedExecutionException e) {
                then.accept(new Verdict.Refused(Rule.TOO_BUSY));
            }
        }
    }

    private static void tell(Executor loop, Verdict verdict, Consumer<Verdict> then) {
        try {
            loop.execute(() -> then.accept(verdict));
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway has stopped before a token was checked");
        }
    }

    /** On {@code loop} where the token is quick, else on a thread of {@code slow}; and there again when keys were fetched. */
    private void check(Parsed parsed, long nowMillis, Executor loop, Consumer<Verdict> then) {
        Consumer<Verdict> answer = parsed.isQuick() ? then : verdict -> tell(loop, verdict, then);
        long version = version();
        Verdict verdict = verdict(parsed, nowMillis);
        CompletableFuture<?> refresh = isKeyMissing(parsed, verdict) ? refresh() : null;
        if (refresh == null) {
            answer.accept(verdict);
            return;
        }
        refresh.whenComplete((done, failure) -> {
            try {
                (parsed.isQuick() ? loop : slow)
                        .execute(() ->
                                answer.accept(isStillWrong(verdict, version) ? verdict : verdict(parsed, nowMillis)));
            } catch (RejectedExecutionException e) {
                tell(loop, new Verdict.Refused(Rule.TOO_BUSY), then);
            }
        });
    }

    /** Whether a signature was wrong, and there are no other keys now. */
    private boolean isStillWrong(Verdict verdict, long version) {
        return verdict instanceof Verdict.Refused refused
                && refused.rule() == Rule.BAD_SIGNATURE
                && version == version();
    }

    /** Whose token it is, where it was good lately, with the keys that there are now; null when it has to be verified. */
    @Nullable
    Principal known(String text, long nowMillis) {
        if (text.length() > TOKEN_CHARS_MAX) {
            return null;
        }
        for (KeySource source : sources) {
            if (source.keys() == null) {
                return null;
            }
        }
        return verified.find(ApiKeys.sha256(text), version(), nowMillis);
    }

    private long version() {
        long version = 0;
        for (KeySource source : sources) {
            version += source.version();
        }
        return version;
    }

    /** Whether a key that is not there yet might be the token's: the one that it names, or any where it names none. */
    private boolean isKeyMissing(Parsed parsed, Verdict verdict) {
        if (!(verdict instanceof Verdict.Refused refused)) {
            return false;
        }
        return switch (refused.rule()) {
            case UNKNOWN_KEY, KEYS_UNAVAILABLE -> true;
            case BAD_SIGNATURE -> !isNamed(parsed);
            default -> false;
        };
    }

    private boolean isNamed(Parsed parsed) {
        return sources.stream()
                .map(KeySource::keys)
                .filter(Objects::nonNull)
                .flatMap(keys -> keys.candidates(parsed.algorithm, parsed.keyId).stream())
                .anyMatch(key -> key.id() != null && key.id().equals(parsed.keyId));
    }

    private @Nullable CompletableFuture<?> refresh() {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (KeySource source : sources) {
            CompletableFuture<Void> refresh = source.refresh();
            if (refresh != null) {
                asked.add(refresh);
            }
        }
        return asked.isEmpty() ? null : CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }

    private Parsed parse(String text) throws Unreadable {
        if (text.length() > TOKEN_CHARS_MAX) {
            throw new Unreadable(Rule.TOO_LONG);
        }
        if (!SHAPE.matcher(text).matches()) {
            throw new Unreadable(Rule.MALFORMED);
        }
        String[] parts = text.split("\\.", -1);
        try {
            Base64URL header = new Base64URL(parts[0]);
            Map<String, Object> fields = JSONObjectUtils.parse(header.decodeToString());
            String algorithm = JSONObjectUtils.getString(fields, "alg");
            if (algorithm == null || !settings.algorithms().contains(algorithm)) {
                throw new Unreadable(Rule.ALGORITHM_NOT_ALLOWED);
            }
            Object type = fields.get("typ");
            boolean isOtherType =
                    type != null && !TYPES.contains(String.valueOf(type).toLowerCase(Locale.ROOT));
            if (isOtherType || UNSUPPORTED.stream().anyMatch(fields::containsKey)) {
                throw new Unreadable(Rule.UNSUPPORTED_HEADER);
            }
            Base64URL signature = new Base64URL(parts[2]);
            if (!Base64URL.encode(signature.decode()).toString().equals(parts[2])) {
                // The unused bits of the last character: another text for the same signature.
                throw new Unreadable(Rule.MALFORMED);
            }
            return new Parsed(
                    text,
                    new SignedJWT(header, new Base64URL(parts[1]), signature),
                    algorithm,
                    JSONObjectUtils.getString(fields, "kid"));
        } catch (ParseException | RuntimeException e) {
            throw new Unreadable(Rule.MALFORMED);
        }
    }

    /** A verdict in any case: who waits for one would wait for ever. */
    private Verdict verdict(Parsed parsed, long nowMillis) {
        try {
            return check(parsed, nowMillis);
        } catch (RuntimeException e) {
            // Without its message, which may quote the token.
            StackTraceElement[] trace = e.getStackTrace();
            LOG.warn(
                    "a token could not be checked: {} at {}",
                    e.getClass().getName(),
                    trace.length == 0 ? "?" : trace[0]);
            return new Verdict.Refused(Rule.CHECK_FAILED);
        }
    }

    private Verdict check(Parsed parsed, long nowMillis) {
        int triesMax = parsed.keyId == null && !parsed.isQuick() ? NAMELESS_TRIES_MAX : TRIES_MAX;
        long version = version();
        boolean tried = false;
        boolean isComplete = true;
        for (KeySource source : sources) {
            KeySet keys = source.keys();
            if (keys == null) {
                isComplete = false;
                continue;
            }
            List<TokenKey> candidates = keys.candidates(parsed.algorithm, parsed.keyId);
            tried |= !candidates.isEmpty();
            if (candidates.stream().limit(triesMax).anyMatch(key -> isSignedBy(key, parsed.token))) {
                Verdict verdict = judge(parsed.token, nowMillis);
                if (verdict instanceof Verdict.Accepted accepted) {
                    verified.put(ApiKeys.sha256(parsed.text), version, accepted.principal());
                }
                return verdict;
            }
        }
        if (!isComplete) {
            return new Verdict.Refused(Rule.KEYS_UNAVAILABLE);
        }
        return new Verdict.Refused(tried ? Rule.BAD_SIGNATURE : Rule.UNKNOWN_KEY);
    }

    private static boolean isSignedBy(TokenKey key, SignedJWT token) {
        JWSHeader header = token.getHeader();
        try {
            return key.check().isGood(header, token.getSigningInput(), token.getSignature());
        } catch (JOSEException e) {
            return false;
        }
    }

    private Verdict judge(SignedJWT token, long nowMillis) {
        try {
            JWTClaimsSet set = token.getJWTClaimsSet();
            return set == null ? new Verdict.Refused(Rule.MALFORMED) : claims.judge(set, nowMillis);
        } catch (ParseException e) {
            return new Verdict.Refused(Rule.BAD_CLAIM, "the claims cannot be read");
        }
    }
}
