package io.tickgate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code bench reconnect-storm}: clients that all come back at once, each with the same number of missed publications, while a
 * {@link Bystander} goes on receiving.
 */
@Command(
        name = "reconnect-storm",
        description = {
            "Lets clients of a gateway that was just started come back all at once, and prints how long it takes until the "
                    + "last one has what it missed, and how late the messages of somebody else come meanwhile, and while they all leave."
        })
final class ReconnectStorm implements Callable<Integer> {
    private static final String MISSED = "market_data:MISSED";
    private static final Pattern POSITION = Pattern.compile("\"epoch\":\"([^\"]+)\",\"offset\":([0-9]+)");

    private static final long LEAVING_MILLIS = 200;

    @Parameters(index = "0", paramLabel = "PORT", description = "Of the gateway.")
    private int port;

    @Parameters(index = "1", paramLabel = "CLIENTS", description = "How many come back.")
    private int clientCount;

    @Parameters(index = "2", paramLabel = "MISSED", description = "Publications that each has missed.")
    private int missedCount;

    @Parameters(index = "3", paramLabel = "ROUNDS", description = "How often.")
    private int rounds;

    /** Where the missed ones are published; 0 for the same gateway. */
    private int publishPort;

    private String epoch = "";
    private long lastOffset = -1;

    ReconnectStorm() {}

    /**
     * The same to another gateway than the one that is published to.
     *
     * @param publishPort of that one
     */
    ReconnectStorm(int publishPort, int port, int clientCount, int missedCount, int rounds) {
        this.publishPort = publishPort;
        this.port = port;
        this.clientCount = clientCount;
        this.missedCount = missedCount;
        this.rounds = rounds;
    }

    /** @throws IOException when the gateway fails, or does not serve everybody within half a minute */
    @Override
    public Integer call() throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            publishMissed();
            askPosition();
            run(round);
        }
        return 0;
    }

    private void run(int round) throws IOException, InterruptedException {
        try (Bystander bystander = new Bystander(port)) {
            // What belongs to the start of two processes is over after a second.
            Thread.sleep(1_000);
            bystander.takeLatency();
            Thread.sleep(3_000);
            String quiet = bystander.takeLatency();
            Return back = comeBack(bystander);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %d clients x %d missed served in %.0f ms; bystander quiet %s, meanwhile %s, while they leave %s%n",
                    round,
                    clientCount,
                    missedCount,
                    back.millis(),
                    quiet,
                    back.meanwhile(),
                    bystander.takeLatency());
        }
    }

    /**
     * What it was like.
     *
     * @param millis until the last client had everything
     * @param meanwhile the bystander's latency until then
     */
    private record Return(double millis, String meanwhile) {}

    private Return comeBack(Bystander bystander) throws IOException, InterruptedException {
        String command = "{\"type\":\"subscribe\",\"channel\":\"" + MISSED + "\",\"since\":{\"epoch\":\"" + epoch
                + "\",\"offset\":" + (lastOffset - missedCount) + "}}";
        long wanted = missedCount + 2L;
        double millis;
        String meanwhile;
        try (SocketFleet fleet = new SocketFleet(port)) {
            long startedAtNanos = System.nanoTime();
            for (int i = 0; i < clientCount; i++) {
                fleet.connect(command);
            }
            fleet.runUntil(() -> fleet.clients().stream().allMatch(client -> client.frames() >= wanted), 30);
            millis = (System.nanoTime() - startedAtNanos) / 1e6;
            meanwhile = bystander.takeLatency();
        }
        // Here they are gone, there when their ends have been read.
        Thread.sleep(LEAVING_MILLIS);
        return new Return(millis, meanwhile);
    }

    private void askPosition() throws IOException {
        try (SocketFleet fleet = new SocketFleet(publishedTo())) {
            FleetClient client = fleet.connect("{\"type\":\"subscribe\",\"channel\":\"" + MISSED + "\"}");
            client.listen((payload, nowNanos) -> readPosition(payload));
            fleet.runUntil(() -> client.frames() == 2, 5);
        }
    }

    private void readPosition(byte[] payload) {
        Matcher position = POSITION.matcher(new String(payload, StandardCharsets.UTF_8));
        if (position.find()) {
            epoch = position.group(1);
            lastOffset = Long.parseLong(position.group(2));
        }
    }

    private int publishedTo() {
        return publishPort == 0 ? port : publishPort;
    }

    /** In one stream of lines, each about as long as a quote. */
    private void publishMissed() throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < missedCount; i++) {
            lines.append("{\"channel\":\"")
                    .append(MISSED)
                    .append("\",\"message\":{\"type\":\"quote\",\"n\":")
                    .append(i)
                    .append(",\"pad\":\"")
                    .append("x".repeat(200))
                    .append("\"}}\n");
        }
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + publishedTo() + "/api/v1/websocket/publications"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        if (!answer.contains("\"accepted\":" + missedCount + ",")) {
            throw new IOException(answer);
        }
    }
}
