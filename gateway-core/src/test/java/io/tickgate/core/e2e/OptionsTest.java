package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of subscribe, over real sockets, with the JDK's client and decoders that are not the gateway's. */
@ParameterizedClass
@EnumSource(Wiring.class)
class OptionsTest {
    private static final String JSON = "gateway.v1.json";
    private static final String MSGPACK = "gateway.v1.msgpack";

    @Parameter
    Wiring wiring;

    private TestGateway gateway;
    private final List<OptionsClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        gateway = TestGateway.start(
                wiring, "limits.max-snapshot-channels", "40", "channels.market_data.history.size", "5");
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
    void aSnapshotOfOneChannelIsItsNewestPublication(String protocol) throws Exception {
        gateway.broadcast("market_data:A", "{\"type\":\"quote\",\"price\":1.5}");
        gateway.broadcast("market_data:A", "{\"type\":\"quote\",\"price\":2.5}");
        OptionsClient client = connect(protocol);

        client.send(
                protocol, Map.of("type", "subscribe", "channel", "market_data:A", "options", Map.of("snapshot", true)));
        Map<String, Object> confirmed = client.next();
        Map<String, Object> newest = client.next();
        gateway.broadcast("market_data:A", "{\"type\":\"quote\",\"price\":3.5}");
        Map<String, Object> live = client.next();

        assertThat(confirmed)
                .containsEntry("type", "subscription_confirmed")
                .containsEntry("offset", 2L)
                .containsEntry("granted", Map.of("snapshot", true, "gapless", true));
        assertThat(newest.get("price")).hasToString("2.5");
        assertThat(newest).containsEntry("offset", 2L);
        assertThat(live).containsEntry("offset", 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, MSGPACK})
    void aWatchListIsReplacedAndOnlyWhatIsAddedIsSnapshot(String protocol) throws Exception {
        gateway.broadcast("market_data:A", "{\"n\":1}");
        gateway.broadcast("market_data:B", "{\"n\":2}");
        gateway.broadcast("market_data:C", "{\"n\":3}");
        OptionsClient client = connect(protocol);
        client.send(
                protocol, Map.of("type", "subscribe", "channels", List.of("market_data:A", "market_data:B"), "id", 1));
        client.next();

        client.send(
                protocol,
                Map.of(
                        "type",
                        "set_channels",
                        "family",
                        "market_data",
                        "channels",
                        List.of("market_data:B", "market_data:C"),
                        "options",
                        Map.of("snapshot", true),
                        "id",
                        2));
        Map<String, Object> set = client.next();
        Map<String, Object> newest = client.next();
        gateway.broadcast("market_data:A", "{\"n\":4}");
        gateway.broadcast("market_data:B", "{\"n\":5}");

        assertThat(set)
                .containsOnlyKeys("type", "family", "added", "removed", "timestamp", "id")
                .containsEntry("type", "channels_set")
                .containsEntry("family", "market_data")
                .containsEntry("removed", List.of("market_data:A"))
                .containsEntry("id", 2L);
        assertThat(Json.children(set, "added")).hasSize(1);
        assertThat(Json.children(set, "added").get(0))
                .containsEntry("channel", "market_data:C")
                .containsEntry("offset", 1L)
                .containsEntry("granted", Map.of("snapshot", true, "gapless", true));
        assertThat(newest).containsEntry("n", 3L).containsEntry("channel", "market_data:C");
        assertThat(client.next()).containsEntry("n", 5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, MSGPACK})
    void aSnapshotOfAFamilyComesOnPages(String protocol) throws Exception {
        String padding = "x".repeat(9_000);
        for (int i = 0; i < 30; i++) {
            gateway.broadcast("market_data:" + i, "{\"type\":\"quote\",\"n\":" + i + ",\"p\":\"" + padding + "\"}");
        }
        OptionsClient client = connect(protocol);

        client.send(
                protocol, Map.of("type", "subscribe", "channel", "market_data", "options", Map.of("snapshot", true)));
        Map<String, Object> confirmed = client.next();
        Map<String, Object> values = new HashMap<>();
        long pages = 0;
        for (boolean last = false; !last; ) {
            Map<String, Object> page = client.next();
            assertThat(page)
                    .containsEntry("type", "snapshot")
                    .containsEntry("channel", "market_data")
                    .containsEntry("page", ++pages);
            Json.children(page, "items").forEach(item -> {
                Map<String, Object> message = Json.child(item, "message");
                assertThat(message)
                        .containsEntry("channel", item.get("channel"))
                        .containsEntry("offset", 1L);
                values.put((String) item.get("channel"), message.get("n"));
            });
            last = (Boolean) page.get("last");
        }
        gateway.broadcast("market_data:7", "{\"type\":\"quote\"}");
        gateway.broadcast("market_data:NEW", "{\"type\":\"quote\"}");

        assertThat(confirmed).containsEntry("granted", Map.of("snapshot", true, "gapless", true));
        assertThat(pages).isGreaterThan(3);
        assertThat(values).hasSize(30);
        values.forEach((channel, n) -> assertThat(channel).isEqualTo("market_data:" + n));
        assertThat(client.next()).containsEntry("channel", "market_data:7").containsEntry("offset", 2L);
        assertThat(client.next()).containsEntry("channel", "market_data:NEW").containsEntry("offset", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, MSGPACK})
    void aListIsRewoundChannelByChannel(String protocol) throws Exception {
        for (int i = 0; i < 8; i++) {
            gateway.broadcast("market_data:A", "{}");
        }
        gateway.broadcast("notifications", "{}");
        OptionsClient client = connect(protocol);

        client.send(
                protocol,
                Map.of(
                        "type", "subscribe",
                        "channels", List.of("market_data:A", "notifications"),
                        "options", Map.of("rewind", Map.of("last", 6))));
        Map<String, Object> confirmed = client.next();
        List<Object> offsets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Map<String, Object> publication = client.next();
            offsets.add(publication.get("channel") + "@" + publication.get("offset"));
        }

