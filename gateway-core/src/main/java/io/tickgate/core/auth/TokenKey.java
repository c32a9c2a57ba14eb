package io.tickgate.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

/**
 * One key that tokens are checked with. It knows a single algorithm, which follows from what kind of key it is and never
 * from the token: so a public key is never taken for a secret, nor a secret for a public key.
 *
 * @param id null where the key has none; then it is tried for tokens with any id
 * @param algorithm such as {@code RS256}
 */
record TokenKey(@Nullable String id, String algorithm, Check check) {
    /** Checks a signature. Any thread. */
    @FunctionalInterface
    interface Check {
        boolean isGood(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException;
    }

    static TokenKey of(@Nullable String id, String algorithm, JWSVerifier verifier) {
        return new TokenKey(id, algorithm, verifier::verify);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return algorithm + " key";
    }
}
