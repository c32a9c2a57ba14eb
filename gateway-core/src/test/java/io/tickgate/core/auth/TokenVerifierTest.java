package io.tickgate.core.auth;

import static io.tickgate.core.auth.TestTokens.claims;
import static io.tickgate.core.auth.TestTokens.hs256;
import static io.tickgate.core.auth.Verdicts.NOW;
import static io.tickgate.core.auth.Verdicts.principal;
import static io.tickgate.core.auth.Verdicts.rule;
import static io.tickgate.core.auth.Verdicts.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.TestTokens.Signer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose token it is, and whether its signature, its times and its form are good. */
class TokenVerifierTest {
    private static final Signer RSA = Signer.rsa("rsa-1");
    private static final Signer EC = Signer.ec("ec-1");
    private static final Signer ED = Signer.ed25519("ed-1");
    private static final byte[] SECRET = TestTokens.SECRET.getBytes(StandardCharsets.US_ASCII);

    private static final AuthSettings ANYBODYS =
            new AuthSettings(Set.of("HS256", "RS256", "ES256", "EdDSA"), null, Set.of(), 5_000);

    private final TokenVerifier all = verifier(ANYBODYS);

    private static TokenVerifier verifier(AuthSettings settings) {
        return verifier(settings, Runnable::run);
    }

