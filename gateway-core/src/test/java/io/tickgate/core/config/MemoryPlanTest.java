package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {
    private static final long MIB = 1 << 20;

    private static MemoryPlan plan(String memory) {
        return MemoryPlan.of(GatewayConfig.of(Map.of("limits.memory", memory)));
    }

    @ParameterizedTest
    @CsvSource({"128MiB, 33, 23", "256MiB, 110, 74", "1GiB, 571, 381"})
    void whatTheRuntimeLeavesIsSharedByHeapAndDirectMemory(String memory, long heapMib, long directMib) {
        MemoryPlan plan = plan(memory);

        assertThat(plan.runtimeBytes()).isEqualTo(72 * MIB);
        assertThat(plan.heapBytes()).isEqualTo(heapMib * MIB);
        assertThat(plan.directBytes()).isEqualTo(directMib * MIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"128MiB", "256MiB", "1GiB", "64GiB"})
    void thePartsAreTheWholeAndBudgetsLeaveASixthToThePools(String memory) {
        MemoryPlan plan = plan(memory);

        assertThat(plan.runtimeBytes() + plan.heapBytes() + plan.directBytes()).isEqualTo(plan.ceilingBytes());
        assertThat(plan.inboundBytesTotal()).isEqualTo(plan.directBytes() / 6);
        assertThat(plan.ingestBytesTotal()).isEqualTo(plan.directBytes() / 12);
        assertThat(plan.historyBytesTotal()).isEqualTo(plan.directBytes() / 6);
        assertThat(plan.outboundBytesTotal()).isEqualTo(plan.directBytes() / 3);
        assertThat(plan.conflationBytesTotal()).isEqualTo(plan.directBytes() / 15);
        assertThat(plan.inboundBytesTotal()
                        + plan.ingestBytesTotal()
                        + plan.historyBytesTotal()
                        + plan.conflationBytesTotal()
                        + plan.outboundBytesTotal())
                .isBetween(plan.directBytes() * 3 / 4, plan.directBytes() * 5 / 6);
    }

    @Test
    void aBudgetThatIsSetIsTaken() {
        MemoryPlan plan = MemoryPlan.of(GatewayConfig.of(Map.of(
                "limits.inbound-bytes-total", "2MiB",
                "limits.ingest-bytes-total", "3MiB",
                "history.bytes-total", "5MiB",
                "outbound.bytes-total", "4MiB")));

        assertThat(plan.inboundBytesTotal()).isEqualTo(2 * MIB);
        assertThat(plan.ingestBytesTotal()).isEqualTo(3 * MIB);
        assertThat(plan.historyBytesTotal()).isEqualTo(5 * MIB);
        assertThat(plan.outboundBytesTotal()).isEqualTo(4 * MIB);
    }

    @Test
    void budgetsThatDoNotFitAreRefusedWhereTheyAreAskedFor(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), "outbound:\n  bytes-total: 64MiB\n");

        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":2: limits.memory: leaves 74 MiB of direct memory, but limits.inbound-bytes-total, "
                        + "limits.ingest-bytes-total, history.bytes-total, outbound.bytes-total and "
                        + "outbound.conflation-bytes-total ask for 99 MiB");
        assertThat(ConfigLoader.load(file, Map.of(), Map.of("limits.memory", "512MiB"))
                        .outbound()
                        .bytesTotal())
                .isEqualTo(64 * MIB);
    }

    @ParameterizedTest
    @CsvSource({
        "256MiB, 256, 256KiB, 64KiB, server.event-loops",
        "256MiB, 32, 4MiB, 64KiB, server.event-loops",
        "128MiB, 2, 256KiB, 16MiB, limits.max-message-bytes"
    })
    void loopsThatCannotHoldWhatTheyStartWithAreRefused(
            String memory, String loops, String turnBytes, String messageBytes, String blamed) {
        Map<String, String> flags = Map.of(
                "limits.memory", memory,
                "server.event-loops", loops,
                "outbound.turn-bytes-max", turnBytes,
                "limits.max-message-bytes", messageBytes);

        assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), flags))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--set: " + blamed)
                .hasMessageContaining("loops")
                .hasMessageContaining("limits.memory");
    }

    @Test
    void loopsThatFitAreTaken() {
        assertThat(MemoryPlan.of(GatewayConfig.of(Map.of("server.event-loops", "29")))
                        .loopCount())
                .isEqualTo(29);
        assertThat(MemoryPlan.of(GatewayConfig.of(Map.of("server.event-loops", "256", "limits.memory", "2GiB")))
                        .loopCount())
                .isEqualTo(256);
    }

    @Test
    void thereIsOneLoopPerProcessorAsFarAsTheyFit() {
        assertThat(MemoryPlan.of(GatewayConfig.DEFAULT, 8).loopCount()).isEqualTo(8);
        assertThat(MemoryPlan.of(GatewayConfig.DEFAULT, 128).loopCount()).isEqualTo(29);
    }

    @Test
    void tablesAreCountedAtTheirLimits() {
        GatewayConfig config = GatewayConfig.of(Map.of(
                "limits.max-topics", "1000",
                "limits.max-connections", "100",
                "limits.max-subscriptions", "10",
                "progress.bytes-total", "2MiB",
                "notifications.max-bytes", "3MiB",
                "notifications.max-read-marks", "50",
                "notifications.max-users", "5"));

        assertThat(MemoryPlan.tableBytesMax(config))
                .isEqualTo(1000 * 400 + 100 * 4096 + 1000 * 120 + 5 * MIB + 50 * 200 + 5 * 8192);
    }

    @Test
    void theDefaultsPromiseAtMostThriceTheHeapAndWhoeverPromisesMoreIsTold() {
        GatewayConfig more = GatewayConfig.of(Map.of("limits.max-connections", "10000"));

        assertThat(plan("256MiB").isOvercommitted(GatewayConfig.DEFAULT)).isFalse();
        assertThat(MemoryPlan.of(more).isOvercommitted(more)).isTrue();
    }

    @Test
    void aPlanIsOneLineForTheLog() {
        assertThat(plan("256MiB"))
                .hasToString(
                        "memory 256 MiB: runtime 72 MiB, heap 110 MiB (charts 36 MiB), direct 74 MiB (outbound 24 MiB, inbound 12 "
                                + "MiB, history 12 MiB, ingest 6 MiB, conflation 4 MiB)");
    }

    @Test
    void chartsMayNotHaveMoreThanThreeQuartersOfTheHeap() {
        assertThat(plan("1GiB").chartsBytesTotal()).isEqualTo(plan("1GiB").heapBytes() / 3);

        assertThatThrownBy(() -> MemoryPlan.of(GatewayConfig.of(Map.of("charts.bytes-total", "100MiB"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("limits.memory")
                .hasMessageContaining("charts.bytes-total");
    }
}
