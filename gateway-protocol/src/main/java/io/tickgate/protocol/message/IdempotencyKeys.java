package io.tickgate.protocol.message;

/**
 * The key by which a publisher says that a publication is the same one again: of those of one channel under one key the first
 * is published, as long as the key is remembered.
 */
public final class IdempotencyKeys {
    /** The field that has it, wherever a publication is said. */
    public static final String FIELD = "idempotency_key";

    /** Room for a UUID with a word before it. */
    public static final int CHARS_MAX = 64;

    /** What a key must be, as the end of a refusal. */
    public static final String RULE = "must be a string of 1 to " + CHARS_MAX + " characters " + VisibleText.RULE;

    private IdempotencyKeys() {}

    /** Whether {@code text} may be a key. */
    public static boolean isKey(String text) {
        return !text.isEmpty() && text.length() <= CHARS_MAX && VisibleText.is(text);
    }
}
