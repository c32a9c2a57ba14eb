package io.tickgate.core.auth;

import static io.tickgate.core.auth.TestTokens.claims;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.TestTokens.Signer;
import io.tickgate.core.sim.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefreshedKeysTest {
    private static final Signer FIRST = Signer.ed25519("k1");
    private static final Signer SECOND = Signer.ed25519("k2");

    private final ManualClock clock = new ManualClock();
    private final Queue<CompletableFuture<String>> fetches = new ArrayDeque<>();
    private boolean isRejecting;
    private final RefreshedKeys keys = new RefreshedKeys(
            () -> {
                if (isRejecting) {
                    throw new RejectedExecutionException("full");
                }
                CompletableFuture<String> fetch = new CompletableFuture<>();
                fetches.add(fetch);
                return fetch;
            },
            false,
            Duration.ofMinutes(5).toNanos(),
            Duration.ofHours(24).toNanos(),
            Duration.ofSeconds(10).toNanos(),
            clock);
    private Executor slow = Runnable::run;
    private final TokenVerifier verifier = new TokenVerifier(
            new AuthSettings(Set.of("EdDSA", "HS256"), null, Set.of(), 0), List.of(keys), task -> slow.execute(task));
    private final List<Runnable> loop = new ArrayList<>();
    private final List<Object> verdicts = new ArrayList<>();

    private void verify(String token) {
        verifier.verify(
                token,
                clock.millis(),
                loop::add,
                verdict -> verdicts.add(verdict instanceof Verdict.Refused refused ? refused.rule() : "taken"));
        runLoop();
    }

    private String token(Signer signer) {
        return signer.token(claims("alice", clock.millis() / 1_000 + 1_000_000, ""));
    }

    private void answer(String document) {
        fetches.remove().complete(document);
        runLoop();
    }

    private void fail() {
        fetches.remove().completeExceptionally(new IOException("refused"));
        runLoop();
    }

    private void runLoop() {
        List.copyOf(loop).forEach(Runnable::run);
        loop.clear();
    }

    private void started() {
        keys.start();
        answer(TestTokens.jwks(FIRST));
    }

    @Test
    void whoComesBeforeTheFirstKeysWaitsForThem() {
        keys.start();

        verify(token(FIRST));
        assertThat(verdicts).isEmpty();
        answer(TestTokens.jwks(FIRST));

        assertThat(verdicts).containsExactly("taken");
    }

    @Test
    void withoutKeysNobodyIsTakenAndNobodyIsBlamed() {
        keys.start();

        verify(token(FIRST));
        fail();

        assertThat(verdicts).containsExactly(Rule.KEYS_UNAVAILABLE);
    }

    @Test
    void aKeyThatIsThereIsNotAskedForAgain() {
        started();

        verify(token(FIRST));

        assertThat(verdicts).containsExactly("taken");
        assertThat(fetches).isEmpty();
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesItAndAllWaitForTheOneFetch() {
        started();

        verify(token(SECOND));
        verify(token(SECOND));
        assertThat(fetches).hasSize(1);
        answer(TestTokens.jwks(FIRST, SECOND));

        assertThat(verdicts).containsExactly("taken", "taken");
    }

    @Test
    void theAnswerComesOnTheLoopOfWhoAsked() {
        started();

        verify(token(SECOND));
        fetches.remove().complete(TestTokens.jwks(SECOND));

        assertThat(verdicts).isEmpty();
        runLoop();
        assertThat(verdicts).containsExactly("taken");
    }

    @Test
    void whoHasWaitedForKeysIsCheckedWhereAllAreAndWithTheSameBound() {
        started();
        List<Runnable> elsewhere = new ArrayList<>();
        verify(token(SECOND));
        verify(token(SECOND));
        slow = task -> {
            if (!elsewhere.isEmpty()) {
                throw new RejectedExecutionException("full");
            }
            elsewhere.add(task);
        };

        answer(TestTokens.jwks(FIRST, SECOND));
        assertThat(verdicts).containsExactly(Rule.TOO_BUSY);
        elsewhere.get(0).run();
        runLoop();

        assertThat(verdicts).containsExactly(Rule.TOO_BUSY, "taken");
    }

    @Test
    void aForgedSignatureThatNamesNoKeyIsCheckedAgainOnlyWithOtherKeys() {
        AtomicInteger checks = new AtomicInteger();
        KeySet counting = new KeySet(List.of(new TokenKey(null, "EdDSA", (header, signed, signature) -> {
            checks.incrementAndGet();
            return false;
        })));
        TokenVerifier both = new TokenVerifier(
                new AuthSettings(Set.of("EdDSA"), null, Set.of(), 0),
                List.of(KeySource.of(counting), keys),
                Runnable::run);
        String forged = Signer.ed25519("").token("{\"alg\":\"EdDSA\"}", claims("m", 4_000_000_000L, ""));
        started();

        for (Signer next : List.of(FIRST, SECOND)) {
            both.verify(forged, clock.millis(), loop::add, verdict -> verdicts.add(((Verdict.Refused) verdict).rule()));
            answer(TestTokens.jwks(next));
        }

        assertThat(verdicts).containsExactly(Rule.BAD_SIGNATURE, Rule.BAD_SIGNATURE);
        assertThat(checks).as("once with the same keys, twice with others").hasValue(3);
    }

    @Test
    void aFetchThatCannotEvenBeginIsOneThatFailed() {
        started();
        isRejecting = true;
        verify(token(SECOND));
        assertThat(verdicts).containsExactly(Rule.UNKNOWN_KEY);

        isRejecting = false;
        verify(token(SECOND));
        answer(TestTokens.jwks(SECOND));

        assertThat(verdicts).last().isEqualTo("taken");
    }

    @Test
    void keysThatNobodyHasAreLookedForThreeTimesAndThenOnceInTenSeconds() {
        started();
        for (int i = 0; i < 3; i++) {
            verify(token(Signer.ed25519("none")));
            answer(TestTokens.jwks(FIRST));
        }

        verify(token(SECOND));
        assertThat(fetches).isEmpty();
        assertThat(verdicts).hasSize(4).containsOnly(Rule.UNKNOWN_KEY);
        clock.advance(Duration.ofSeconds(10));
        verify(token(SECOND));
        answer(TestTokens.jwks(SECOND));

        assertThat(verdicts).last().isEqualTo("taken");
    }

    @Test
    void aKeyWithoutAnIdHidesNoNewOne() throws Exception {
        started();
        Signer written = Signer.ed25519("written");
        TokenVerifier both = new TokenVerifier(
                new AuthSettings(Set.of("EdDSA"), null, Set.of(), 0),
                List.of(KeySource.of(KeyReader.ofPem(written.pem())), keys),
                Runnable::run);

        both.verify(token(SECOND), clock.millis(), loop::add, verdict -> verdicts.add(verdict.getClass()));
        answer(TestTokens.jwks(SECOND));

        assertThat(verdicts).containsExactly(Verdict.Accepted.class);
    }

    @Test
    void aForgedSignatureOfAKnownKeyIsLookedForNowhere() {
        started();

        verify(Signer.ed25519("k1").token(claims("mallory", 4_000_000_000L, "")));

        assertThat(verdicts).containsExactly(Rule.BAD_SIGNATURE);
        assertThat(fetches).isEmpty();
    }

    @Test
    void aKeyThatIsGoneCountsNoMore() {
        started();

        verify(token(SECOND));
        answer(TestTokens.jwks(SECOND));
        verify(token(FIRST));
        answer(TestTokens.jwks(SECOND));

        assertThat(verdicts).containsExactly("taken", Rule.UNKNOWN_KEY);
    }

    @Test
    void oldKeysAreRenewedOnUseAndNobodyWaitsForIt() {
        started();
        clock.advance(Duration.ofMinutes(6));

        verify(token(FIRST));
        verify(token(FIRST));

        assertThat(verdicts).containsExactly("taken", "taken");
        assertThat(fetches).hasSize(1);
    }

    @Test
    void whileTheIssuerIsAwayTheOldKeysCountForADay() {
        started();
        clock.advance(Duration.ofHours(23));
        verify(token(FIRST));
        fail();
        clock.advance(Duration.ofHours(2));
        verify(token(FIRST));
        fail();

        assertThat(verdicts).containsExactly("taken", Rule.KEYS_UNAVAILABLE);
    }

    @Test
    void aDocumentThatIsNoneChangesNothing() {
        started();
        for (String document : List.of("<html>", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"?\"}]}", "[1]", "")) {
            clock.advance(Duration.ofSeconds(30));
            verify(token(SECOND));
            answer(document);
        }

        verify(token(FIRST));

        assertThat(verdicts).hasSize(7).endsWith("taken").startsWith(Rule.UNKNOWN_KEY);
    }

    @Test
    void aSecretThatAnIssuerPublishesIsNone() {
        keys.start();
        answer("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"" + "A".repeat(43) + "\"}," + FIRST.jwk() + "]}");

        verify(TestTokens.hs256("{\"alg\":\"HS256\",\"kid\":\"s\"}", claims("m", 4_000_000_000L, ""), new byte[32]));
        answer(TestTokens.jwks(FIRST));

        assertThat(verdicts).containsExactly(Rule.UNKNOWN_KEY);
    }
}
