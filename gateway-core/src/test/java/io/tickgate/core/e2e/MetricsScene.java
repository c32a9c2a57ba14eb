package io.tickgate.core.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.core.transport.websocket.ClientFrames;
import java.util.concurrent.CompletionStage;

/** A gateway on which a little of everything has happened. */
final class MetricsScene {
    private MetricsScene() {}

    /** Leaves one client connected, which is subscribed to {@code market_data}. */
    static RawWebSocket play(TestGateway gateway) {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
        publish(gateway, client);
        client.ask("{\"type\":\"no_such_command\"}");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"nowhere\"}");
        gateway.request("GET", "/nowhere", "");
        RawWebSocket leaving = gateway.client();
        leaving.send(ClientFrames.close(1000, ""));
        leaving.read();
        leaving.readEnd();
        return client;
    }

    /** One publication by each way. */
    static void publish(TestGateway gateway, RawWebSocket client) {
        gateway.broadcast("market_data:A", "{}");
        client.read();
        CompletionStage<?> published = gateway.gateway().publisher().publish("market_data:B", "{}".getBytes(UTF_8));
        published.toCompletableFuture().join();
        client.read();
        client.text("{\"type\":\"publish\",\"channel\":\"market_data:C\",\"message\":{}}");
        client.read();
        client.read();
    }
}
