package io.tickgate.core.feed.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.feed.chart.ChartSettings;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points that are published at any gateway are in the rings of all, and there again after all of them were away. */
class SharedChartsTest {
    private static final String SYMBOL = "0700.HK";
    private static final List<String> TYPES = List.of("ohlcv", "volume", "indicator_KDJ");
    private static final List<String> FIELDS = List.of("open", "high", "low", "close");

    private final SharedModules modules = SharedModules.of(1, 2);

    private static SharedModules small(long seed) {
        return new SharedModules(
                seed,
                3,
                true,
                index -> new SimulationSettings()
                        .loops(2)
                        .seed(seed + index, false)
                        .clustered(index, BackboneUse.REQUIRED)
                        .charts(new ChartSettings(10, 4, 16, 16 << 20, 256 << 10)));
    }

    @Test
    void aPointAtOneGatewayIsKeptAtAll() {
        modules.done(modules.points(0, SYMBOL, SharedModules.point("ohlcv", "close", 100, 1.5)));
        modules.done(modules.points(1, SYMBOL, SharedModules.point("ohlcv", "close", 100, 2.5)));

        assertThat(modules.chart(0, SYMBOL))
                .isEqualTo(modules.chart(1, SYMBOL))
                .contains("2.5")
                .doesNotContain("1.5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void ringsAreEqualAfterRandomWritesOnAllAndAfterARestart(long seed) {
        SharedModules three = small(seed);
        Random random = new Random(seed);
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String[] points = new String[1 + random.nextInt(5)];
            for (int p = 0; p < points.length; p++) {
                // Some older than the oldest that is kept, some of the same time.
                points[p] = SharedModules.point(
                        TYPES.get(random.nextInt(TYPES.size())),
                        FIELDS.get(random.nextInt(FIELDS.size())),
                        Math.max(0, i / 4 + random.nextInt(4) - random.nextInt(random.nextInt(20) == 0 ? 30 : 3)),
                        random.nextInt(1000));
            }
            writes.add(three.points(random.nextInt(3), SYMBOL, points));
            for (int tasks = random.nextInt(40); tasks > 0; tasks--) {
                three.cluster.runOne();
            }
        }
        three.cluster.pass(Duration.ofSeconds(6));

        assertThat(writes).allMatch(CompletableFuture::isDone);
        assertThat(writes)
                .filteredOn(write -> SharedModules.refusal(write) == null)
                .hasSizeGreaterThan(100);
        String ring = three.chart(0, SYMBOL);
        assertThat(ring).contains("ohlcv", "volume", "indicator_KDJ");
        assertThat(three.chart(1, SYMBOL)).isEqualTo(ring);
        assertThat(three.chart(2, SYMBOL)).isEqualTo(ring);
        three.cluster.restart(1);
        three.cluster.run();
        assertThat(three.chart(1, SYMBOL)).isEqualTo(ring);
        three.cluster.restartAll();
        three.cluster.run();
        assertThat(three.chart(0, SYMBOL)).isEqualTo(ring);
        assertThat(three.chart(2, SYMBOL)).isEqualTo(ring);
    }

    @Test
    void digitsThatADoubleCannotHoldSurviveARestart() {
        String exact = "{\"timestamp\":100,\"data_type\":\"trade\",\"value\":0.1234567890123456789}";
        modules.done(modules.points(0, SYMBOL, exact));
        modules.cluster.restartAll();
        modules.cluster.run();

        assertThat(modules.chart(1, SYMBOL)).contains("0.1234567890123456789");
    }

    @Test
    void aRemovalIsToldToAll() {
        modules.done(modules.points(0, SYMBOL, SharedModules.point("ohlcv", "close", 100, 1.5)));

        modules.done(modules.removeChart(1, SYMBOL));
        assertThat(modules.chart(0, SYMBOL)).isEqualTo("[]");
        modules.done(modules.points(1, SYMBOL, SharedModules.point("volume", "v", 50, 2)));
        modules.cluster.restartAll();
        modules.cluster.run();

        assertThat(modules.chart(0, SYMBOL)).contains("volume").doesNotContain("ohlcv");
    }

    @Test
    void whileTheStoreIsAwayPointsAreRefusedAndThoseThatAreThereAreTold() {
        modules.done(modules.points(0, SYMBOL, SharedModules.point("ohlcv", "close", 100, 1.5)));
        modules.cluster.store().goAway();

        CompletableFuture<?> refused = modules.points(1, SYMBOL, SharedModules.point("ohlcv", "close", 101, 2.5));
        modules.cluster.run();

        assertThat(SharedModules.refusal(refused)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(modules.chart(1, SYMBOL)).contains("1.5").doesNotContain("2.5");
        modules.cluster.restart(0);
        modules.cluster.run();
        assertThat(modules.chart(0, SYMBOL)).contains("still being read");
        modules.cluster.store().comeBack();
        modules.cluster.pass(Duration.ofSeconds(1));
        assertThat(modules.chart(0, SYMBOL)).contains("1.5");
    }

    @Test
    void whatAStoreHasLostIsGoneEverywhere() {
        modules.done(modules.points(0, SYMBOL, SharedModules.point("ohlcv", "close", 100, 1.5)));
        modules.cluster.store().wipe();
        modules.cluster.pass(Duration.ofSeconds(1));

        assertThat(modules.chart(0, SYMBOL)).isEqualTo("[]");
        modules.done(modules.points(0, SYMBOL, SharedModules.point("ohlcv", "close", 101, 2.5)));
        assertThat(modules.chart(1, SYMBOL)).contains("2.5").doesNotContain("1.5");
    }
}
