package io.tickgate.core.auth;

import static io.tickgate.core.auth.TestTokens.claims;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.TestTokens.Signer;
import io.tickgate.core.sim.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What an address may show that is refused: three a minute here. */
class AuthenticationTest {
    private static final int FAILURES = 3;
    private static final Signer ED = Signer.ed25519("ed-1");
    private static final String KEY = "tg_0123456789";
    private static final Credential NONSENSE = Credential.bearer("a.b.c");

    private final ManualClock clock = new ManualClock();
    private final List<Runnable> elsewhere = new ArrayList<>();
    private boolean isFull;
    private final List<Object> verdicts = new ArrayList<>();
    private final InetAddress client = address("192.0.2.7");
    private final Authentication authentication = new Authentication(
            new TokenVerifier(
                    new AuthSettings(Set.of("EdDSA"), null, Set.of(), 0), List.of(KeySource.of(keys())), task -> {
                        if (isFull) {
                            throw new RejectedExecutionException("full");
                        }
                        elsewhere.add(task);
                    }),
            () -> new ApiKeys(List.of(new ApiKeys.ApiKey("feed", ApiKeys.sha256(KEY), Rights.NONE))),
            FAILURES,
            clock);

    private static KeySet keys() {
        try {
            return KeyReader.ofJwks(TestTokens.jwks(ED), false);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void show(Credential shown, InetAddress from) {
        authentication.verify(shown, from, Runnable::run, this::note);
    }

    private void note(Verdict verdict) {
        verdicts.add(verdict instanceof Verdict.Refused refused ? refused.rule() : "taken");
    }

    private Credential token(String subject) {
        return Credential.bearer(ED.token(claims(subject, clock.millis() / 1_000 + 1_000, "")));
    }

    private void runElsewhere() {
        List.copyOf(elsewhere).forEach(Runnable::run);
        elsewhere.clear();
    }

    private void failTooOften() {
        for (int i = 0; i < FAILURES; i++) {
            show(NONSENSE, client);
        }
        verdicts.clear();
        show(NONSENSE, client);
        assertThat(verdicts).containsExactly(Rule.TOO_MANY_FAILURES);
        verdicts.clear();
    }

    @Test
    void aTokenThatWasGoodLatelyIsTakenWhateverElseItsAddressShows() {
        Credential alice = token("alice");
        show(alice, client);
        runElsewhere();
        failTooOften();

        show(alice, client);
        show(token("bob"), client);

        assertThat(verdicts).containsExactly("taken", Rule.TOO_MANY_FAILURES);
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void aKeyThatIsOneIsTakenWhateverElseItsAddressShowsAndAnotherIsCounted() {
        failTooOften();
        show(Credential.apiKey(KEY), client);
        show(Credential.apiKey("tg_other"), client);
        clock.advance(Duration.ofSeconds(20));
        show(Credential.apiKey("tg_other"), client);
        show(NONSENSE, client);

        assertThat(verdicts)
                .containsExactly("taken", Rule.TOO_MANY_FAILURES, Rule.UNKNOWN_API_KEY, Rule.TOO_MANY_FAILURES);
    }

    @Test
    void whatCannotBeLookedAtIsCountedLikeTheRest() {
        for (int i = 0; i <= FAILURES; i++) {
            authentication.refuse(Rule.AMBIGUOUS, NONSENSE, client, this::note);
        }

        assertThat(verdicts).containsExactly(Rule.AMBIGUOUS, Rule.AMBIGUOUS, Rule.AMBIGUOUS, Rule.TOO_MANY_FAILURES);
        assertThat(authentication.refusedCount()).isEqualTo(FAILURES + 1);
    }

    @Test
    void whatWaitsToBeCheckedCountsUntilItWasGood() {
        for (int i = 0; i <= FAILURES; i++) {
            show(token("user" + i), client);
        }
        assertThat(verdicts).containsExactly(Rule.TOO_MANY_FAILURES);
        assertThat(elsewhere).hasSize(FAILURES);
        show(token("elsewhere"), address("192.0.2.8"));
        assertThat(elsewhere).hasSize(FAILURES + 1);

        runElsewhere();
        show(token("user9"), client);
        runElsewhere();

        assertThat(verdicts).hasSize(FAILURES + 3).last().isEqualTo("taken");
    }

    @Test
    void whatCouldNotBeCheckedIsNoFailure() {
        isFull = true;
        for (int i = 0; i <= FAILURES; i++) {
            show(token("user" + i), client);
        }

        assertThat(verdicts).hasSize(FAILURES + 1).containsOnly(Rule.TOO_BUSY);
    }

    @Test
    void theAddressesOfOneNetworkFailTogether() {
        for (int i = 1; i <= FAILURES; i++) {
            show(NONSENSE, address("2001:db8::" + i));
        }
        show(NONSENSE, address("2001:db8::9"));
        show(NONSENSE, address("2001:db8:0:1::9"));

        assertThat(verdicts)
                .containsExactly(
                        Rule.MALFORMED, Rule.MALFORMED, Rule.MALFORMED, Rule.TOO_MANY_FAILURES, Rule.MALFORMED);
    }
}
