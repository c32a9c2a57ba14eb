package io.tickgate.bench.load.report;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.load.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench compare}: puts earlier results beside each other. */
@Command(name = "compare", description = "Puts results of load runs beside each other on one HTML page.")
public final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "RESULT.json",
            description = "What `bench load` wrote, in the order of the columns.")
    private List<Path> files = List.of();

    @Option(names = "--html", required = true, paramLabel = "FILE", description = "The page to write.")
    private Path html = Path.of("");

    /** @throws JsonFault when a file is no result; names it */
    @Override
    public Integer call() throws IOException {
        List<RunResult> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(JsonResult.read(file));
        }
        Files.writeString(html, HtmlReport.of(runs));
        return 0;
    }
}
