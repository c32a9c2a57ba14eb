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
 * caller's; {@link FailureLimit} bounds how often that is for nothing. A key that is one, and a token that was good lately,
 * count whatever else their address shows: who shares it can lock nobody out who is in. <b>Bound</b> of the log: the same.
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
        if (!shown.isToken()) {
            verifyKey(shown, client, then);
        } else if (tokens == null) {
            refuse(Rule.NOT_ASKED_FOR, shown, client, then);
        } else {
            verifyToken(tokens, shown, client, loop, then);
        }
    }

    /** A key is 256 bits of chance: looking it up first, however often, helps nobody to guess one. */
    private void verifyKey(Credential shown, InetAddress client, Consumer<Verdict> then) {
        Verdict verdict = keys.get().check(shown.text());
        if (verdict instanceof Verdict.Accepted) {
            then.accept(verdict);
        } else if (mayFail(client, then)) {
            conclude(verdict, shown, client, then);
        }
    }

    private void verifyToken(
            TokenVerifier verifier, Credential shown, InetAddress client, Executor loop, Consumer<Verdict> then) {
        Principal known = verifier.known(shown.text(), clock.millis());
        if (known != null) {
            then.accept(new Verdict.Accepted(known));
        } else if (mayFail(client, then)) {
            verifier.verify(shown.text(), clock.millis(), loop, verdict -> conclude(verdict, shown, client, then));
        }
    }

    /** Refuses what cannot even be looked at. */
    public void refuse(Rule rule, Credential shown, InetAddress client, Consumer<Verdict> then) {
        if (mayFail(client, then)) {
            conclude(new Verdict.Refused(rule), shown, client, then);
        }
    }

    /** The API keys that count now: others after each reload. */
    public ApiKeys keys() {
        return keys.get();
    }

    /** Tokens and keys that were refused so far, those not looked at included. */
    public long refusedCount() {
        return refused.sum();
    }

    /** Takes one failure of {@code client}, which {@link #conclude} gives back where it is none; else refuses. */
    private boolean mayFail(InetAddress client, Consumer<Verdict> then) {
        if (failures.tryTake(client, clock.nanoTime())) {
            return true;
        }
        refused.increment();
        then.accept(new Verdict.Refused(Rule.TOO_MANY_FAILURES));
        return false;
    }

    private void conclude(Verdict verdict, Credential shown, InetAddress client, Consumer<Verdict> then) {
        if (!(verdict instanceof Verdict.Refused why)) {
            failures.giveBack(client, clock.nanoTime());
        } else {
            refused.increment();
            if (why.rule().code() == ErrorCode.UNAVAILABLE) {
                failures.giveBack(client, clock.nanoTime());
            }
            String detail = why.detail().isEmpty() ? "" : ": " + why.detail();
            AuditLog.refused(shown.toString(), why.rule().words() + detail, client, "");
        }
        then.accept(verdict);
    }
}
