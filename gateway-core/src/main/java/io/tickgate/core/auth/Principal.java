package io.tickgate.core.auth;

import org.jspecify.annotations.Nullable;

/**
 * Who a client has shown to be, and what it may do for that reason.
 *
 * @param name for logs: the subject of a token, the name of a key
 * @param userId whose notifications are its own; null when it has no user by what it has shown
 * @param expiresAtMillis Unix time at which what it has shown says that it ends; {@link #NEVER} when it does not
 * @param endsAtMillis Unix time from which it counts no more: the same, unless it was taken within the leeway behind that
 * @param keyHash of the API key by which it is known, which may be withdrawn; null for all others
 */
public record Principal(
        Kind kind,
        String name,
        @Nullable String userId,
        Rights rights,
        long expiresAtMillis,
        long endsAtMillis,
        @Nullable String keyHash) {
    /** By what a client is known. */
    public enum Kind {
        /** By nothing yet, where something is asked for. */
        NOBODY("nobody"),
        /** Nothing but where it comes from: nothing else is asked. */
        ADDRESS("this address"),
        TOKEN("the token"),
        API_KEY("the API key");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    public static final long NEVER = Long.MAX_VALUE;

    /** A client that has not shown anything yet, and may do nothing for that. */
    public static final Principal NOBODY = new Principal(Kind.NOBODY, "", null, Rights.NONE, NEVER, NEVER, null);

    /**
     * A client of a gateway that asks for nothing.
     *
     * @param mayPublish whether its address has that right
     * @param isLocal whether it is on this machine, and so an operator's
     */
    public static Principal ofAddress(boolean mayPublish, boolean isLocal) {
        ChannelPatterns publish = mayPublish ? ChannelPatterns.ALL : ChannelPatterns.NONE;
        Rights rights = new Rights(ChannelPatterns.ALL, publish, ChannelPatterns.ALL, isLocal, Allowances.NONE);
        return new Principal(Kind.ADDRESS, "", null, rights, NEVER, NEVER, null);
    }

    /** Whether it is known who the client is, as far as the gateway asks. */
    public boolean isKnown() {
        return kind != Kind.NOBODY;
    }

    /** Whether it is by the same name as {@code other}, whatever either may do. */
    public boolean isSameAs(Principal other) {
        return kind == other.kind && name.equals(other.name);
    }

    /**
     * Whether it may come under the name of a user that it says itself. A token names its own; a key has none, and only an
     * administrator's may borrow one.
     */
    public boolean mayCallItself(@Nullable String user) {
        return switch (kind) {
            case ADDRESS, NOBODY -> true;
            case TOKEN -> user == null || user.equals(userId);
            case API_KEY -> user == null || isAdmin();
        };
    }

    /**
     * The user whose connections one of it counts among; null for nobody's. Where nothing is asked it is who the client says: so
     * that counts among clients that mean well. A key belongs to a service, whose name for its client takes no user's place.
     */
    public @Nullable String countedUser(@Nullable String said) {
        return kind == Kind.ADDRESS ? said : userId;
    }

    public boolean mayPublish(String channel) {
        return rights.allows(Right.PUBLISH, channel);
    }

    public boolean maySubscribe(String channel) {
        return rights.allows(Right.SUBSCRIBE, channel);
    }

    public boolean mayReadHistory(String channel) {
        return rights.allows(Right.HISTORY, channel);
    }

    public boolean isAdmin() {
        return rights.admin();
    }

    /** Whether it may act for {@code user}: where nothing is asked, everybody may; else its own user, and an administrator. */
    public boolean mayActFor(@Nullable String user) {
        return kind == Kind.ADDRESS || isAdmin() || (user != null && user.equals(userId));
    }

    /** Why {@code right} is denied, for the client. */
    public String denial(Right right, String channel) {
        if (kind == Kind.ADDRESS) {
            return "this address may not publish (ingest.allowed-addresses)";
        }
        return kind.words + " does not allow to " + right.words() + " \"" + channel + '"';
    }

    /** Without what it is known by, which may be a person's name. */
    @Override
    public String toString() {
        return kind + "[" + rights + ']';
    }
}
