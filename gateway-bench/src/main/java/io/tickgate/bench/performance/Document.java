package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts {@code docs/PERFORMANCE.md} together: every {@code .md} file of a directory in the order of their names, as it is, but for
 * lines such as {@code {{saturated}}}, in whose place a generated part stands.
 */
final class Document {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final Map<String, String> parts;

    /** @param parts by the name that a place has */
    Document(Map<String, String> parts) {
        this.parts = parts;
    }

    /**
     * @throws JsonFault when a place names a part that there is none of; with file and line
     * @throws IOException when a file cannot be read, or there is none
     */
    String of(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IOException("no .md file in " + directory);
        }
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(text.isEmpty() ? "" : "\n");
            append(text, file);
        }
        return text.toString();
    }

    private void append(StringBuilder text, Path file) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            Matcher place = PLACE.matcher(line.strip());
            if (!place.matches()) {
                text.append(line).append('\n');
                continue;
            }
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new JsonFault(file + ":" + number + ": no part is called " + place.group(1) + "; there are "
                        + String.join(", ", parts.keySet()));
            }
            text.append(part.strip()).append('\n');
        }
    }
}
