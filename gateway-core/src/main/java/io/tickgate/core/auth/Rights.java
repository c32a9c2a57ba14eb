package io.tickgate.core.auth;

import java.util.List;
import java.util.Map;

/**
 * What a client may do. What is not granted is denied.
 *
 * @param admin whether it may do what concerns other clients: see their connections, read and change another user's
 *     notifications. It grants no channel.
 */
public record Rights(
        ChannelPatterns subscribe,
        ChannelPatterns publish,
        ChannelPatterns history,
        boolean admin,
        Allowances allowances) {
    public static final Rights NONE =
            new Rights(ChannelPatterns.NONE, ChannelPatterns.NONE, ChannelPatterns.NONE, false, Allowances.NONE);

    /**
     * What words such as {@code publish}, {@code subscribe:market_data} and {@code admin} grant.
     *
     * @throws IllegalArgumentException when a pattern in one of them is none; says the rule
     */
    public static Rights ofScopes(List<String> words) {
        try {
            return RightsClaims.of(Map.of("scope", words));
        } catch (ClaimException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** @param channel a valid name */
    public boolean allows(Right right, String channel) {
        return patterns(right).matches(channel);
    }

    /** Whether there is any channel with which {@code right} may be used. */
    public boolean allowsAny(Right right) {
        return !patterns(right).isEmpty();
    }

    private ChannelPatterns patterns(Right right) {
        return switch (right) {
            case SUBSCRIBE -> subscribe;
            case PUBLISH -> publish;
            case HISTORY -> history;
        };
    }
}
