package io.tickgate.core.auth;

import io.tickgate.core.time.Clock;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who a client is by what it shows, in a gateway that asks for something ({@code auth.mode: required}). What is refused
 * is logged with the rule that refused it, and never with what was shown.
 *
 * <p>Any thread. Signatures are checked on the caller's: the slowest takes as long as a few publications, and
 * {@link FailureLimit} bounds how often that is for nothing. <b>Bound</b> of the log: the same.
 */
public final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    private final @Nullable TokenVerifier tokens;
    private final ApiKeys keys;
    private final FailureLimit failures;
    private final Clock clock;
    private final LongAdder refused = new LongAdder();

    /**
     * @param tokens null when nothing is configured that tokens could be checked with
     * @param failuresPerMinute {@code limits.auth-failures-per-minute}
     */
    Authentication(@Nullable TokenVerifier tokens, ApiKeys keys, int failuresPerMinute, Clock clock) {
        this.tokens = tokens;
        this.keys = keys;
        this.failures = new FailureLimit(failuresPerMinute);
        this.clock = clock;
    }

    /**
     * Says what comes of {@code shown}: within this call, unless keys have to be fetched first.
     *
     * @param client who shows it
     * @param loop where {@code then} is called if that takes longer
     */
    public void verify(Credential shown, InetAddress client, Executor loop, Consumer<Verdict> then) {
        if (!failures.allows(client, clock.nanoTime())) {
            refused.increment();
            then.accept(new Verdict.Refused(Rule.TOO_MANY_FAILURES));
        } else if (!shown.isToken()) {
            conclude(keys.check(shown.text()), shown, client, then);
        } else if (tokens == null) {
            conclude(new Verdict.Refused(Rule.NOT_ASKED_FOR), shown, client, then);
        } else {
            tokens.verify(shown.text(), clock.millis(), loop, verdict -> conclude(verdict, shown, client, then));
        }
    }

    /** Refuses what cannot even be looked at. */
    public void refuse(Rule rule, Credential shown, InetAddress client, Consumer<Verdict> then) {
        conclude(new Verdict.Refused(rule), shown, client, then);
    }

    /** Tokens and keys that were refused so far, those not looked at included. */
    public long refusedCount() {
        return refused.sum();
    }

    private void conclude(Verdict verdict, Credential shown, InetAddress client, Consumer<Verdict> then) {
        if (verdict instanceof Verdict.Refused why) {
            refused.increment();
            if (why.rule() != Rule.KEYS_UNAVAILABLE) {
                failures.onFailure(client, clock.nanoTime());
            }
            LOG.info(
                    "refused the {} of {}: {}{}",
                    shown,
                    client.getHostAddress(),
                    why.rule().words(),
                    why.detail().isEmpty() ? "" : ": " + why.detail());
        }
        then.accept(verdict);
    }
}
