package io.tickgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private final Lateness lateness = new Lateness();

    private void read(String payload, long nanos) {
        lateness.accept(payload.getBytes(StandardCharsets.US_ASCII), nanos);
    }

    @Test
    void isTheTimeFromWhenAMessageWasDue() {
        read("{\"type\":\"quote\",\"due\":1000000,\"pad\":\"7\"}", 3_000_000);
        read("{\"data\":{\"due\":1000000}}", 6_000_000);

        assertThat(lateness.take()).isEqualTo("p50 2.00 p99 5.00 max 5.00 ms (2)");
    }

    @Test
    void isFoundBehindWhatOnlyBeginsLikeIt() {
        read("{\"d\":\"\"due\":2000000}", 5_000_000);

        assertThat(lateness.take()).startsWith("p50 3.00 ");
    }

    @Test
    void isOfWhatCameSinceItWasTaken() {
        read("{\"due\":1}", 1_000_001);
        lateness.take();
        read("{\"type\":\"welcome\"}", 1);

        assertThat(lateness.take()).isEqualTo("nothing received");
    }
}
