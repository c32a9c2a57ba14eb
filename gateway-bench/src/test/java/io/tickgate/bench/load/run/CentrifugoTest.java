package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.result.RunResult;
import org.junit.jupiter.api.Test;

class CentrifugoTest {
    @Test
    void deliveriesThatShareAMessageAreCountedOneByOneAndPingsAreAnswered() throws Exception {
        try (CentrifugoServer server = CentrifugoServer.open()) {
            RunResult result = Runs.of(server.getPort(), "target.dialect", "centrifugo");

            assertThat(result.verdict().text()).doesNotContain("failed");
            assertThat(result.account().isClean()).isTrue();
            assertThat(result.account().delivered()).isEqualTo(400);
        }
    }
}
