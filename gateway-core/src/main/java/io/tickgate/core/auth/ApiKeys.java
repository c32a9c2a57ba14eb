package io.tickgate.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The keys of publishers and other programs, which the gateway knows by their hashes alone. A key is 256 bits of chance, so
 * that a plain hash of it can neither be guessed nor looked up.
 *
 * <p>Immutable; any thread.
 */
public final class ApiKeys {
    /** Longer is none that was made here. */
    private static final int CHARS_MAX = 256;

    /**
     * One of them.
     *
     * @param sha256 of the key's UTF-8
     */
    public record ApiKey(String name, byte[] sha256, Rights rights) {
        /** Without the hash. */
        @Override
        public String toString() {
            return "ApiKey[" + name + ']';
        }
    }

    private final List<ApiKey> keys;

    public ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** As long, whichever it is and whether it is one: neither place nor beginning can be told from the time. */
    Verdict check(String key) {
        if (key.length() > CHARS_MAX) {
            return new Verdict.Refused(Rule.UNKNOWN_API_KEY);
        }
        byte[] hash = sha256(key);
        ApiKey found = null;
        for (ApiKey each : keys) {
            if (MessageDigest.isEqual(each.sha256, hash)) {
                found = each;
            }
        }
        return found == null
                ? new Verdict.Refused(Rule.UNKNOWN_API_KEY)
                : new Verdict.Accepted(new Principal(
                        Principal.Kind.API_KEY, found.name, null, found.rights, Principal.NEVER, Principal.NEVER));
    }

    /** What is kept of a key. */
    public static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
