package io.tickgate.core.auth;

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
    public static final Rights NONE = new Rights(
            ChannelPatterns.NONE, ChannelPatterns.NONE, ChannelPatterns.NONE, false, Allowances.NONE);

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
