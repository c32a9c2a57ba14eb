package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway tells of its own latency. */
@ParameterizedClass
@EnumSource(Wiring.class)
class LatencyTest {
    private static final String STATUS = "/api/v1/websocket/status";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theStatusTellsEachStageOfEachFamilyThatPublished() {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
        for (int i = 0; i < 20; i++) {
            gateway.broadcast("market_data:" + i, "{}");
            client.read();
        }

        Map<String, Object> latency = Json.child(
                Json.object(gateway.request("GET", STATUS + "?latency=1", "").body()), "latency");

        assertThat(latency).containsOnlyKeys("market_data");
        Map<String, Object> stages = Json.child(latency, "market_data");
        assertThat(stages).containsOnlyKeys("sequenced", "encoded", "written", "total");
        for (String stage : stages.keySet()) {
            Map<String, Object> times = Json.child(stages, stage);
            assertThat(times).containsOnlyKeys("count", "p50", "p99", "p99_9", "max");
            // The end of the last turn may be behind its own publication's arrival.
            assertThat((Long) times.get("count")).as(stage).isBetween(19L, 20L);
            assertThat((Long) times.get("p50")).isBetween(0L, (Long) times.get("max"));
        }
    }

    @Test
    void whoDoesNotAskIsToldNothing() {
        gateway.broadcast("market_data", "{}");

        assertThat(Json.object(gateway.request("GET", STATUS, "").body())).doesNotContainKey("latency");
        assertThat(Json.object(gateway.request("GET", STATUS + "?latency=0", "").body()))
                .doesNotContainKey("latency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "yes", "-1"})
    void anotherWordIsRefusedByItsName(String value) {
        HttpResponse<String> refusal = gateway.request("GET", STATUS + "?latency=" + value, "");

        assertThat(refusal.statusCode()).isEqualTo(422);
        assertThat(refusal.body()).contains("latency");
    }
}
