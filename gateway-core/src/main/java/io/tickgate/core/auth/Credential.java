package io.tickgate.core.auth;

/**
 * What a client shows of itself: a token or an API key, not looked at yet.
 *
 * @param isKey whether it was shown as an API key; what is shown as a bearer token may be either
 */
public record Credential(String text, boolean isKey) {
    public static Credential bearer(String text) {
        return new Credential(text, false);
    }

    public static Credential apiKey(String text) {
        return new Credential(text, true);
    }

    /** Tokens have three parts, and keys no dot at all. */
    boolean isToken() {
        return !isKey && text.indexOf('.') >= 0;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return isKey ? "API key" : "bearer token";
    }
}
