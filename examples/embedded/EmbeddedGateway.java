import io.tickgate.core.Gateway;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.producer.Notice;
import io.tickgate.core.producer.Point;
import io.tickgate.core.producer.Producer;
import io.tickgate.core.producer.ProgressUpdate;
import io.tickgate.core.producer.StatusUpdate;
import io.tickgate.protocol.message.Priority;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application with a gateway inside: publishes each kind of message, and is its own client to show what arrives.
 *
 * <p>{@code examples/embedded/run} goes on until Ctrl-C, one round a second; with {@code --check} it publishes one round and
 * exits with 0 when all of it arrived within ten seconds, else with 1.
 */
public final class EmbeddedGateway {
    private static final String SYMBOL = "0700.HK";

    /** What the first round brings to the client: types of messages, and what tells each from others of its type. */
    private static final Map<String, String> EXPECTED = Map.of(
            "quote", "\"last\":355.0",
            "chart_update", "\"indicator_KDJ_K\"",
            "backtest_progress_update", "\"progress\":10.0",
            "notification", "\"Step 1\"",
            "system_status_update", "\"queue_depth\":0");

    private final Producer producer;

    private EmbeddedGateway(Producer producer) {
        this.producer = producer;
    }

    public static void main(String[] arguments) throws Exception {
        boolean check = List.of(arguments).contains("--check");
        boolean allArrived;
        // Port 0 is any free one. Every key of config/gateway.yaml can be set like this.
        try (Gateway gateway = Gateway.start(GatewayConfig.of(Map.of("server.port", "0")))) {
            String url = "ws://localhost:" + gateway.port() + "/api/v1/websocket/ws";
            System.out.println("listening on " + url);
            Client client = new Client();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(url + "?user_id=ann"), client)
                    .get(10, TimeUnit.SECONDS);
            client.subscribe(socket);

            EmbeddedGateway application = new EmbeddedGateway(gateway.producer());
            application.showRefusal();
            int round = 0;
            application.publish(round);
            while (!check) {
                Thread.sleep(1000);
                application.publish(++round);
            }
            allArrived = client.allArrived.await(10, TimeUnit.SECONDS);
            if (!allArrived) {
                System.err.println("did not arrive: " + client.missing);
            }
        }
        System.exit(allArrived ? 0 : 1);
    }

    /** One message of each kind. */
    private void publish(int round) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        double price = 355 + round % 10 / 2.0;

        show("quote", producer.publish("market_data:" + SYMBOL, Map.of("type", "quote", "last", price)));

        List<Point> points = new ArrayList<>(Point.bar(now, price, price + 1, price - 1, price + 0.5));
        points.add(Point.volume(now, 12_000));
        points.add(Point.indicator(now, "KDJ_K", 65.5, Map.of("D", 60.0, "J", 76.5)));
        show("chart", producer.chart(SYMBOL, points));

        String taskId = "backtest_" + round / 10;
        int step = round % 10 + 1;
        ProgressUpdate update = step == 10 ? ProgressUpdate.completed() : ProgressUpdate.running(step * 10);
        show(
                "progress",
                producer.progress(
                        taskId,
                        update.step("simulation")
                                .stepIndex(step)
                                .totalSteps(10)
                                .remaining(Duration.ofSeconds(10 - step))
                                .data(Map.of("symbol", SYMBOL, "strategy", "kdj"))));

        show(
                "notification",
                producer.notify(new Notice("info", "Step " + step, taskId + " is getting on")
                        .user("ann")
                        .priority(Priority.HIGH)
                        .metadata(Map.of("task_id", taskId))));

        show("status", producer.status(new StatusUpdate().cpuUsage(12.5).with("queue_depth", round)));
    }

    /** Waits for the answer, which an application's own thread may; one that must not wait chains to the stage instead. */
    private static void show(String what, CompletionStage<?> answer) throws Exception {
        System.out.println(
                "published " + what + ": " + answer.toCompletableFuture().get(10, TimeUnit.SECONDS));
    }

    /** What is wrong comes back with the field and the rule, and nothing of it was published. */
    private void showRefusal() throws Exception {
        try {
            show("too much progress", producer.progress("backtest_0", ProgressUpdate.running(150)));
        } catch (ExecutionException e) {
            PublishException refused = (PublishException) e.getCause();
            System.out.println("refused " + refused.field() + ": " + refused.rule() + " (" + refused.code() + ")");
        }
    }

    /** Prints what arrives. */
    private static final class Client implements WebSocket.Listener {
        private static final Pattern TYPE = Pattern.compile("\"type\":\"(\\w+)\"");

        final Set<String> missing = ConcurrentHashMap.newKeySet();
        final CountDownLatch allArrived = new CountDownLatch(1);
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private final StringBuilder pieces = new StringBuilder();

        Client() {
            missing.addAll(EXPECTED.keySet());
        }

        /** Returns when the gateway has confirmed: what is published from then on arrives. */
        void subscribe(WebSocket socket) throws InterruptedException {
            socket.sendText(
                    "{\"type\":\"subscribe\",\"channels\":[\"market_data\",\"chart_updates\",\"backtest_progress\","
                            + "\"notifications\",\"system_status\"]}",
                    true);
            if (!subscribed.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gateway did not confirm the subscription");
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
            pieces.append(piece);
            if (last) {
                arrived(pieces.toString());
                pieces.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void arrived(String message) {
            System.out.println("arrived " + message);
            Matcher matcher = TYPE.matcher(message);
            String type = matcher.find() ? matcher.group(1) : "";
            String mark = EXPECTED.get(type);
            if (type.equals("subscription_confirmed")) {
                subscribed.countDown();
            } else if (mark != null && message.contains(mark)) {
                missing.remove(type);
            }
            if (missing.isEmpty()) {
                allArrived.countDown();
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            System.err.println("the connection broke: " + error);
        }
    }
}
