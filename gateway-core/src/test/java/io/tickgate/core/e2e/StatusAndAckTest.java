package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wiring.class)
class StatusAndAckTest {
    @Parameter
    Wiring wiring;

    @Test
    void whatIsNotAcknowledgedComesAgainAndThenTheConnectionEnds() {
        try (TestGateway gateway = TestGateway.start(wiring, "timeouts.ack", "200ms")) {
            RawWebSocket client = gateway.client();
            client.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\",\"ack\":true}");
            gateway.broadcast("notifications", "{\"type\":\"a\"}");
            ServerFrame first = client.read();

            assertThat(client.read().payload()).isEqualTo(first.payload());
            Map<String, Object> confirmed = client.ask("{\"type\":\"ack\",\"channel\":\"notifications\",\"offset\":1}");
            assertThat(confirmed).containsEntry("type", "ack_confirmed").containsEntry("offset", 1L);
            gateway.broadcast("notifications", "{\"type\":\"b\"}");
            for (int i = 0; i < 4; i++) {
                assertThat(client.readJson()).containsEntry("type", "b").containsEntry("offset", 2L);
            }
            assertThat(client.readClose()).isEqualTo(4002);
        }
    }

    @Test
    void theStatusComesAtOnceAgainAndAgainAndWithWhatWasPosted() {
        try (TestGateway gateway = TestGateway.start(wiring, "status-feed.interval", "200ms")) {
            RawWebSocket client = gateway.client();
            client.ask("{\"type\":\"subscribe\",\"channel\":\"system_status\"}");

            Map<String, Object> greeting = client.readJson();
            assertThat(greeting).containsEntry("type", "system_status_update").doesNotContainKey("offset");
            Map<String, Object> status = Json.child(greeting, "status");
            assertThat(status).containsEntry("active_connections", 1L).containsEntry("active_backtests", 0L);
            assertThat((BigDecimal) status.get("memory_usage")).isGreaterThan(BigDecimal.TEN);
            assertThat(client.readJson()).containsEntry("offset", 1L);

            HttpResponse<String> answer = post(gateway, "{\"status\":{\"cpu_usage\":45.50}}");
            assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
            assertThat(Json.object(answer.body()))
                    .containsEntry("success", true)
                    .containsEntry("recipient_count", 1L);
            Object offset = Json.object(answer.body()).get("offset");
            Map<String, Object> update = client.readJson();
            while (!update.get("offset").equals(offset)) {
                update = client.readJson();
            }
            assertThat(Json.child(update, "status")).containsEntry("cpu_usage", new BigDecimal("45.50"));

            HttpResponse<String> refused = post(gateway, "{\"status\":{\"cpu_usage\":\"high\"}}");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("\"pointer\":\"/status/cpu_usage\"", "invalid_field");
        }
    }

    private static HttpResponse<String> post(TestGateway gateway, String body) {
        return gateway.request("POST", "/api/v1/websocket/system-status", body);
    }
}
