package io.tickgate.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.SubscriberRegistry;
import io.tickgate.core.session.ResumeTokens.Verdict;
import io.tickgate.core.sim.ManualClock;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTokensTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final UUID ID = new UUID(1, 2);

    private final ManualClock clock = new ManualClock();
    private final ResumeTokens tokens = run(KEY);

    /** One run of a gateway. */
    private ResumeTokens run(byte @Nullable [] key) {
        return new ResumeTokens(key, Duration.ofMinutes(2).toNanos(), 3, new SubscriberRegistry(), clock);
    }

    private void pass(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void aTokenCountsFor120SecondsAfterTheEndOfItsConnectionHoweverOldThatWas() {
        String token = tokens.issue(ID, "u1");
        pass(100_000);
        tokens.onEnd(ID);

        pass(120);
        assertThat(tokens.check(token, "u1")).isEqualTo(Verdict.GOOD);
        pass(1);
        assertThat(tokens.check(token, "u1")).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void aTokenOfAnotherRunCountsFor120SecondsAfterTheStart() {
        String token = tokens.issue(ID, null);
        pass(100_000);
        ResumeTokens next = run(KEY);

        pass(120);
        assertThat(next.check(token, null)).isEqualTo(Verdict.GOOD);
        pass(1);
        assertThat(next.check(token, null)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void aTokenForLaterCountsAtAnotherGatewayAroundThatMoment() {
        ResumeTokens other = run(KEY);
        pass(100_000);
        String token = tokens.issue(ID, null, 600_000);

        assertThat(other.check(token, null)).isEqualTo(Verdict.EXPIRED);
        pass(480);
        assertThat(other.check(token, null)).isEqualTo(Verdict.GOOD);
        pass(240);
        assertThat(other.check(token, null)).isEqualTo(Verdict.GOOD);
        pass(1);
        assertThat(other.check(token, null)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void aYoungTokenCountsAtAnyGatewayWithTheKey() {
        ResumeTokens other = run(KEY);
        pass(100_000);
        String token = tokens.issue(ID, null);

        pass(120);
        assertThat(other.check(token, null)).isEqualTo(Verdict.GOOD);
        pass(1);
        assertThat(other.check(token, null)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void withoutAKeyTokensEndWithTheirRun() {
        String token = run(null).issue(ID, null);

        assertThat(run(null).check(token, null)).isEqualTo(Verdict.FORGED);
        assertThat(run(KEY).check(token, null)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void aTokenIsItsUsersAlone() {
        String ofUser = tokens.issue(ID, "图1");
        String ofNobody = tokens.issue(ID, null);

        assertThat(tokens.check(ofUser, "图1")).isEqualTo(Verdict.GOOD);
        assertThat(tokens.check(ofUser, "u2")).isEqualTo(Verdict.OTHER_USER);
        assertThat(tokens.check(ofUser, null)).isEqualTo(Verdict.OTHER_USER);
        assertThat(tokens.check(ofNobody, "u2")).isEqualTo(Verdict.OTHER_USER);
        assertThat(tokens.check(ofNobody, null)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void noBitOfATokenMayBeAnother() {
        byte[] token = Base64.getUrlDecoder().decode(tokens.issue(ID, "u1"));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] forged = token.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(tokens.check(Base64.getUrlEncoder().encodeToString(forged), "u1"))
                    .as("bit %s", bit)
                    .isEqualTo(Verdict.FORGED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "====", "图", "AQ", "r-1", "null"})
    void whatIsNoTokenIsForged(String text) {
        assertThat(tokens.check(text, null)).isEqualTo(Verdict.FORGED);
        assertThat(tokens.check(text + "A".repeat(8000), null)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void aTokenThatIsCutOrGoesOnIsForged() {
        String token = tokens.issue(ID, null);

        for (int length = 0; length < token.length(); length++) {
            assertThat(tokens.check(token.substring(0, length), null)).isEqualTo(Verdict.FORGED);
        }
        assertThat(tokens.check(token + "AAAA", null)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void theNewestEndsAreRememberedAndNoMore() {
        String first = tokens.issue(new UUID(0, 0), null);
        String last = tokens.issue(new UUID(0, 3), null);
        pass(1000);
        for (int i = 0; i < 4; i++) {
            tokens.onEnd(new UUID(0, i));
        }

        assertThat(tokens.endedCount()).isEqualTo(3);
        assertThat(tokens.check(first, null)).isEqualTo(Verdict.EXPIRED);
        assertThat(tokens.check(last, null)).isEqualTo(Verdict.GOOD);
        pass(121);
        tokens.onEnd(ID);
        assertThat(tokens.endedCount()).isEqualTo(1);
    }
}
