package io.tickgate.core.auth;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.SubscribeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a token grants from its claims: {@code subscribe}, {@code publish} and {@code history} are patterns of
 * channels, one or a list; {@code admin} is true or false; {@code max_subscriptions}, {@code commands_per_second},
 * {@code max_kbps} and {@code max_hz} are limits. Where an issuer can set nothing but {@code scope} (RFC 8693 section 4.2), its
 * words say the same: {@code subscribe} for all channels, {@code publish:market_data} for some, {@code admin}; others are not
 * for this gateway, and are passed over.
 */
final class RightsClaims {
    private static final String ADMIN = "admin";
    private static final String SCOPE = "scope";
    private static final int COUNT_MAX = 1_000_000;

    private final Map<String, Object> claims;
    private final List<String> scopes;

    private RightsClaims(Map<String, Object> claims) throws ClaimException {
        this.claims = claims;
        this.scopes = scopes(claims.get(SCOPE));
    }

    /** @throws ClaimException when one that is there is not what it must be: half of it is not guessed */
    static Rights of(Map<String, Object> claims) throws ClaimException {
        return new RightsClaims(claims).rights();
    }

    private Rights rights() throws ClaimException {
        return new Rights(
                patterns("subscribe"),
                patterns("publish"),
                patterns("history"),
                flag(ADMIN) || scopes.contains(ADMIN),
                new Allowances(
                        count("max_subscriptions", 1, COUNT_MAX),
                        count("commands_per_second", 1, COUNT_MAX),
                        new BandwidthLimits(count("max_kbps", 0, BandwidthLimits.KBPS_MAX), hz("max_hz"))));
    }

    private static List<String> scopes(@Nullable Object scope) throws ClaimException {
        if (scope == null) {
            return List.of();
        }
        return scope instanceof String words ? List.of(words.split(" ", -1)) : texts(SCOPE, scope);
    }

    private ChannelPatterns patterns(String right) throws ClaimException {
        Object claim = claims.get(right);
        List<String> patterns = new ArrayList<>(claim == null ? List.of() : texts(right, claim));
        for (String scope : scopes) {
            if (scope.equals(right)) {
                patterns.add("*");
            } else if (scope.startsWith(right + ":")) {
                patterns.add(scope.substring(right.length() + 1));
            }
        }
        try {
            return ChannelPatterns.of(patterns);
        } catch (IllegalArgumentException e) {
            throw new ClaimException(right, String.valueOf(e.getMessage()));
        }
    }

    private static List<String> texts(String name, Object claim) throws ClaimException {
        if (claim instanceof String text) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        if (claim instanceof List<?> list) {
            for (Object item : list) {
                if (!(item instanceof String text)) {
                    throw new ClaimException(name, "must hold texts alone");
                }
                texts.add(text);
            }
            return texts;
        }
        throw new ClaimException(name, "must be a text or a list of texts");
    }

    private boolean flag(String name) throws ClaimException {
        Object claim = claims.get(name);
        if (claim == null) {
            return false;
        }
        if (claim instanceof Boolean flag) {
            return flag;
        }
        throw new ClaimException(name, "must be true or false");
    }

    private @Nullable Integer count(String name, int least, int most) throws ClaimException {
        Object claim = claims.get(name);
        if (claim == null) {
            return null;
        }
        if (claim instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= least
                && number.doubleValue() <= most) {
            return number.intValue();
        }
        throw new ClaimException(name, "must be an integer from " + least + " to " + most);
    }

    private @Nullable Double hz(String name) throws ClaimException {
        Object claim = claims.get(name);
        if (claim == null) {
            return null;
        }
        if (claim instanceof Number number
                && number.doubleValue() > 0
                && number.doubleValue() <= SubscribeOptions.HZ_MAX) {
            return number.doubleValue();
        }
        throw new ClaimException(name, "must be a number above 0, at most " + (int) SubscribeOptions.HZ_MAX);
    }
}
