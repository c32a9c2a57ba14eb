package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.websocket.ClientFrames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that come all at once: each is served in full and in order, however long it has to wait for its turn. */
class CrowdTest {
    private static final int CLIENTS = 200;
    private static final int MISSED = 50;
    private static final String CHANNEL = "chart_updates:CROWD";

    @ParameterizedTest
    @EnumSource(Wiring.class)
    void everybodyIsWelcomedAnsweredInOrderAndGetsAllThatWasMissed(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(
                wiring,
                "limits.max-connections-per-ip",
                Integer.toString(CLIENTS + 10),
                "limits.max-http-connections-per-ip",
                Integer.toString(CLIENTS + 10))) {
            RawWebSocket first = gateway.client();
            Map<String, Object> confirmed = first.ask("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}");
            for (int i = 0; i < MISSED; i++) {
                first.text("{\"type\":\"publish\",\"channel\":\"" + CHANNEL + "\",\"message\":{\"n\":" + i + "}}");
            }
            first.readJson(2 * MISSED);

            List<RawWebSocket> crowd = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                crowd.add(gateway.unopened(0));
            }
            crowd.forEach(client -> client.send(RawWebSocket.upgradeRequest()));
            crowd.forEach(client -> {
                assertThat(client.readHttp().status()).isEqualTo(101);
                assertThat(client.readJson()).containsEntry("type", "connection_established");
            });
            crowd.forEach(client -> client.send(
                    ClientFrames.text("{\"type\":\"ping\",\"id\":\"1\"}"),
                    ClientFrames.text("{\"type\":\"subscribe\",\"id\":\"2\",\"channel\":\"" + CHANNEL
                            + "\",\"since\":{\"epoch\":\"" + confirmed.get("epoch") + "\",\"offset\":0}}"),
                    ClientFrames.text("{\"type\":\"ping\",\"id\":\"3\"}")));

            for (RawWebSocket client : crowd) {
                List<Object> answers = new ArrayList<>();
                List<Object> offsets = new ArrayList<>();
                for (Map<String, Object> message : client.readJson(3 + MISSED)) {
                    if (message.containsKey("id")) {
                        answers.add(message.get("id"));
                    } else {
                        offsets.add(message.get("offset"));
                    }
                }
                assertThat(answers).containsExactly("1", "2", "3");
                assertThat(offsets)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, MISSED).boxed().toList());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            mode = EnumSource.Mode.EXCLUDE,
            // It takes the end of one side for that of both, as TLS 1.2 does.
            names = "TLS_OF_BORINGSSL")
    void whoEndsItsSideRightAfterItsRequestIsAnswered(Wiring wiring) throws IOException {
        try (TestGateway gateway = TestGateway.start(wiring)) {
            for (int i = 0; i < 20; i++) {
                try (RawHttpClient client = new RawHttpClient(gateway.connect(0))) {
                    client.send(RawHttpClient.head("GET /api/v1/websocket/status") + "\r\n");
                    client.endOutput();

                    assertThat(client.read().status()).isEqualTo(200);
                }
            }
        }
    }
}
