package io.tickgate.core.session;

import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.auth.ApiKeys;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.limit.UserConnections.Place;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.NoticeMessage;
import org.jspecify.annotations.Nullable;

/**
 * Who one session's client is: what it may do by it, until when, and what follows from the end.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class Identity {
    private final Session session;
    private final SessionServices services;
    private final @Nullable String saidUserId;
    private final long authenticateUntilNanos;
    private Principal principal;
    private boolean warned;
    /** Among the connections of its user; null where it counts among nobody's. */
    private @Nullable Place place;
    /** Those that have that of the principal, or had when it was last looked for; null before. */
    private @Nullable ApiKeys keysSeen;

    /**
     * @param saidUserId under whose name the client comes, as it says; null when it does not
     * @param principal whom it has shown to be in its handshake; may call itself so
     */
    Identity(Session session, @Nullable String saidUserId, Principal principal, SessionServices services) {
        this.session = session;
        this.services = services;
        this.saidUserId = saidUserId;
        this.principal = principal;
        this.authenticateUntilNanos =
                services.clock().nanoTime() + services.limits().access().authenticateNanos();
    }

    Principal principal() {
        return principal;
    }

    /** Whose notifications are its own; null where it has no user, or has not shown whose it is. */
    @Nullable
    String userId() {
        String shown = principal.userId();
        return shown == null && principal.isKnown() ? saidUserId : shown;
    }

    /** Whether {@code other} may take the place of whom it has been so far: the same with new rights, or the first. */
    boolean mayBecome(Principal other) {
        return !principal.isKnown() || principal.isSameAs(other);
    }

    /** Whether that is who the client said it was when it came. */
    boolean isAsSaid(Principal other) {
        return other.mayCallItself(saidUserId);
    }

    /** @param taken see {@link Session#occupy} */
    void occupy(@Nullable Place taken) {
        place = taken;
        if (taken != null) {
            // Never at once: the welcome comes before the end.
            services.users().whenOver(taken, () -> services.shard().loop().execute(() -> onOver(taken)));
        }
    }

    /** Takes the place that it needs as {@code other}, and leaves that of before. @return false when there is none; nothing has changed then */
    boolean tryOccupy(Principal other) {
        String counted = other.countedUser(saidUserId);
        Place before = place;
        if (counted == null ? before == null : before != null && counted.equals(before.user())) {
            return true;
        }
        Place next = counted == null ? null : new Place(counted);
        if (next != null && !services.users().tryTake(next)) {
            return false;
        }
        leave();
        occupy(next);
        return true;
    }

    /** Nobody needs its place any more. */
    void leave() {
        Place left = place;
        if (left != null) {
            place = null;
            services.users().giveBack(left);
        }
    }

    /** Its user has too many connections over all gateways. */
    private void onOver(Place judged) {
        if (judged == place && session.isOpen()) {
            services.shard().counters().increment(Counter.USER_CLOSES);
            session.close(CloseCode.USER_LIMIT);
        }
    }

    void become(Principal other) {
        principal = other;
        keysSeen = null;
        warned = false;
    }

    /** Ends what has ended. Called a few times a second, in an open session. */
    void tick(long nowNanos) {
        if (!principal.isKnown()) {
            if (nowNanos - authenticateUntilNanos >= 0) {
                end(CloseCode.UNAUTHORIZED);
            }
        } else if (isWithdrawn()) {
            AuditLog.refused("API key", "withdrawn", session.peer().address(), principal.name());
            end(CloseCode.TOKEN_EXPIRED);
        } else if (principal.endsAtMillis() != Principal.NEVER) {
            long nowMillis = services.clock().millis();
            if (nowMillis >= principal.endsAtMillis()) {
                end(CloseCode.TOKEN_EXPIRED);
            } else if (!warned && isNear(nowMillis)) {
                warned = true;
                session.send(new NoticeMessage.TokenExpiring(principal.expiresAtMillis()));
            }
        }
    }

    /** Looked for after each reload, not at each tick. */
    private boolean isWithdrawn() {
        Authentication authentication = services.authentication();
        if (authentication == null || principal.keyHash() == null || authentication.keys() == keysSeen) {
            return false;
        }
        keysSeen = authentication.keys();
        return !keysSeen.haveThatOf(principal);
    }

    private void end(CloseCode code) {
        services.shard().counters().increment(Counter.AUTH_CLOSES);
        session.close(code);
    }

    private boolean isNear(long nowMillis) {
        return principal.endsAtMillis() - nowMillis
                <= services.limits().access().expiryWarningMillis();
    }
}
