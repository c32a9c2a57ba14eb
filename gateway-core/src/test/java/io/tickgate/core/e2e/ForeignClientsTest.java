package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ServerHandshake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSocket clients that were written by others. */
@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_TWO_LOOPS", "NIO_TWO_LOOPS"})
class ForeignClientsTest {
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"channel\":\"market_data\",\"id\":1}";
    private static final String PADDING = "0700.HK ".repeat(100);

    @Parameter
    Wiring wiring;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring, "timeouts.shutdown", "5s");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theClientOfTheJdkConnectsSubscribesReceivesAndCloses() throws Exception {
        JdkListener listener = new JdkListener();

        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("unknown", "gateway.v1.json")
                .buildAsync(gateway.webSocketUri(), listener)
                .get(8, TimeUnit.SECONDS);

        assertThat(client.getSubprotocol()).isEqualTo("gateway.v1.json");
        assertThat(listener.next()).containsEntry("type", "connection_established");
        client.sendText(SUBSCRIBE.substring(0, 20), false)
                .thenCompose(sent -> sent.sendText(SUBSCRIBE.substring(20), true))
                .get(8, TimeUnit.SECONDS);
        assertThat(listener.next())
                .containsEntry("type", "subscription_confirmed")
                .containsEntry("id", 1L);
        gateway.broadcast("market_data:x", "{\"text\":\"" + PADDING + "\"}");
        assertThat(listener.next()).containsEntry("text", PADDING);
        client.sendPing(ByteBuffer.wrap("?".getBytes(StandardCharsets.US_ASCII)))
                .get(8, TimeUnit.SECONDS);
        assertThat(listener.pong.get(8, TimeUnit.SECONDS)).isEqualTo("?");
        client.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(8, TimeUnit.SECONDS);
        assertThat(listener.closed.get(8, TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void theClientOfTheJdkIsToldWhenTheGatewayStops() throws Exception {
        JdkListener listener = new JdkListener();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(gateway.webSocketUri(), listener)
                .get(8, TimeUnit.SECONDS);
        listener.next();

        gateway.gateway().close();

        assertThat(listener.closed.get(8, TimeUnit.SECONDS)).isEqualTo(1001);
    }

    @Test
    void theClientOfTheJdkSeesTheStatusOfARefusal() {
        try (TestGateway full = TestGateway.start(wiring, "limits.max-connections-per-ip", "1")) {
            full.client();

            CompletableFuture<WebSocket> refused = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + full.port() + RawWebSocket.PATH), new JdkListener());

            assertThat(refused)
                    .failsWithin(8, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            e -> assertThat(e.getResponse().statusCode()).isEqualTo(429));
        }
    }

    @Test
    void javaWebSocketConnectsSubscribesReceivesAndCloses() throws Exception {
        try (JavaWebSocketClient client = new JavaWebSocketClient(gateway.webSocketUri(), new Draft_6455())) {
            client.requireWorking(gateway);
        }
    }

    @Test
    void javaWebSocketInflatesWhatIsDeflatedForIt() throws Exception {
        Draft_6455 draft = new Draft_6455(new PerMessageDeflateExtension());
        try (JavaWebSocketClient client = new JavaWebSocketClient(gateway.webSocketUri(), draft)) {
            client.requireWorking(gateway);
            assertThat(client.extensions).startsWith("permessage-deflate");
        }
    }

    private static Map<String, Object> next(BlockingQueue<String> messages) throws InterruptedException {
        String message = messages.poll(8, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return Json.object(message);
    }

    private static final class JavaWebSocketClient extends WebSocketClient implements AutoCloseable {
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        String extensions = "";

        JavaWebSocketClient(URI uri, Draft_6455 draft) {
            super(uri, draft);
        }

        void requireWorking(TestGateway gateway) throws InterruptedException {
            assertThat(connectBlocking(8, TimeUnit.SECONDS)).isTrue();
            assertThat(next(messages)).containsEntry("type", "connection_established");
            byte[] command = SUBSCRIBE.getBytes(StandardCharsets.UTF_8);
            sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap(command, 0, 10), false);
            sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap(command, 10, command.length - 10), true);
            assertThat(next(messages)).containsEntry("type", "subscription_confirmed");
            for (long n : List.of(1L, 2L, 3L)) {
                gateway.broadcast("market_data:x", "{\"n\":" + n + ",\"text\":\"" + PADDING + "\"}");
                assertThat(next(messages)).containsEntry("n", n).containsEntry("text", PADDING);
            }
            send("{\"type\":\"ping\",\"id\":\"" + PADDING.substring(0, 60) + "\"}");
            assertThat(next(messages)).containsEntry("type", "pong");
            closeBlocking();
            assertThat(closed).isCompletedWithValue(1000);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            extensions = handshake.getFieldValue("Sec-WebSocket-Extensions");
        }

        @Override
        public void onMessage(String message) {
            messages.add(message);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            closed.complete(code);
        }

        @Override
        public void onError(Exception e) {
            closed.completeExceptionally(e);
        }
    }
}
