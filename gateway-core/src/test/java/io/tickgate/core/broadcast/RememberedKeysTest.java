package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many keys one gateway remembers, and for how long. */
class RememberedKeysTest {
    private static final Duration MOMENT = Duration.ofNanos(1);

    private Simulation simulation = new Simulation(new SimulationSettings().idempotencyKeysMax(3));

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private Reply publish(String channel, String key) {
        Reply reply = new Reply();
        simulation.publish(0, channel, Bodies.json("p"), PublishOptions.NONE.withIdempotencyKey(key), reply);
        simulation.loops().runAll();
        return reply;
    }

    @Test
    void aKeyIsForgottenWhenItsTimeIsOverAndARepetitionDoesNotProlongThat() {
        publish("market_data:A", "k");

        simulation.clock().advance(SimulationSettings.IDEMPOTENCY_TTL.minus(MOMENT));
        assertThat(publish("market_data:A", "k").isDuplicate()).isTrue();
        simulation.clock().advance(MOMENT);
        Reply late = publish("market_data:A", "k");

        assertThat(late.isDuplicate()).isFalse();
        assertThat(late.offset()).isEqualTo(2);
        assertThat(publish("market_data:A", "k").offset()).isEqualTo(2);
        assertThat(simulation.counter(Counter.IDEMPOTENCY_KEYS)).isEqualTo(1);
        assertThat(simulation.counter(Counter.IDEMPOTENCY_KEYS_EVICTED)).isZero();
    }

    @Test
    void whatIsOverMakesRoomThoughNoOtherKeyComes() {
        publish("market_data:A", "k");
        assertThat(simulation.counter(Counter.IDEMPOTENCY_KEYS)).isEqualTo(1);

        simulation.clock().advance(SimulationSettings.IDEMPOTENCY_TTL);
        simulation.tick();
        simulation.loops().runAll();

        assertThat(simulation.counter(Counter.IDEMPOTENCY_KEYS)).isZero();
    }

    @Test
    void atTheLimitTheOldestIsForgottenWhoeversItIs() {
        publish("market_data:A", "1");
        publish("market_data:B", "2");
        publish("market_data:A", "3");
        assertThat(simulation.counter(Counter.IDEMPOTENCY_KEYS)).isEqualTo(3);

        publish("market_data:B", "4");

        assertThat(simulation.counter(Counter.IDEMPOTENCY_KEYS)).isEqualTo(3);
        assertThat(simulation.counter(Counter.IDEMPOTENCY_KEYS_EVICTED)).isEqualTo(1);
        assertThat(publish("market_data:B", "2").isDuplicate()).isTrue();
        assertThat(publish("market_data:A", "3").isDuplicate()).isTrue();
        assertThat(publish("market_data:B", "4").isDuplicate()).isTrue();
        assertThat(publish("market_data:A", "1").isDuplicate()).isFalse();
    }

    @Test
    void aChannelThatIsDroppedAndComesBackStillKnowsItsKeys() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().topics(1000, Duration.ofSeconds(10)));
        long first = publish("backtest_progress:x", "k").offset();

        simulation.clock().advance(Duration.ofSeconds(11));
        for (int i = 0; i < 20; i++) {
            simulation
                    .loop(0)
                    .execute(() -> simulation
                            .engine()
                            .collectIdleTopics(simulation.clock().nanoTime()));
            simulation.loops().runAll();
        }
        assertThat(simulation.engine().directory().find("backtest_progress:x")).isNull();
        Reply again = publish("backtest_progress:x", "k");

        assertThat(again.isDuplicate()).isTrue();
        assertThat(again.offset()).isEqualTo(first);
    }

    private CompletableFuture<Publisher.Published> fromInside(String key) {
        CompletableFuture<Publisher.Published> published = simulation
                .engine()
                .publisher()
                .publish(
                        "market_data",
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                        PublishOptions.NONE.withIdempotencyKey(key))
                .toCompletableFuture();
        simulation.loops().runAll();
        return published;
    }

    @Test
    void aProgramHearsThatItsPublicationIsARepetition() {
        assertThat(fromInside("k")).isCompletedWithValue(new Publisher.Published(1, 0));
        assertThat(fromInside("k")).isCompletedWithValue(new Publisher.Published(1, 0, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "two words", "a\u200bb", "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void aProgramsBadKeyIsRefusedByName(String key) {
        assertThatThrownBy(fromInside(key)::join).cause().isInstanceOfSatisfying(PublishException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
            assertThat(e.field()).isEqualTo("idempotency_key");
            assertThat(e.rule()).contains("1 to 64 characters");
        });
    }
}
