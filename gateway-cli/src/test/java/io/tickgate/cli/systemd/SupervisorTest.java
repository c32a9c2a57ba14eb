package io.tickgate.cli.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.time.SystemClock;
import io.tickgate.protocol.message.CloseCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisorTest {
    private static final long PID = 4711;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = Gateway.start(GatewayConfig.of(Map.of("server.port", "0", "drain.window", "2s")));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Supervisor supervisor(FakeSystemd systemd, String... environment) {
        Map<String, String> all = new HashMap<>(Map.of("NOTIFY_SOCKET", systemd.address()));
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        return Supervisor.of(all, PID, new SystemClock());
    }

    @Test
    void readinessIsToldAtAPath(@TempDir Path directory) throws Exception {
        try (FakeSystemd systemd = FakeSystemd.at(directory);
                Supervisor supervisor = supervisor(systemd)) {
            supervisor.onReady(gateway);

            assertThat(systemd.next("")).isEqualTo("READY=1\nSTATUS=ready");
        }
    }

    @Test
    void theWatchdogIsFedWhileTheLoopsComeRound() throws Exception {
        try (FakeSystemd systemd = FakeSystemd.abstractly();
                Supervisor supervisor = supervisor(systemd, "WATCHDOG_USEC", "400000", "WATCHDOG_PID", "4711")) {
            supervisor.onReady(gateway);

            systemd.next("READY=1");
            for (int i = 0; i < 3; i++) {
                assertThat(systemd.next("WATCHDOG=1")).isEqualTo("WATCHDOG=1");
            }
        }
    }

    @Test
    void aReloadIsToldWithTheTimeAtWhichItBeganAndItsEnd() throws Exception {
        try (FakeSystemd systemd = FakeSystemd.abstractly();
                Supervisor supervisor = supervisor(systemd)) {
            long beforeMicros = System.nanoTime() / 1_000;
            supervisor.onReloading();
            supervisor.onReloaded();

            String[] reloading = systemd.next("RELOADING=1").split("\n", -1);
            assertThat(reloading).hasSize(2);
            assertThat(Long.parseLong(reloading[1].substring("MONOTONIC_USEC=".length())))
                    .isBetween(beforeMicros, System.nanoTime() / 1_000);
            assertThat(systemd.next("")).isEqualTo("READY=1");
        }
    }

    @Test
    void aStopThatAnOperatorAskedForIsToldWithTheTimeThatItMayTakeAndWhatIsLeft() throws Exception {
        try (FakeSystemd systemd = FakeSystemd.abstractly();
                Supervisor supervisor = supervisor(systemd)) {
            supervisor.onReady(gateway);
            systemd.next("READY=1");

            gateway.drain(CloseCode.SERVICE_RESTART);

            // 2 s and a tenth, timeouts.shutdown of 4 s, and 2 s.
            assertThat(systemd.next("STOPPING=1")).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=8200000");
            assertThat(systemd.next("STATUS=")).startsWith("STATUS=draining, 0 connections, ");
        }
    }

    @Test
    void aSocketThatIsNotThereStopsNobody() {
        try (Supervisor supervisor =
                Supervisor.of(Map.of("NOTIFY_SOCKET", "/nowhere/notify"), PID, new SystemClock())) {
            supervisor.onReady(gateway);
            supervisor.onReloading();
            supervisor.onReloaded();
            supervisor.onStopping();
        }
    }
}
