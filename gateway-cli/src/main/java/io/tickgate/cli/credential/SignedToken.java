package io.tickgate.cli.credential;

import io.tickgate.cli.console.JsonText;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A JSON Web Token signed by HS256 (RFC 7515 section 3). */
final class SignedToken {
    private static final String MAC = "HmacSHA256";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private SignedToken() {}

    /**
     * Makes one.
     *
     * @param keyId null for none
     * @param claims writes one object
     */
    static String of(String secret, @Nullable String keyId, Consumer<WireWriter> claims) {
        String signed = part(JsonText.of(json -> writeHeader(json, keyId))) + '.' + part(JsonText.of(claims));
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), MAC));
            return signed + '.' + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    private static void writeHeader(WireWriter json, @Nullable String keyId) {
        json.beginObject(keyId == null ? 2 : 3);
        json.name("alg").string("HS256");
        json.name("typ").string("JWT");
        if (keyId != null) {
            json.name("kid").string(keyId);
        }
        json.endObject();
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
