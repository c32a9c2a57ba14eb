package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.RunResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one result, side by side under one name. */
public final class ResultFiles {
    private ResultFiles() {}

    /**
     * Writes {@code NAME.json}, {@code NAME.hgrm}, {@code NAME.txt} and {@code NAME.html}; what has these names is replaced.
     *
     * @param directory made when it is missing
     * @return the files, the page last
     * @throws IOException when one cannot be written
     */
    public static List<Path> write(Path directory, String name, RunResult result) throws IOException {
        Files.createDirectories(directory);
        Path percentiles = directory.resolve(name + ".hgrm");
        try (OutputStream out = Files.newOutputStream(percentiles)) {
            result.latency().writePercentiles(out);
        }
        return List.of(
                Files.writeString(directory.resolve(name + ".json"), JsonReport.of(result)),
                percentiles,
                Files.writeString(directory.resolve(name + ".txt"), TextReport.of(result)),
                Files.writeString(directory.resolve(name + ".html"), HtmlReport.of(List.of(result))));
    }
}
