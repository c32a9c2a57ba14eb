package io.tickgate.bench;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.producer.Notice;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.producer.ProgressUpdate;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * Fills a gateway in this process with back-tests and with notifications and prints what the heap grew by, beside what the
 * gateway counts.
 *
 * <p>Arguments: back-tests, notifications.
 */
public final class KeptMemory {
    private KeptMemory() {}

    /** @throws IOException when the gateway cannot listen */
    public static void main(String[] args) throws IOException, InterruptedException {
        int tasks = Integer.parseInt(args[0]);
        int notifications = Integer.parseInt(args[1]);
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
