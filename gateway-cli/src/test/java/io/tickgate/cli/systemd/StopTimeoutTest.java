package io.tickgate.cli.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopTimeoutTest {
    @TempDir
    private Path directory;

    private Path unit(String line) throws Exception {
        return Files.writeString(directory.resolve("a.service"), "[Service]\n" + line + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "TimeoutStopSec=10, 10000",
        "TimeoutStopSec = 1min 30s, 90000",
        "TimeoutSec=2m500ms, 120500",
        "TimeoutStartSec=1, 90000",
        "#TimeoutStopSec=1, 90000"
    })
    void aSpanIsReadAsSystemdReadsIt(String line, long millis) throws Exception {
        assertThat(StopTimeout.of(unit(line)).limit()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinity", "0"})
    void forEverIsEnough(String span) throws Exception {
        StopTimeout timeout = StopTimeout.of(unit("TimeoutStopSec=" + span));

        assertThatCode(() -> timeout.requireAtLeast(Duration.ofDays(1))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "10 parsecs", "s", "9999999999s"})
    void whatIsNoSpanIsNamedWithItsLine(String span) throws Exception {
        Path unit = unit("TimeoutStopSec=" + span);

        assertThatThrownBy(() -> StopTimeout.of(unit))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(unit + ":2: TimeoutStopSec: must be a time span");
    }

    @Test
    void aTimeoutThatIsTooShortIsRefusedWithWhatAStopMayTake() throws Exception {
        StopTimeout timeout = StopTimeout.of(unit("TimeoutStopSec=10s"));

        assertThatCode(() -> timeout.requireAtLeast(Duration.ofSeconds(10))).doesNotThrowAnyException();
        assertThatThrownBy(() -> timeout.requireAtLeast(Duration.ofMillis(10_001)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a.service:2: drain.window: a stop may take 10.001 s")
                .hasMessageContaining("TimeoutStopSec is 10s");
    }

    @Test
    void theShippedUnitWaitsForTheShippedConfiguration() {
        Path unit = Path.of("..", "packaging", "systemd", "gateway.service");

        assertThatCode(() -> StopTimeout.of(unit).requireAtLeast(GatewayConfig.DEFAULT.stopsWithin()))
                .doesNotThrowAnyException();
    }

    @Test
    void aUnitThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> StopTimeout.of(Path.of("no.service")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--unit: cannot read no.service");
    }
}
