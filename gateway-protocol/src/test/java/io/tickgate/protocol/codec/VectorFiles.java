package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.message.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The golden files. {@link #main} writes those of new samples; what is checked in stays the truth. */
final class VectorFiles {
    static final Path FOLDER = Path.of("src/test/resources/vectors");

    private VectorFiles() {}

    static List<String> names() {
        List<String> names = new ArrayList<>();
        CommandSamples.commands().keySet().forEach(name -> names.add("client-" + name));
        Samples.serverMessages().keySet().forEach(name -> names.add("server-" + name));
        return names;
    }

    static byte[] read(String name, WireFormat format) throws IOException {
        return Files.readAllBytes(path(name, format));
    }

    /** The index that other languages' tests start from. */
    static String index() {
        List<String> lines = new ArrayList<>();
        for (String name : names()) {
            String direction = name.startsWith("client-") ? "client" : "server";
            String rest = name.substring(direction.length() + 1);
            int dash = rest.indexOf('-');
            String type = rest.startsWith("publication") ? "quote" : dash < 0 ? rest : rest.substring(0, dash);
            String notes = dash < 0 ? "" : rest.substring(dash + 1).replace('-', ' ');
            lines.add("  {\"name\":\"" + name + "\",\"direction\":\"" + direction + "\",\"type\":\"" + type
                    + "\",\"notes\":\"" + notes + "\"}");
        }
        return "[\n" + String.join(",\n", lines) + "\n]\n";
    }

    public static void main(String[] args) throws IOException {
        for (var sample : CommandSamples.commands().entrySet()) {
            for (WireFormat format : WireFormat.values()) {
                writeNew(path("client-" + sample.getKey(), format), Wire.bytes(format, sample.getValue()));
            }
        }
        for (var sample : Samples.serverMessages().entrySet()) {
            for (WireFormat format : WireFormat.values()) {
                writeNew(path("server-" + sample.getKey(), format), Wire.bytes(format, sample.getValue()));
            }
        }
        Files.write(FOLDER.resolve("vectors.json"), index().getBytes(UTF_8));
    }

    private static void writeNew(Path path, byte[] bytes) throws IOException {
        if (!Files.exists(path)) {
            Files.write(path, bytes);
        }
    }

    private static Path path(String name, WireFormat format) {
        return FOLDER.resolve(name + (format == WireFormat.JSON ? ".json" : ".msgpack"));
    }
}
