package io.tickgate.core.auth;

/** What may be done with a channel. */
public enum Right {
    /** Gets what is published from now on, and the newest value. */
    SUBSCRIBE("subscribe to"),
    PUBLISH("publish to"),
    /** Gets what was published before. */
    HISTORY("read the past of");

    private final String words;

    Right(String words) {
        this.words = words;
    }

    /** As in: you may not {@code publish to} this channel. */
    public String words() {
        return words;
    }
}
