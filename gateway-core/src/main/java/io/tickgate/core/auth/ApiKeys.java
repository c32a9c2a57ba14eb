package io.tickgate.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
     * @param sha256 of the key, as {@link ApiKeys#sha256} tells it
     */
    public record ApiKey(String name, String sha256, Rights rights) {
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
        byte[] hash = ascii(sha256(key));
        ApiKey found = null;
        for (ApiKey each : keys) {
            if (MessageDigest.isEqual(ascii(each.sha256), hash)) {
                found = each;
            }
        }
        return found == null
                ? new Verdict.Refused(Rule.UNKNOWN_API_KEY)
                : new Verdict.Accepted(new Principal(
                        Principal.Kind.API_KEY,
                        found.name,
                        null,
                        found.rights,
                        Principal.NEVER,
                        Principal.NEVER,
                        found.sha256));
    }

    /** Whether the key by which {@code principal} is known is still one of them; true for who is known by something else. */
    public boolean haveThatOf(Principal principal) {
        return principal.keyHash() == null || keys.stream().anyMatch(key -> key.sha256.equals(principal.keyHash()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What is kept of a key: the hash of its UTF-8 in small hexadecimal digits. */
    public static String sha256(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
