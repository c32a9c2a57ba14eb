package io.tickgate.core.auth;

import static io.tickgate.core.auth.TestTokens.claims;
import static io.tickgate.core.auth.TestTokens.hs256;
import static io.tickgate.core.auth.Verdicts.NOW;
import static io.tickgate.core.auth.Verdicts.principal;
import static io.tickgate.core.auth.Verdicts.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.BandwidthLimits;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token says that counts, and what it grants. */
class TokenClaimsTest {
    private final TokenVerifier all = verifier(new AuthSettings(Set.of("HS256"), null, Set.of(), 5_000));

    private static TokenVerifier verifier(AuthSettings settings) {
        byte[] secret = TestTokens.SECRET.getBytes(StandardCharsets.US_ASCII);
        try {
            return new TokenVerifier(settings, List.of(KeySource.of(KeyReader.ofSecret(secret))), Runnable::run);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void issuerAndAudienceAreThoseThatTheOperatorNamed() {
        TokenVerifier strict =
                verifier(new AuthSettings(Set.of("HS256"), "https://issuer.example", Set.of("gw", "gw2"), 0));
        String iss = "\"iss\":\"https://issuer.example\"";

        assertThat(principal(strict, hs256(claims("a", NOW + 9, iss + ",\"aud\":\"gw\"")))
                        .userId())
                .isEqualTo("a");
        assertThat(principal(strict, hs256(claims("a", NOW + 9, iss + ",\"aud\":[\"x\",\"gw2\"]")))
                        .userId())
                .isEqualTo("a");
        assertThat(rule(strict, hs256(claims("a", NOW + 9, "\"aud\":\"gw\"")))).isEqualTo(Rule.WRONG_ISSUER);
        assertThat(rule(strict, hs256(claims("a", NOW + 9, "\"iss\":\"https://issuer.example/\",\"aud\":\"gw\""))))
                .isEqualTo(Rule.WRONG_ISSUER);
        assertThat(rule(strict, hs256(claims("a", NOW + 9, iss)))).isEqualTo(Rule.WRONG_AUDIENCE);
        assertThat(rule(strict, hs256(claims("a", NOW + 9, iss + ",\"aud\":[\"x\"]"))))
                .isEqualTo(Rule.WRONG_AUDIENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"a\"}",
                "{\"exp\":1800000060}",
                "{\"sub\":\"\",\"exp\":1800000060}",
                "{\"sub\":\"a\",\"exp\":\"1800000060\"}",
                "{\"sub\":\"a b\",\"exp\":1800000060}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"subscribe\":7}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"subscribe\":[7]}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"publish\":[\"a*b\"]}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"history\":{}}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"admin\":\"true\"}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"max_subscriptions\":0}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"max_subscriptions\":1.5}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"max_kbps\":-1}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"max_hz\":0}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"scope\":\"publish:a*b\"}",
                "{\"sub\":\"a\",\"exp\":1800000060,\"scope\":5}"
            })
    void aClaimThatIsNotWhatItMustBeRefusesTheToken(String claims) {
        assertThat(rule(all, hs256(claims))).isEqualTo(Rule.BAD_CLAIM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "{", "", "null"})
    void claimsAreOneObject(String claims) {
        assertThat(rule(all, hs256(claims))).isIn(Rule.BAD_CLAIM, Rule.MALFORMED);
    }

    @Test
    void whatIsGrantedIsWhatTheClaimsSay() {
        Rights rights = principal(
                        all,
                        hs256(claims(
                                "a",
                                NOW + 9,
                                "\"subscribe\":[\"market_data\",\"chart_updates:07*\"],\"publish\":\"notifications\","
                                        + "\"max_subscriptions\":3,\"commands_per_second\":7,\"max_kbps\":256,"
                                        + "\"max_hz\":0.5,\"other\":{\"x\":1}")))
                .rights();

        assertThat(rights.allows(Right.SUBSCRIBE, "market_data:x")).isTrue();
        assertThat(rights.allows(Right.SUBSCRIBE, "chart_updates:0700.HK")).isTrue();
        assertThat(rights.allows(Right.SUBSCRIBE, "notifications")).isFalse();
        assertThat(rights.allows(Right.PUBLISH, "notifications")).isTrue();
        assertThat(rights.allows(Right.PUBLISH, "market_data")).isFalse();
        assertThat(rights.allowsAny(Right.HISTORY)).isFalse();
        assertThat(rights.admin()).isFalse();
        assertThat(rights.allowances()).isEqualTo(new Allowances(3, 7, new BandwidthLimits(256, 0.5)));
    }

    @Test
    void theWordsOfAScopeGrantTheSame() {
        Rights rights = principal(
                        all,
                        hs256(claims(
                                "a", NOW + 9, "\"scope\":\"openid subscribe publish:market_data admin publish:x:y*\"")))
                .rights();

        assertThat(rights.allows(Right.SUBSCRIBE, "anything")).isTrue();
        assertThat(rights.allows(Right.PUBLISH, "market_data:x")).isTrue();
        assertThat(rights.allows(Right.PUBLISH, "x:yz")).isTrue();
        assertThat(rights.allows(Right.PUBLISH, "x:z")).isFalse();
        assertThat(rights.allowsAny(Right.HISTORY)).isFalse();
        assertThat(rights.admin()).isTrue();
    }

    @Test
    void aTokenWithoutGrantsGrantsNothing() {
        assertThat(principal(all, hs256(claims("a", NOW + 9, ""))).rights()).isEqualTo(Rights.NONE);
    }
}
