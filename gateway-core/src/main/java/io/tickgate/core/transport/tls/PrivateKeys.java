package io.tickgate.core.transport.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys: PKCS#8, and what {@code openssl} writes by its older commands, PKCS#1 for RSA (RFC 8017 appendix
 * A.1.2) and SEC1 for elliptic curves (RFC 5915), which Java does not take without a wrapper.
 */
final class PrivateKeys {
    private static final byte[] RSA = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1};
    private static final byte[] EC = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};
    private static final byte[] ED25519 = {0x2B, 0x65, 0x70};

    private PrivateKeys() {}

    /**
     * The first private key of a file.
     *
     * @throws IllegalArgumentException that says why there is none
     */
    static PrivateKey of(List<PemFile.Block> blocks) {
        byte[] curve = null;
        for (PemFile.Block block : blocks) {
            if (block.label().equals("EC PARAMETERS")) {
                curve = block.bytes();
            } else if (block.label().endsWith("PRIVATE KEY")) {
                return of(block, curve);
            }
        }
        throw new IllegalArgumentException(
                "holds no private key; a block \"-----BEGIN PRIVATE KEY-----\" is looked for");
    }

    private static PrivateKey of(PemFile.Block block, byte @Nullable [] curve) {
        if (block.isEncrypted()) {
            throw new IllegalArgumentException(
                    "the key is encrypted; write it without pass phrase: openssl pkey -in FILE -out NEW");
        }
        byte[] pkcs8 = pkcs8(block, curve);
        try {
            return KeyFactory.getInstance(algorithm(pkcs8)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is damaged, or of a curve that Java does not know", e);
        }
    }

    private static byte[] pkcs8(PemFile.Block block, byte @Nullable [] curve) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.bytes();
            case "RSA PRIVATE KEY" -> wrapped(RSA, Der.of(Der.NULL), block.bytes());
            case "EC PRIVATE KEY" -> wrapped(EC, curveOf(block.bytes(), curve), block.bytes());
            default ->
                throw new IllegalArgumentException("a key of the kind \"" + block.label()
                        + "\" is not understood; write it as PKCS#8: openssl pkey -in FILE -out NEW");
        };
    }

    /** PKCS#8 (RFC 5208) around a key in a form of its own. */
    private static byte[] wrapped(byte[] algorithm, byte[] parameters, byte[] key) {
        return Der.of(
                Der.SEQUENCE,
                Der.of(Der.INTEGER, new byte[1]),
                Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, algorithm), parameters),
                Der.of(Der.OCTET_STRING, key));
    }

    /** @param beside the parameters in a block of their own, as older tools wrote them; null for none */
    private static byte[] curveOf(byte[] sec1, byte @Nullable [] beside) {
        Der key = new Der(sec1).next(Der.SEQUENCE);
        key.next(Der.INTEGER);
        key.next(Der.OCTET_STRING);
        if (key.has(Der.CONTEXT_0)) {
            return key.next(Der.CONTEXT_0).content();
        }
        if (beside == null) {
            throw new IllegalArgumentException("the key does not say its curve");
        }
        return beside;
    }

    private static String algorithm(byte[] pkcs8) {
        Der key = new Der(pkcs8).next(Der.SEQUENCE);
        key.next(Der.INTEGER);
        byte[] identifier = key.next(Der.SEQUENCE).next(Der.OBJECT_IDENTIFIER).content();
        if (Arrays.equals(identifier, RSA)) {
            return "RSA";
        }
        if (Arrays.equals(identifier, EC)) {
            return "EC";
        }
        if (Arrays.equals(identifier, ED25519)) {
            return "Ed25519";
        }
        throw new IllegalArgumentException("the key is neither RSA nor EC nor Ed25519");
    }
}
