package io.tickgate.bench.performance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** What the load generator printed once, with figures of our own in it. */
final class Recorded {
    private Recorded() {}

    static void round(RawResults results, Row row, Contestant who, int round, double micros, double perSecond)
            throws IOException {
        Files.writeString(
                results.file(row, who, round),
                pushload()
                        .replaceFirst("\"server_us_per_delivery\":[0-9.]+", "\"server_us_per_delivery\":" + micros)
                        .replaceFirst("\"deliveries_per_s\":[0-9.]+", "\"deliveries_per_s\":" + perSecond));
    }

    static String pushload() throws IOException {
        try (InputStream in = Recorded.class.getResourceAsStream("pushload.json")) {
            if (in == null) {
                throw new IOException("pushload.json is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
