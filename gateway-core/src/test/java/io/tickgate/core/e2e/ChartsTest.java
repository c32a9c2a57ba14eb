package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wiring.class)
class ChartsTest {
    private static final String CHART = "/api/v1/websocket/charts/0700.HK";
    private static final String CLOSE = "{\"timestamp\":1731144000.0,\"data_type\":\"ohlcv\",\"value\":355.10,"
            + "\"additional_data\":{\"field\":\"close\"}}";
    private static final String KDJ = "{\"timestamp\":1731144000.0,\"data_type\":\"indicator_KDJ_K\",\"value\":65.5,"
            + "\"additional_data\":{\"D\":60.0,\"J\":75.0}}";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring, "charts.max-symbols", "3");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return gateway.http(request.build());
    }

    private HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(gateway.uri(path + "/points"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String query) {
        return send(HttpRequest.newBuilder(gateway.uri(CHART + "/points" + query)));
    }

    @Test
    void pointsPostedByHttpReachASubscriberInTheGuidesShape() {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe_chart\",\"symbol\":\"0700.HK\"}");

        HttpResponse<String> answer =
                post(CHART, "{\"update_type\":\"add\",\"data_points\":[" + CLOSE + "," + KDJ + "]}");
        String text = client.read().text();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.object(answer.body()))
                .containsEntry("success", true)
                .containsEntry("channel", "chart_updates:0700.HK")
                .containsEntry("symbol", "0700.HK")
                .containsEntry("accepted", 2L)
                .containsEntry("offset", 1L)
                .containsEntry("recipient_count", 1L)
                .containsKey("timestamp");
        assertThat(text).contains("\"data_points\":[" + CLOSE + "," + KDJ + "]");
        assertThat(Json.object(text))
                .containsEntry("type", "chart_update")
                .containsEntry("symbol", "0700.HK")
                .containsEntry("update_type", "add")
                .containsEntry("metadata", Map.of("data_types", List.of("ohlcv", "indicator_KDJ_K"), "batch_size", 2L))
                .containsEntry("channel", "chart_updates:0700.HK")
                .containsEntry("offset", 1L)
                .containsKeys("timestamp", "server_time");
    }

    @Test
    void commandsPublishSubscribeWithHistoryAndRemove() {
        RawWebSocket client = gateway.client();

        Map<String, Object> published = client.ask(
                "{\"type\":\"publish_chart\",\"symbol\":\"0700.HK\",\"data_points\":[" + CLOSE + "],\"id\":1}");
        Map<String, Object> confirmed =
                client.ask("{\"type\":\"subscribe_chart\",\"symbol\":\"0700.HK\",\"history\":10,\"id\":\"c1\"}");
        Map<String, Object> history = client.readJson();

        assertThat(published).containsEntry("type", "publish_confirmed").containsEntry("id", 1L);
        assertThat(confirmed)
                .containsEntry("type", "subscription_confirmed")
                .containsEntry("channel", "chart_updates:0700.HK")
                .containsEntry("symbol", "0700.HK")
                .containsEntry("offset", 1L)
                .containsEntry("id", "c1");
        assertThat(history)
                .containsEntry("type", "chart_update")
                .containsEntry("update_type", "batch")
                .doesNotContainKeys("offset", "server_time", "id");
        assertThat(Json.children(history, "data_points")).hasSize(1);
        assertThat(client.ask("{\"type\":\"remove_chart\",\"symbol\":\"0700.HK\",\"id\":2}"))
                .containsEntry("type", "chart_removed")
                .containsEntry("symbol", "0700.HK")
                .containsEntry("id", 2L);
        client.requireQuiet();
    }

    @Test
    void pointsAreReadOldestFirstAndGoWithTheirChart() {
        String thousand = IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> "{\"timestamp\":" + i + ",\"data_type\":\"volume\",\"value\":" + i + "}")
                .collect(Collectors.joining(","));
        assertThat(post(CHART, "{\"data_points\":[" + thousand + "]}").statusCode())
                .isEqualTo(200);
        assertThat(post(CHART, "{\"data_points\":[" + CLOSE + "]}").statusCode())
                .isEqualTo(200);

        Map<String, Object> newest = Json.object(get("?limit=2").body());
        Map<String, Object> from =
                Json.object(get("?data_type=volume&since=999").body());

        assertThat(newest).containsEntry("symbol", "0700.HK");
        assertThat(Json.children(newest, "data_points"))
                .extracting(point -> point.get("data_type"))
                .containsExactly("volume", "ohlcv");
        assertThat(Json.children(from, "data_points")).hasSize(2);
        assertThat(send(HttpRequest.newBuilder(gateway.uri(CHART)).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(Json.children(Json.object(get("").body()), "data_points")).isEmpty();
        assertThat(send(HttpRequest.newBuilder(gateway.uri(CHART)).DELETE()).statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|422|missing_field|/data_points",
                "{\"data_points\":[]}|422|invalid_field|/data_points",
                "{\"data_points\":{}}|422|invalid_field|/data_points",
                "{\"data_points\":[7]}|422|invalid_field|/data_points/0",
                "{\"data_points\":[{\"data_type\":\"trade\",\"value\":1}]}|422|missing_field|/data_points/0/timestamp",
                "{\"update_type\":\"insert\",\"data_points\":[]}|422|invalid_field|/update_type",
                "{\"update_type\":1,\"data_points\":[]}|422|invalid_field|/update_type",
                "{\"data_points\":[NaN]}|400|invalid_json|",
                "[]|422|invalid_message|"
            })
    void aBadBodyIsRefusedByItsField(String body, int status, String code, String pointer) {
        HttpResponse<String> answer = post(CHART, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Json.object(answer.body())).containsEntry("code", code);
        if (pointer != null) {
            assertThat(Json.children(Json.object(answer.body()), "errors").get(0))
                    .containsEntry("pointer", pointer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0,limit",
        "?limit=1001,limit",
        "?limit=x,limit",
        "?since=-1,since",
        "?since=NaN,since",
        "?cursor=x,cursor",
        "?cursor=&since=1,cursor",
        "?data_type=x,data_type"
    })
    void aBadQueryIsRefusedByItsParameter(String query, String name) {
        HttpResponse<String> answer = get(query);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Json.children(Json.object(answer.body()), "errors").get(0)).containsEntry("pointer", "/" + name);
    }

    @Test
    void aFullHouseSaysWhichKeyAndWhenToComeBack() {
        String body = "{\"data_points\":[" + CLOSE + "]}";
        for (String symbol : List.of("A", "B", "C")) {
            assertThat(post("/api/v1/websocket/charts/" + symbol, body).statusCode())
                    .isEqualTo(200);
        }

        HttpResponse<String> refused = post("/api/v1/websocket/charts/D", body);
        HttpResponse<String> badSymbol = post("/api/v1/websocket/charts/a%20b", body);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).contains("charts.max-symbols");
        assertThat(badSymbol.statusCode()).isEqualTo(422);
        assertThat(badSymbol.body()).contains("\"pointer\":\"/symbol\"");
    }
}
