package io.tickgate.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tickgate.core.auth.Principal.Kind;
import io.tickgate.protocol.codec.NotificationReader;
import java.util.Collections;
import java.util.Date;

/** Judges the claims of a token whose signature is good (RFC 7519 section 4.1), and makes them a principal. */
final class TokenClaims {
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
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            return new Verdict.Refused(Rule.BAD_CLAIM, "\"exp\" must be there");
        }
        // No sum with a time that somebody else chose: it may be at the end of all numbers.
        if (nowMillis - settings.leewayMillis() >= expires.getTime()) {
            return new Verdict.Refused(Rule.EXPIRED);
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && nowMillis + settings.leewayMillis() < begins.getTime()) {
            return new Verdict.Refused(Rule.NOT_YET_VALID);
        }
        String subject = claims.getSubject();
        if (subject == null || !NotificationReader.isUserId(subject)) {
            return new Verdict.Refused(Rule.BAD_CLAIM, "\"sub\" " + NotificationReader.USER_ID_RULE);
        }
        try {
            long expiresAt = expires.getTime();
            long endsAt = expiresAt > nowMillis ? expiresAt : expiresAt + settings.leewayMillis();
            Rights rights = RightsClaims.of(claims.getClaims());
            return new Verdict.Accepted(new Principal(Kind.TOKEN, subject, subject, rights, expiresAt, endsAt));
        } catch (ClaimException e) {
            return new Verdict.Refused(Rule.BAD_CLAIM, String.valueOf(e.getMessage()));
        }
    }
}