        assertThat(Json.children(confirmed, "channels"))
                .extracting(line -> line.get("granted"))
                .containsExactly(
                        Map.of("rewind", Map.of("last", 5L), "gapless", true),
                        Map.of("rewind", Map.of("last", 1L), "gapless", true));
        assertThat(offsets)
                .containsExactlyInAnyOrder(
                        "market_data:A@4",
                        "market_data:A@5",
                        "market_data:A@6",
                        "market_data:A@7",
                        "market_data:A@8",
                        "notifications@1");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.v1.json, max_kbps, 5, options.max_kbps",
        "gateway.v1.msgpack, max_hz, -5, options.max_hz",
        "gateway.v1.json, snapshot, 1, options.snapshot",
        "gateway.v1.msgpack, snapshot, 1, options.snapshot",
        "gateway.v1.json, rewind, 10, options.rewind",
        "gateway.v1.msgpack, rewind, 10, options.rewind"
    })
    void anOptionThatIsNoneRefusesTheWholeCommand(String protocol, String name, int value, String field)
            throws Exception {
        OptionsClient client = connect(protocol);

        client.send(
                protocol,
                Map.of("type", "subscribe", "channel", "market_data", "id", 7, "options", Map.of(name, value)));

        assertThat(client.next())
                .containsEntry("type", "error")
                .containsEntry("code", "invalid_field")
                .containsEntry("field", field)
                .containsEntry("id", 7L);
        assertThat(gateway.broadcast("market_data", "{}")).containsEntry("recipient_count", 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, MSGPACK})
    void aSlowScreenGetsTheNewestOfEachChannelAndIsToldHowManyItStandsFor(String protocol) throws Exception {
        OptionsClient client = connect(protocol);
        Map<String, Object> options = Map.of("max_hz", 3, "counts", true);
        client.send(protocol, Map.of("type", "subscribe", "channel", "market_data", "options", options));
        Map<?, ?> granted = (Map<?, ?>) client.next().get("granted");
        assertThat(((Number) granted.get("max_hz")).doubleValue()).isEqualTo(2);
        assertThat(granted.get("counts")).isEqualTo(true);
        assertThat(granted.get("gapless")).isEqualTo(false);

        for (int i = 1; i <= 50; i++) {
            gateway.broadcast("market_data:A", "{\"n\":" + i + "}");
        }
        List<Long> offsets = new ArrayList<>();
        long updates = 0;
        while (offsets.isEmpty() || offsets.get(offsets.size() - 1) < 50) {
            Map<String, Object> quote = client.next();
            offsets.add((Long) quote.get("offset"));
            updates += (Long) quote.get("update_count");
        }

        assertThat(offsets).isSorted().doesNotHaveDuplicates().hasSizeLessThan(50);
        assertThat(updates).isEqualTo(50);
        assertThat(offsets.get(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, MSGPACK})
    void aPausedPageIsAnsweredAndGetsNothingUntilItIsShown(String protocol) throws Exception {
        OptionsClient client = connect(protocol);
        client.send(protocol, Map.of("type", "subscribe", "channel", "market_data"));
        client.next();
        client.send(protocol, Map.of("type", "set_limits", "max_kbps", 0, "id", 1));
        Map<String, Object> limits = client.next();
        for (int i = 1; i <= 5; i++) {
            gateway.broadcast("market_data:A", "{\"n\":" + i + "}");
        }
        client.send(protocol, Map.of("type", "ping"));
        Map<String, Object> pong = client.next();
        client.send(protocol, Map.of("type", "set_limits"));

        assertThat(limits)
                .containsEntry("type", "limits")
                .containsEntry("granted", Map.of("max_kbps", 0L))
                .containsEntry("caps", Map.of());
        assertThat(pong).containsEntry("type", "pong");
        assertThat(client.next()).containsEntry("type", "limits").containsEntry("granted", Map.of());
        assertThat(client.next())
                .containsEntry("type", "lag")
                .containsEntry("reason", "conflated")
                .containsEntry("dropped", 4L);
        assertThat(client.next()).containsEntry("offset", 5L);
    }

    @Test
    void whatIsAStreamIsNotConflated() throws Exception {
        OptionsClient client = connect(JSON);

        client.send(
                JSON,
                Map.of(
                        "type",
                        "subscribe",
                        "channels",
                        List.of("market_data:A", "notifications"),
                        "options",
                        Map.of("max_hz", 5)));

        assertThat(client.next())
                .containsEntry("code", "conflation_not_allowed")
                .containsEntry("field", "channels[1]")
                .containsEntry("channel", "notifications");
    }

    @Test
    void aFamilyThatIsTooLargeIsRefusedWithItsCount() throws Exception {
        for (int i = 0; i < 41; i++) {
            gateway.broadcast("market_data:" + i, "{}");
        }
        OptionsClient client = connect(JSON);

        client.send(JSON, Map.of("type", "subscribe", "channel", "market_data", "options", Map.of("snapshot", true)));

        Map<String, Object> error = client.next();
        assertThat(error).containsEntry("code", "snapshot_too_large").containsEntry("field", "options.snapshot");
        assertThat((String) error.get("error")).contains("41 channels");
    }

    @Test
    void aTaskThatWasDeletedIsNoSnapshotAnyMore() throws Exception {
        for (String task : List.of("kept", "gone")) {
            gateway.request("POST", "/api/v1/websocket/backtests/" + task + "/progress", "{\"progress\":5}");
        }
        gateway.request("DELETE", "/api/v1/websocket/backtests/gone", "");
        OptionsClient client = connect(JSON);

        Map<String, Object> options = Map.of("snapshot", true);
        client.send(JSON, Map.of("type", "subscribe", "channel", "backtest_progress:kept", "options", options));
        assertThat(client.next()).containsEntry("granted", Map.of("snapshot", true, "gapless", true));
        assertThat(client.next())
                .containsEntry("type", "backtest_progress_update")
                .containsEntry("task_id", "kept");
        client.send(JSON, Map.of("type", "subscribe", "channel", "backtest_progress:gone", "options", options));
        assertThat(client.next()).containsEntry("granted", Map.of("snapshot", false, "gapless", true));
        client.send(JSON, Map.of("type", "subscribe", "channel", "backtest_progress", "options", options));
        assertThat(client.next()).containsEntry("granted", Map.of("snapshot", true, "gapless", true));
        List<Object> tasks = new ArrayList<>();
        for (boolean last = false; !last; ) {
            Map<String, Object> page = client.next();
            Json.children(page, "items").forEach(item -> tasks.add(item.get("channel")));
            last = (Boolean) page.get("last");
        }
        assertThat(tasks).containsExactly("backtest_progress:kept");
    }
}
