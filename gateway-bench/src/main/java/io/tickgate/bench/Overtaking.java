package io.tickgate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench overtaking}: how long a notification takes to a client whose line is full, by the notification's priority. */
@Command(
        name = "overtaking",
        description = {
            "Queues 1 MiB for a client that reads 1 MB a second, publishes a notification, and prints when it arrived: of normal "
                    + "priority behind everything, of HIGH and URGENT priority ahead of what has not left the gateway.",
            "The gateway must hold that much for one client: --set outbound.queue-bytes-max=8MiB."
        })
final class Overtaking implements Callable<Integer> {
    private static final int BYTES_PER_SECOND = 1_000_000;
    private static final long QUEUED_BYTES = 1 << 20;
    private static final int COMMANDS_AT_ONCE = 50;
    private static final String PADDING = "x".repeat(1_000);
    private static final String SUBSCRIBE =
            "{\"type\":\"subscribe\",\"channels\":[\"chart_updates\",\"notifications\"]}";
    private static final String PUBLISH =
            "{\"type\":\"publish\",\"channel\":\"chart_updates\",\"message\":{\"padding\":\"" + PADDING + "\"}}";

    private final HttpClient http = HttpClient.newHttpClient();

    @Parameters(index = "0", paramLabel = "PORT", description = "Of the gateway.")
    private int port;

    @Parameters(index = "1", paramLabel = "ROUNDS", description = "How often with each priority.")
    private int rounds;

    /** @throws IOException when the gateway fails */
    @Override
    public Integer call() throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (String priority : new String[] {"NORMAL", "HIGH", "URGENT"}) {
                measure(priority, "round " + round + " " + priority);
            }
        }
        return 0;
    }

    private void measure(String priority, String title) throws IOException, InterruptedException {
        try (ThrottledReader reader = new ThrottledReader(port, BYTES_PER_SECOND, SUBSCRIBE);
                SocketFleet fleet = new SocketFleet(port)) {
            reader.readUntil("subscription_confirmed");
            FleetClient publisher = fleet.connect("{\"type\":\"ping\"}");
            fleet.runUntil(() -> publisher.frames() >= 2, 5);
            long published = fill(fleet, publisher);
            long inGateway = Figures.ofStatus(port, "outbox_bytes");
            long readBefore = reader.bytesRead();
            long startNanos = System.nanoTime();
            publish(priority, title);
            reader.readUntil(title);
            System.out.printf(
                    Locale.ROOT,
                    "%-7s behind %4d kB published, %4d kB of them in the gateway: %4d kB and %4.0f ms until it came%n",
                    priority,
                    published / 1000,
                    inGateway / 1000,
                    (reader.bytesRead() - readBefore) / 1000,
                    (System.nanoTime() - startNanos) / 1e6);
        }
    }

    /** @return bytes of the messages, which the reader does not read meanwhile */
    private long fill(SocketFleet fleet, FleetClient publisher) throws IOException, InterruptedException {
        long published = 0;
        while (Figures.ofStatus(port, "outbox_bytes") < QUEUED_BYTES) {
            long answers = publisher.frames() + COMMANDS_AT_ONCE;
            for (int i = 0; i < COMMANDS_AT_ONCE; i++) {
                publisher.send(PUBLISH);
            }
            fleet.runUntil(() -> publisher.frames() >= answers, 5);
            published += COMMANDS_AT_ONCE * (long) PADDING.length();
        }
        return published;
    }

    private void publish(String priority, String title) throws IOException, InterruptedException {
        String body = "{\"type\":\"warning\",\"title\":\"" + title + "\",\"message\":\"m\",\"priority\":\"" + priority
                + "\"}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/websocket/notifications"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 201) {
            throw new IOException("the notification was answered with " + status);
        }
    }
}
