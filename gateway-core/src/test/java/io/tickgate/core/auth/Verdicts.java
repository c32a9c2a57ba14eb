package io.tickgate.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What a verifier says of a token at {@link #NOW}, at once. */
final class Verdicts {
    /** Unix time in seconds. */
    static final long NOW = 1_800_000_000L;

    private Verdicts() {}

    static Verdict verify(TokenVerifier verifier, String token) {
        List<Verdict> verdicts = new ArrayList<>();
        verifier.verify(token, NOW * 1_000, Runnable::run, verdicts::add);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    static Rule rule(TokenVerifier verifier, String token) {
        Verdict verdict = verify(verifier, token);
        assertThat(verdict).as("%s", token).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).rule();
    }

    static Principal principal(TokenVerifier verifier, String token) {
        Verdict verdict = verify(verifier, token);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).principal();
    }
}
