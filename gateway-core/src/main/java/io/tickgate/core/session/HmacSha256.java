package io.tickgate.core.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * HMAC with SHA-256 (RFC 2104), on the digest that the platform has loaded anyway: its own {@code Mac} brings 2 MB of a
 * provider's classes and 25 ms of checks into a process that needs one code per connection.
 *
 * <p>Immutable; any thread.
 */
final class HmacSha256 {
    static final int BYTES = 32;
    private static final int BLOCK_BYTES = 64;

    private final byte[] inner = new byte[BLOCK_BYTES];
    private final byte[] outer = new byte[BLOCK_BYTES];

    /** @param key of any length; 32 bytes or more are as good as the digest */
    HmacSha256(byte[] key) {
        byte[] block = key.length > BLOCK_BYTES ? sha256().digest(key) : key;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            byte b = i < block.length ? block[i] : 0;
            inner[i] = (byte) (b ^ 0x36);
            outer[i] = (byte) (b ^ 0x5c);
        }
    }

    byte[] of(byte[] bytes, int offset, int length) {
        MessageDigest digest = sha256();
        digest.update(inner);
        digest.update(bytes, offset, length);
        byte[] first = digest.digest();
        digest.update(outer);
        return digest.digest(first);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
