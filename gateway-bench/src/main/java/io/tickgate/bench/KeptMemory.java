package io.tickgate.bench;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.producer.Notice;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.producer.ProgressUpdate;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench kept-memory}. */
@Command(
        name = "kept-memory",
        description = {
            "Fills a gateway in this process with back-tests and with notifications and prints what the heap grew by, beside "
                    + "what it counts."
        })
final class KeptMemory implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BACKTESTS", description = "How many back-tests.")
    private int tasks;

    @Parameters(index = "1", paramLabel = "NOTIFICATIONS", description = "How many notifications.")
    private int notifications;

    /** @throws IOException when the gateway cannot listen */
    @Override
    public Integer call() throws IOException, InterruptedException {
        GatewayConfig config = GatewayConfig.of(Map.of(
                "server.port", "0",
                "channels.backtest_progress.history.size", "0",
                "channels.notifications.history.size", "0"));
        try (Gateway gateway = Gateway.start(config)) {
            Producer producer = gateway.producer();
            long before = Figures.usedHeapBytes();
            for (int i = 0; i < tasks; i++) {
                producer.progress("backtest_" + i, running(i))
                        .toCompletableFuture()
                        .join();
            }
            long withTasks = Figures.usedHeapBytes();
            print("back-tests", tasks, withTasks - before, Figures.ofStatus(gateway.port(), "backtest_bytes"));
            for (int i = 0; i < notifications; i++) {
                producer.notify(notice(i)).toCompletableFuture().join();
            }
            print(
                    "notifications",
                    notifications,
                    Figures.usedHeapBytes() - withTasks,
                    Figures.ofStatus(gateway.port(), "notification_bytes"));
        }
        return 0;
    }

    private static ProgressUpdate running(int number) {
        return ProgressUpdate.running(number % 100)
                .step("Calculating the indicators")
                .totalSteps(10)
                .message("0700.HK, daily bars, KDJ(9,3,3)")
                .data(Map.of("trades", number, "total_return", number / 1000.0, "symbol", "0700.HK"));
    }

    private static Notice notice(int number) {
        return new Notice(
                        "backtest_completed",
                        "Back-test " + number + " is done",
                        "0700.HK from 2020 to 2025: 132 trades, 12.5 percent a year")
                .metadata(Map.of("task_id", "backtest_" + number, "total_return", number / 1000.0));
    }

    private static void print(String what, int count, long grownBytes, long countedBytes) {
        System.out.printf(
                Locale.ROOT,
                "%d %s: heap grew by %.1f MiB, %.0f bytes each; the gateway counts %.1f MiB%n",
                count,
                what,
                grownBytes / 1048576.0,
                (double) grownBytes / count,
                countedBytes / 1048576.0);
    }
}
