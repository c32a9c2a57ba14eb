package io.tickgate.core.auth;

import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.ErrorCode;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says who a client is by what it shows, in a gateway that asks for something ({@code auth.mode: required}). What is refused
 * is logged with the rule that refused it, and never with what was shown.
 *
 * <p>Any thread. What takes a millisecond, signatures with public keys, is checked on a thread of its own, and the rest on the
 * caller's; {@link FailureLimit} bounds how often that is for nothing. <b>Bound</b> of the log: the same.
 */
public final class Authentication {
    private final @Nullable TokenVerifier tokens;
    private final Supplier<ApiKeys> keys;
    private final FailureLimit failures;
    private final Clock clock;
    private final LongAdder refused = new LongAdder();

    /**
     * @param tokens null when nothing is configured that tokens could be checked with
     * @param keys those that count now
     * @param failuresPerMinute {@code limits.auth-failures-per-minute}
     */
    Authentication(@Nullable TokenVerifier tokens, Supplier<ApiKeys> keys, int failuresPerMinute, Clock clock) {
        this.tokens = tokens;
        this.keys = keys;
        this.failures = new FailureLimit(failuresPerMinute);
        this.clock = clock;
    }

    /**
     * Says what comes of {@code shown}: within this call where that takes no time, else later.
     *
     * @param client who shows it
     * @param loop where {@code then} is called if that takes longer
     */
    public void verify(Credential shown, InetAddress client, Executor loop, Consumer<Verdict> then) {
        if (!failures.allows(client, clock.nanoTime())) {
            refused.increment();
            then.accept(new Verdict.Refused(Rule.TOO_MANY_FAILURES));
        } else if (!shown.isToken()) {
            conclude(keys.get().check(shown.text()), shown, client, then);
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
            if (why.rule().code() != ErrorCode.UNAVAILABLE) {
                failures.onFailure(client, clock.nanoTime());
            }
            String detail = why.detail().isEmpty() ? "" : ": " + why.detail();
            AuditLog.refused(shown.toString(), why.rule().words() + detail, client, "");
        }
        then.accept(verdict);
    }
}
