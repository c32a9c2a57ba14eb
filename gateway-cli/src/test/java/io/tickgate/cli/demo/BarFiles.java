package io.tickgate.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
