package io.tickgate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that all come back at once, each with the same number of missed publications, while a {@link Bystander} goes on
 * receiving: how long it takes until the last one has everything, and how late the bystander's messages come meanwhile.
 *
 * <p>Arguments: the port of a gateway that was just started, clients, missed publications of each, rounds.
 */
public final class ReconnectStorm {
    private static final String MISSED = "market_data:MISSED";
    private static final Pattern POSITION = Pattern.compile("\"epoch\":\"([^\"]+)\",\"offset\":([0-9]+)");

    private final int port;
    private final int clientCount;
    private final int missedCount;
    private String epoch = "";
    private long lastOffset = -1;

    private ReconnectStorm(int port, int clientCount, int missedCount) {
        this.port = port;
        this.clientCount = clientCount;
        this.missedCount = missedCount;
    }

    /** @throws IOException when the gateway fails, or does not serve everybody within half a minute */
    public static void main(String[] args) throws IOException, InterruptedException {
        ReconnectStorm storm =
                new ReconnectStorm(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        for (int round = 1; round <= Integer.parseInt(args[3]); round++) {
            storm.publishMissed();
            storm.askPosition();
            storm.run(round);
        }
    }

    private void run(int round) throws IOException, InterruptedException {
        try (Bystander bystander = new Bystander(port)) {
            // What belongs to the start of two processes is over after a second.
            Thread.sleep(1_000);
            bystander.takeLatency();
            Thread.sleep(3_000);
            String quiet = bystander.takeLatency();
            double millis = comeBack();
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %d clients x %d missed served in %.0f ms; bystander quiet %s, meanwhile %s%n",
                    round,
                    clientCount,
                    missedCount,
                    millis,
                    quiet,
                    bystander.takeLatency());
        }
    }

    private double comeBack() throws IOException {
        String command = "{\"type\":\"subscribe\",\"channel\":\"" + MISSED + "\",\"since\":{\"epoch\":\"" + epoch
                + "\",\"offset\":" + (lastOffset - missedCount) + "}}";
        long wanted = missedCount + 2L;
        try (SocketFleet fleet = new SocketFleet(port)) {
            long startedAtNanos = System.nanoTime();
            for (int i = 0; i < clientCount; i++) {
                fleet.connect(command);
            }
            fleet.runUntil(() -> fleet.clients().stream().allMatch(client -> client.frames() >= wanted), 30);
            return (System.nanoTime() - startedAtNanos) / 1e6;
        }
    }

    private void askPosition() throws IOException {
        try (SocketFleet fleet = new SocketFleet(port)) {
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
                        URI.create("http://127.0.0.1:" + port + "/api/v1/websocket/publications"))
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