    private static TokenVerifier verifier(AuthSettings settings, Executor slow) {
        try {
            return new TokenVerifier(
                    settings,
                    List.of(
                            KeySource.of(KeyReader.ofSecret(SECRET)),
                            KeySource.of(KeyReader.ofJwks(TestTokens.jwks(RSA, EC, ED), false))),
                    slow);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyAlgorithmIsTakenWithItsOwnKindOfKey() {
        String claims = claims("alice", NOW + 60, "");

        for (String token : List.of(hs256(claims), RSA.token(claims), EC.token(claims), ED.token(claims))) {
            Principal alice = principal(all, token);

            assertThat(alice.userId()).isEqualTo("alice");
            assertThat(alice.kind()).isEqualTo(Principal.Kind.TOKEN);
            assertThat(alice.expiresAtMillis()).isEqualTo((NOW + 60) * 1_000);
        }
    }

    @Test
    void keysOfPemFilesAreTakenToo() throws Exception {
        TokenVerifier verifier = new TokenVerifier(
                ANYBODYS,
                List.of(KeySource.of(KeyReader.ofPem(RSA.pem() + "words between\n" + EC.pem() + ED.pem()))),
                Runnable::run);
        String claims = claims("alice", NOW + 60, "");

        for (Signer signer : List.of(RSA, EC, ED)) {
            assertThat(principal(verifier, signer.token(claims)).userId()).isEqualTo("alice");
        }
        assertThat(rule(verifier, hs256(claims))).isEqualTo(Rule.UNKNOWN_KEY);
        assertThat(rule(verifier, Signer.rsa("rsa-1").token(claims))).isEqualTo(Rule.BAD_SIGNATURE);
    }

    @Test
    void aPublicKeyIsNeverTakenForASecret() {
        String header = "{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}";
        String claims = claims("mallory", NOW + 60, "\"admin\":true");

        for (byte[] known : List.of(
                RSA.pem().getBytes(StandardCharsets.US_ASCII),
                RSA.pair().getPublic().getEncoded())) {
            assertThat(rule(all, hs256(header, claims, known))).isEqualTo(Rule.BAD_SIGNATURE);
        }
    }

    @Test
    void theAlgorithmOfTheHeaderDoesNotChooseWhatAKeyIsUsedFor() {
        String claims = claims("mallory", NOW + 60, "");

        assertThat(rule(all, EC.token("{\"alg\":\"RS256\",\"kid\":\"ec-1\"}", claims)))
                .isEqualTo(Rule.UNKNOWN_KEY);
        assertThat(rule(all, ED.token("{\"alg\":\"ES256\",\"kid\":\"ec-1\"}", claims)))
                .isEqualTo(Rule.BAD_SIGNATURE);
        assertThat(rule(all, hs256("{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}", claims, SECRET)))
                .isEqualTo(Rule.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "HS384", "HS512", "RS512", "PS256", "ES384", "hs256", "", "dir"})
    void noOtherAlgorithmIsTaken(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\"}";

        assertThat(rule(all, hs256(header, claims("mallory", NOW + 60, ""), SECRET)))
                .isEqualTo(Rule.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void aTokenWithoutASignatureIsNone() {
        String unsigned = TestTokens.part("{\"alg\":\"none\"}") + '.' + TestTokens.part(claims("m", NOW + 60, ""));

        assertThat(rule(all, unsigned)).isEqualTo(Rule.MALFORMED);
        assertThat(rule(all, unsigned + ".")).isEqualTo(Rule.MALFORMED);
        assertThat(rule(all, unsigned + ".AAAA")).isEqualTo(Rule.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void anAlgorithmThatTheOperatorDoesNotAllowIsNotTaken() {
        TokenVerifier onlyEc = verifier(new AuthSettings(Set.of("ES256"), null, Set.of(), 0));
        String claims = claims("alice", NOW + 60, "");

        assertThat(principal(onlyEc, EC.token(claims)).userId()).isEqualTo("alice");
        assertThat(rule(onlyEc, hs256(claims))).isEqualTo(Rule.ALGORITHM_NOT_ALLOWED);
        assertThat(rule(onlyEc, RSA.token(claims))).isEqualTo(Rule.ALGORITHM_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"b64\":false",
                "\"zip\":\"DEF\"",
                "\"cty\":\"JWT\"",
                "\"enc\":\"A128GCM\"",
                "\"typ\":\"logout+jwt\""
            })
    void aHeaderThatAsksForMoreIsRefused(String field) {
        String claims = claims("alice", NOW + 60, "");

        assertThat(rule(all, hs256("{\"alg\":\"HS256\"," + field + '}', claims, SECRET)))
                .isEqualTo(Rule.UNSUPPORTED_HEADER);
    }

    @Test
    void aTokenCannotBringItsOwnKey() {
        Signer own = Signer.rsa("own");
        String claims = claims("mallory", NOW + 60, "");
        for (String header : List.of(
                "{\"alg\":\"RS256\",\"kid\":\"own\",\"jwk\":" + own.jwk() + '}',
                "{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/keys\"}",
                "{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}",
                "{\"alg\":\"RS256\",\"kid\":\"' or 1=1 --\"}",
                "{\"alg\":\"RS256\",\"x5u\":\"http://127.0.0.1:1/\"}")) {
            assertThat(rule(all, own.token(header, claims))).isIn(Rule.UNKNOWN_KEY, Rule.BAD_SIGNATURE);
        }
        assertThat(rule(all, own.token("{\"alg\":\"RS256\",\"kid\":7}", claims)))
                .isEqualTo(Rule.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"-6, EXPIRED", "-5, EXPIRED", "-4, ", "0, ", "1, "})
    void theEndOfATokenHasALeeway(long secondsFromNow, String rule) {
        String token = hs256(claims("alice", NOW + secondsFromNow, ""));

        if (rule == null) {
            Principal alice = principal(all, token);
            assertThat(alice.endsAtMillis())
                    .isEqualTo((NOW + Math.max(secondsFromNow, secondsFromNow <= 0 ? 5 + secondsFromNow : 0)) * 1_000);
        } else {
            assertThat(rule(all, token)).isEqualTo(Rule.valueOf(rule));
        }
    }

    @Test
    void theBeginOfATokenHasALeewayToo() {
        assertThat(principal(all, hs256(claims("a", NOW + 60, "\"nbf\":" + (NOW + 5))))
                        .userId())
                .isEqualTo("a");
        assertThat(rule(all, hs256(claims("a", NOW + 60, "\"nbf\":" + (NOW + 6)))))
                .isEqualTo(Rule.NOT_YET_VALID);
    }

    @Test
    void aTokenThatWasGoodIsStillLookedAtWhenItEnds() {
        for (String token : List.of(hs256(claims("a", NOW + 9, "")), ED.token(claims("a", NOW + 9, "")))) {
            List<Verdict> verdicts = new ArrayList<>();
            for (long at : new long[] {0, 1, 8, 13, 14}) {
                Principal known = all.known(token, (NOW + at) * 1_000);
                assertThat(known != null).isEqualTo(at == 1 || at == 8);
                all.verify(token, (NOW + at) * 1_000, Runnable::run, verdicts::add);
            }

            assertThat(verdicts.subList(0, 4)).hasOnlyElementsOfType(Verdict.Accepted.class);
            assertThat(verdicts.get(4)).isEqualTo(new Verdict.Refused(Rule.EXPIRED));
        }
    }

    @Test
    void signaturesWithPublicKeysAreCheckedElsewhereAndNotWithoutEnd() {
        List<Runnable> elsewhere = new ArrayList<>();
        List<Runnable> loop = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        TokenVerifier verifier = verifier(ANYBODYS, task -> {
            if (!elsewhere.isEmpty()) {
                throw new RejectedExecutionException();
            }
            elsewhere.add(task);
        });
        String claims = claims("a", NOW + 9, "");

        verifier.verify(hs256(claims), NOW * 1_000, loop::add, verdicts::add);
        assertThat(verdicts).hasSize(1);
        verifier.verify(EC.token(claims), NOW * 1_000, loop::add, verdicts::add);
        assertThat(verdicts).hasSize(1);
        verifier.verify(RSA.token(claims), NOW * 1_000, loop::add, verdicts::add);
        assertThat(verdicts).last().isEqualTo(new Verdict.Refused(Rule.TOO_BUSY));
        elsewhere.get(0).run();
        assertThat(verdicts).hasSize(2);
        loop.get(0).run();

        assertThat(verdicts).last().isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void ofManyKeysOnlyTwoAreTriedForATokenThatNamesNone() throws Exception {
        Signer second = Signer.ed25519("ed-2");
        Signer third = Signer.ed25519("ed-3");
        TokenVerifier verifier = new TokenVerifier(
                ANYBODYS,
                List.of(KeySource.of(KeyReader.ofJwks(TestTokens.jwks(ED, second, third), false))),
                Runnable::run);
        String header = "{\"alg\":\"EdDSA\"}";
        String claims = claims("alice", NOW + 60, "");

        assertThat(principal(verifier, second.token(header, claims)).userId()).isEqualTo("alice");
        assertThat(rule(verifier, third.token(header, claims))).isEqualTo(Rule.BAD_SIGNATURE);
        assertThat(principal(verifier, third.token(claims)).userId()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "EdDSA"})
    void aCheckThatBreaksRefusesTheToken(String algorithm) {
        KeySet broken = new KeySet(List.of(new TokenKey(null, algorithm, (header, signed, signature) -> {
            throw new IllegalStateException("broken");
        })));
        TokenVerifier verifier = new TokenVerifier(ANYBODYS, List.of(KeySource.of(broken)), Runnable::run);
        String claims = claims("alice", NOW + 60, "");

        assertThat(rule(verifier, algorithm.equals("EdDSA") ? ED.token(claims) : hs256(claims)))
                .isEqualTo(Rule.CHECK_FAILED);
    }

    @Test
    void nestingWithoutEndIsMalformedAndNothingBreaks() {
        String deep = "[".repeat(2_500) + "]".repeat(2_500);
        String header = "{\"alg\":\"HS256\",\"x\":" + deep + '}';

        assertThat(header.length()).isGreaterThan(5_000);
        assertThat(verify(all, hs256(header, claims("a", NOW + 9, ""), SECRET))).isNotNull();
        assertThat(verify(all, hs256(claims("a", NOW + 9, "\"x\":" + deep)))).isNotNull();
        assertThat(rule(all, hs256(header.replace("]}", "}"), claims("a", NOW + 9, ""), SECRET)))
                .isEqualTo(Rule.MALFORMED);
    }

    @Test
    void whatIsTooLongIsNotEvenLookedAt() {
        String token = hs256(claims("a", NOW + 9, "\"x\":\"" + "y".repeat(8_000) + '"'));

        assertThat(token.length()).isGreaterThan(TokenVerifier.TOKEN_CHARS_MAX);
        assertThat(rule(all, token)).isEqualTo(Rule.TOO_LONG);
        assertThat(rule(all, "a.".repeat(5_000_000))).isEqualTo(Rule.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "a", "a.b", "a.b.c", "a.b.c.d.e", "eyJ.eyJ.x", "a.b.c ", "\u00e4.b.c"})
    void whatIsNoTokenIsMalformed(String text) {
        assertThat(rule(all, text)).isEqualTo(Rule.MALFORMED);
    }

    /** Any character of it changed to any other leaves no token that is taken. */
    @Property(tries = 400)
    void aChangedTokenIsNotTaken(
            @ForAll @IntRange(max = 3) int which, @ForAll @IntRange(max = 10_000) int at, @ForAll char other) {
        String claims = claims("alice", NOW + 60, "\"subscribe\":[\"*\"]");
        String token = switch (which) {
            case 0 -> hs256(claims);
            case 1 -> RSA.token(claims);
            case 2 -> EC.token(claims);
            default -> ED.token(claims);
        };
        int index = at % token.length();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        char changed = other % 2 == 0 ? alphabet.charAt(other % alphabet.length()) : other;
        String mutated = token.substring(0, index) + changed + token.substring(index + 1);

        if (changed != token.charAt(index)) {
            assertThat(verify(all, mutated)).isInstanceOf(Verdict.Refused.class);
        }
    }

    /** The last character of a signature has bits that mean nothing: another text would be the same signature. */
    @Example
    void aSignatureHasOneText() {
        String token = hs256(claims("alice", NOW + 60, ""));
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));

        String other = token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);

        assertThat(Base64.getUrlDecoder().decode(other.substring(other.lastIndexOf('.') + 1)))
                .isEqualTo(signature);
        assertThat(rule(all, other)).isEqualTo(Rule.MALFORMED);
    }
}
