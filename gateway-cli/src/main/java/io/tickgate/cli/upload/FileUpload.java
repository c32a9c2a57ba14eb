package io.tickgate.cli.upload;

import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.NumberRange;
import io.tickgate.cli.console.ProgressBar;
import io.tickgate.cli.console.Shell;
import io.tickgate.cli.upload.Upload.UploadPace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that publish a file, and what they do. */
public final class FileUpload {
    private static final String STANDARD_INPUT = "-";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "Publish a file: on each line {\"channel\":...,\"message\":{...}}. - is standard input.")
    private String file = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = NumberRange.Rate.class,
            description = "Lines a second. Default: as fast as the gateway takes them.")
    private @Nullable Double rate;

    @Option(
            names = "--stop-on-error",
            description = "Stop behind the first line that is refused. Slower: each line waits for its answer.")
    private boolean stopOnError;

    /**
     * Publishes all of it, with a progress bar where standard error is a terminal.
     *
     * @return the exit code
     * @throws Failure when the file cannot be read, or the gateway takes no more
     */
    public int run(HttpApiClient api, Shell shell, boolean json) throws Failure, InterruptedException {
        boolean isInput = file.equals(STANDARD_INPUT);
        try (InputStream in = isInput ? shell.in() : Files.newInputStream(Path.of(file));
                ProgressBar bar = ProgressBar.onStandardError(shell.err())) {
            long size = isInput ? Upload.UNKNOWN_SIZE : Files.size(Path.of(file));
            Upload upload =
                    new Upload(api, new LineSource(in), size, new UploadPace(rate, stopOnError), bar, shell.err());
            try {
                upload.run();
            } finally {
                bar.clear();
                UploadReport report = upload.report();
                shell.out().println(json ? report.json(upload.elapsed()) : report.text(upload.elapsed()));
            }
            return upload.report().refused() == 0 ? ExitCode.OK.code() : ExitCode.FAILED.code();
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.USAGE, "there is no file " + file);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be read: " + e.getMessage());
        }
    }
}
