package io.tickgate.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files of bars for tests. */
final class BarFiles {
    /** The one that is shipped. Tests run in the module's directory. */
    static final Path SHIPPED = Path.of("..", "config", "demo", "daily-bars.csv.gz");

    private BarFiles() {}

    static Path write(Path directory, String... lines) throws IOException {
        Path file = directory.resolve("bars.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    static BarSeries of(String symbol, List<BarSeries> series) {
        return series.stream()
                .filter(bars -> bars.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    /** The lines of a file that src/test/resources/demo/reference.py wrote, without its header. */
    static List<String[]> reference(String name) throws IOException {
        return Files.readAllLines(Path.of("src", "test", "resources", "demo", name)).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }
}
