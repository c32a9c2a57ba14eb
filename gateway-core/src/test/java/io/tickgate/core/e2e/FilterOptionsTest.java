package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which publications, and which part of each: filters and views over real sockets. */
@ParameterizedClass
@EnumSource(Wiring.class)
class FilterOptionsTest {
    private static final String JSON = "gateway.v1.json";
    private static final String MSGPACK = "gateway.v1.msgpack";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;
    private final List<OptionsClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        gateway = TestGateway.start(
                wiring,
                "channels.market_data.indexed",
                "symbol, volume",
                "channels.market_data.views",
                "lite",
                "channels.market_data.views.lite",
                "symbol, last");
    }

    @AfterEach
    void stop() {
        clients.forEach(client -> client.socket.abort());
        gateway.close();
    }

    private OptionsClient connect(String protocol) throws Exception {
        OptionsClient client = OptionsClient.connect(gateway, protocol);
        clients.add(client);
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, MSGPACK})
    void aFilterAndAViewBringAPartOfSomePublications(String protocol) throws Exception {
        List<Object> filter = List.of("and", List.of("gt", "volume", 100), List.of("prefix", "symbol", "07"));
        gateway.broadcast("market_data:A", quote("0700", 500));
        gateway.broadcast("market_data:A", quote("0700", 7));
        OptionsClient client = connect(protocol);

        client.send(
                protocol,
                Map.of(
                        "type",
                        "subscribe",
                        "channel",
                        "market_data:A",
                        "options",
                        Map.of("filter", filter, "view", "lite", "rewind", Map.of("last", 5))));
        Map<String, Object> confirmed = client.next();
        Map<String, Object> past = client.next();
        gateway.broadcast("market_data:A", quote("0005", 500));
        gateway.broadcast("market_data:A", quote("0711", 101));
        Map<String, Object> live = client.next();

        Map<String, Object> granted = Json.child(confirmed, "granted");
        assertThat(granted).containsEntry("gapless", false).containsEntry("view", "lite");
        assertThat(granted.get("filter")).hasToString("[and, [gt, volume, 100], [prefix, symbol, 07]]");
        assertThat(past).containsEntry("offset", 1L);
        assertThat(live)
                .containsEntry("offset", 4L)
                .containsEntry("symbol", "0711")
                .containsOnlyKeys("type", "symbol", "last", "channel", "offset", "server_time", "timestamp");
        assertThat(gateway.broadcast("market_data:A", quote("0700", 1))).containsEntry("recipient_count", 1L);
    }

    private static String quote(String symbol, int volume) {
        return "{\"type\":\"quote\",\"symbol\":\"" + symbol + "\",\"last\":1.5,\"volume\":" + volume + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, MSGPACK})
    void aFilterThatIsNoneSaysWhereAndTheConnectionLivesOn(String protocol) throws Exception {
        OptionsClient client = connect(protocol);

        client.send(protocol, filtered(List.of("and", List.of("gt", "volume", true))));
        client.send(protocol, filtered(List.of("or", List.of("exists", "symbol"), List.of("exists", "bid"))));
        client.send(
                protocol,
                Map.of("type", "subscribe", "channel", "market_data", "options", Map.of("view", "none"), "id", 3));
        client.send(protocol, filtered(List.of("exists", "symbol")));

        assertThat(client.next())
                .containsEntry("code", "invalid_filter")
                .containsEntry("field", "options.filter[1][2]")
                .containsEntry("id", 3L);
        assertThat(client.next())
                .containsEntry("code", "invalid_filter")
                .containsEntry("field", "options.filter[2][1]");
        assertThat(client.next()).containsEntry("code", "invalid_field").containsEntry("field", "options.view");
        assertThat(client.next()).containsEntry("type", "subscription_confirmed");
    }

    private static Map<String, Object> filtered(List<Object> filter) {
        return Map.of("type", "subscribe", "channel", "market_data", "options", Map.of("filter", filter), "id", 3);
    }
}
