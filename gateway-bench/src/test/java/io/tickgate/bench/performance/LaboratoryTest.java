package io.tickgate.bench.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaboratoryTest {
    @TempDir
    private Path directory;

    private Laboratory whereTheGatewayPrints(String text) throws IOException {
        for (String name : List.of("gateway", "pushload", "rawfan")) {
            Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\necho '" + text + "'\nexit 1\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        return new Laboratory(new Programs(directory.resolve("gateway"), directory, null), directory, 1, 0);
    }

    @Test
    void aKernelWithoutIoUringIsSkipped() throws IOException {
        try (Laboratory laboratory = whereTheGatewayPrints("server.transport: io_uring is not available")) {
            assertThatThrownBy(() -> laboratory.fresh(Contestant.GATEWAY_URING))
                    .isInstanceOf(Laboratory.Skipped.class)
                    .hasMessage("not offered here");
        }
    }

    @Test
    void aGatewayThatFailsOtherwiseIsAFault() throws IOException {
        try (Laboratory laboratory = whereTheGatewayPrints("OutOfMemoryError")) {
            assertThatThrownBy(() -> laboratory.fresh(Contestant.GATEWAY_URING))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Laboratory.Skipped.class)
                    .hasMessageContaining("gateway-uring.log");
        }
    }
}
