package io.tickgate.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens and keys made by the Java platform alone, and not by what checks them. */
public final class TestTokens {
    public static final String SECRET = "0123456789abcdef0123456789abcdef-test-only";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private TestTokens() {}

    /** A key pair with which tokens are signed, and what it is called. */
    public record Signer(String id, String algorithm, KeyPair pair) {
        public static Signer rsa(String id) {
            return make(id, "RS256", "RSA", 2048);
        }

        public static Signer ec(String id) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return new Signer(id, "ES256", generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public static Signer ed25519(String id) {
            return make(id, "EdDSA", "Ed25519", 255);
        }

        static Signer make(String id, String algorithm, String kind, int bits) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
                generator.initialize(bits);
                return new Signer(id, algorithm, generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String token(String claims) {
            return token("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + id + "\"}", claims);
        }

        public String token(String header, String claims) {
            String signed = part(header) + '.' + part(claims);
            return signed + '.' + BASE64.encodeToString(sign(signed.getBytes(StandardCharsets.US_ASCII)));
        }

        private byte[] sign(byte[] signed) {
            try {
                Signature signature = Signature.getInstance(
                        switch (algorithm) {
                            case "RS256" -> "SHA256withRSA";
                            case "ES256" -> "SHA256withECDSAinP1363Format";
                            default -> "Ed25519";
                        });
                signature.initSign(pair.getPrivate());
                signature.update(signed);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The public half as a JSON Web Key. */
        public String jwk() {
            PublicKey key = pair.getPublic();
            String fields;
            if (key instanceof RSAPublicKey rsa) {
                fields = "\"kty\":\"RSA\",\"n\":\""
                        + BASE64.encodeToString(unsigned(rsa.getModulus().toByteArray(), 0)) + "\",\"e\":\""
                        + BASE64.encodeToString(unsigned(rsa.getPublicExponent().toByteArray(), 0)) + '"';
            } else if (key instanceof ECPublicKey ec) {
                fields = "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                        + BASE64.encodeToString(unsigned(ec.getW().getAffineX().toByteArray(), 32)) + "\",\"y\":\""
                        + BASE64.encodeToString(unsigned(ec.getW().getAffineY().toByteArray(), 32)) + '"';
            } else {
                byte[] info = key.getEncoded();
                fields = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                        + BASE64.encodeToString(Arrays.copyOfRange(info, info.length - 32, info.length)) + '"';
            }
            return "{\"kid\":\"" + id + "\",\"use\":\"sig\"," + fields + '}';
        }

        /** The public half as PEM. */
        public String pem() {
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(pair.getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
        }
    }

    /** Without a sign, and with zeros before it up to {@code length}. */
    private static byte[] unsigned(byte[] number, int length) {
        int from = number.length > 1 && number[0] == 0 ? 1 : 0;
        byte[] bare = Arrays.copyOfRange(number, from, number.length);
        byte[] out = new byte[Math.max(length, bare.length)];
        System.arraycopy(bare, 0, out, out.length - bare.length, bare.length);
        return out;
    }

    public static String jwks(Signer... signers) {
        return "{\"keys\":["
                + String.join(",", List.of(signers).stream().map(Signer::jwk).toList()) + "]}";
    }

    public static String hs256(String claims) {
        return hs256("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims, SECRET.getBytes(StandardCharsets.US_ASCII));
    }

    public static String hs256(String header, String claims, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String signed = part(header) + '.' + part(claims);
            return signed + '.' + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One part of a token. */
    public static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Claims of a user.
     *
     * @param more such as {@code "publish":["*"]}; empty for none
     */
    public static String claims(String subject, long expiresAtSeconds, String more) {
        return "{\"sub\":\"" + subject + "\",\"exp\":" + expiresAtSeconds + (more.isEmpty() ? "" : "," + more) + '}';
    }
}
