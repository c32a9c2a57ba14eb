package io.tickgate.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys as they are written down: a secret, PEM, a JSON Web Key set (RFC 7517). Each kind of key stands for one
 * algorithm: a secret for HS256, RSA for RS256, P-256 for ES256, Ed25519 for EdDSA. Keys for anything else are passed over.
 */
final class KeyReader {
    private static final Logger LOG = LoggerFactory.getLogger(KeyReader.class);

    static final String HS256 = "HS256";
    static final String RS256 = "RS256";
    static final String ES256 = "ES256";
    static final String EDDSA = "EdDSA";

    /** RFC 7518 section 3.3. */
    private static final int RSA_BITS_MIN = 2048;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private KeyReader() {}

    /** @param secret at least 32 bytes (RFC 7518 section 3.2) */
    static KeySet ofSecret(byte[] secret) throws GeneralSecurityException {
        try {
            return new KeySet(List.of(TokenKey.of(null, HS256, new MACVerifier(secret))));
        } catch (JOSEException e) {
            throw new GeneralSecurityException("no secret for HS256", e);
        }
    }

    /**
     * Public keys and certificates.
     *
     * @throws GeneralSecurityException when one of them cannot be used, or there is none
     */
    static KeySet ofPem(String text) throws GeneralSecurityException {
        List<TokenKey> keys = new ArrayList<>();
        Matcher blocks = PEM.matcher(text);
        while (blocks.find()) {
            byte[] der = Base64.getMimeDecoder().decode(blocks.group(2));
            keys.add(ofPublicKey(blocks.group(1).equals("CERTIFICATE") ? ofCertificate(der) : ofSubjectInfo(der)));
        }
        if (keys.isEmpty()) {
            throw new GeneralSecurityException("there is no PUBLIC KEY and no CERTIFICATE in it");
        }
        return new KeySet(keys);
    }

    private static PublicKey ofCertificate(byte[] der) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey();
    }

    private static PublicKey ofSubjectInfo(byte[] der) throws GeneralSecurityException {
        for (String kind : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                LOG.debug("no {} key: {}", kind, e.getMessage());
            }
        }
        throw new GeneralSecurityException("a public key in it is none of RSA, EC and Ed25519");
    }

    private static TokenKey ofPublicKey(PublicKey key) throws GeneralSecurityException {
        try {
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN) {
                return TokenKey.of(null, RS256, new RSASSAVerifier(rsa));
            }
            if (key instanceof ECPublicKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
                return TokenKey.of(null, ES256, new ECDSAVerifier(ec));
            }
            if (key instanceof EdECPublicKey ed
                    && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
                return new TokenKey(null, EDDSA, new Ed25519Check(ed));
            }
        } catch (JOSEException e) {
            throw new GeneralSecurityException("a key in it cannot be used", e);
        }
        throw new GeneralSecurityException("a key in it is neither RSA of 2048 bits or more, nor P-256, nor Ed25519");
    }

    /**
     * A JSON Web Key set.
     *
     * @param secretsToo whether secrets in it count: not in what is read from afar, where they would be none
     * @throws ParseException when {@code text} is none
     */
    static KeySet ofJwks(String text, boolean secretsToo) throws ParseException {
        List<TokenKey> keys = new ArrayList<>();
        for (JWK jwk : JWKSet.parse(text).getKeys()) {
            TokenKey key = isForSignatures(jwk) ? ofJwk(jwk, secretsToo) : null;
            if (key == null) {
                LOG.debug("a {} key is passed over", jwk.getKeyType());
            } else if (keys.size() == KeySet.KEYS_MAX) {
                throw new ParseException("more than " + KeySet.KEYS_MAX + " keys", 0);
            } else {
                keys.add(key);
            }
        }
        return new KeySet(keys);
    }

    private static boolean isForSignatures(JWK jwk) {
        return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    private static @Nullable TokenKey ofJwk(JWK jwk, boolean secretsToo) {
        try {
            TokenKey key = secretsToo || !(jwk instanceof OctetSequenceKey) ? keyOf(jwk) : null;
            boolean saysOther = key != null
                    && jwk.getAlgorithm() != null
                    && !jwk.getAlgorithm().getName().equals(key.algorithm());
            return saysOther ? null : key;
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("a key of a JSON Web Key set cannot be used: {}", e.getMessage());
            return null;
        }
    }

    private static @Nullable TokenKey keyOf(JWK jwk) throws JOSEException, GeneralSecurityException {
        String id = jwk.getKeyID();
        if (jwk instanceof OctetSequenceKey secret) {
            return TokenKey.of(id, HS256, new MACVerifier(secret.toByteArray()));
        }
        if (jwk instanceof RSAKey rsa && rsa.toRSAPublicKey().getModulus().bitLength() >= RSA_BITS_MIN) {
            return TokenKey.of(id, RS256, new RSASSAVerifier(rsa.toRSAPublicKey()));
        }
        if (jwk instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
            return TokenKey.of(id, ES256, new ECDSAVerifier(ec.toECPublicKey()));
        }
        if (jwk instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
            return new TokenKey(id, EDDSA, Ed25519Check.of(pair.getDecodedX()));
        }
        return null;
    }
}
