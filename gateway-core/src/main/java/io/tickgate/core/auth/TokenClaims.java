package io.tickgate.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tickgate.core.auth.Principal.Kind;
import io.tickgate.protocol.codec.NotificationReader;
import java.util.Collections;
import java.util.Date;

/** Judges the claims of a token whose signature is good (RFC 7519 section 4.1), and makes them a principal. */
final class TokenClaims {
    /** The end of the year 9999, which the wire writes at the latest. */
    private static final long WRITABLE_MILLIS_MAX = 253_402_300_799_999L;

    private final AuthSettings settings;

    TokenClaims(AuthSettings settings) {
        this.settings = settings;
    }

    Verdict judge(JWTClaimsSet claims, long nowMillis) {
        if (settings.issuer() != null && !settings.issuer().equals(claims.getIssuer())) {
            return new Verdict.Refused(Rule.WRONG_ISSUER);
        }
        if (!settings.audience().isEmpty() && Collections.disjoint(settings.audience(), claims.getAudience())) {
            return new Verdict.Refused(Rule.WRONG_AUDIENCE);
        }
        Date exp = claims.getExpirationTime();
        if (exp == null) {
            return new Verdict.Refused(Rule.BAD_CLAIM, "\"exp\" must be there");
        }
        long expiresAt = Math.min(exp.toInstant().toEpochMilli(), WRITABLE_MILLIS_MAX);
        // No sum with a time that somebody else chose: it may be at the end of all numbers.
        if (nowMillis - settings.leewayMillis() >= expiresAt) {
            return new Verdict.Refused(Rule.EXPIRED);
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null
                && nowMillis + settings.leewayMillis() < begins.toInstant().toEpochMilli()) {
            return new Verdict.Refused(Rule.NOT_YET_VALID);
        }
        String subject = claims.getSubject();
        if (subject == null || !NotificationReader.isUserId(subject)) {
            return new Verdict.Refused(Rule.BAD_CLAIM, "\"sub\" " + NotificationReader.USER_ID_RULE);
        }
        try {
            long endsAt = expiresAt > nowMillis ? expiresAt : expiresAt + settings.leewayMillis();
            Rights rights = RightsClaims.of(claims.getClaims());
            return new Verdict.Accepted(new Principal(Kind.TOKEN, subject, subject, rights, expiresAt, endsAt, null));
        } catch (ClaimException e) {
            return new Verdict.Refused(Rule.BAD_CLAIM, String.valueOf(e.getMessage()));
        }
    }
}
