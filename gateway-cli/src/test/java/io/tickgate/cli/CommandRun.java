package io.tickgate.cli;

import io.tickgate.cli.console.Interruption;
import io.tickgate.cli.console.Shell;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** What one command printed, and how it ended. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(String... arguments) {
        return withInput("", arguments);
    }

    static CommandRun withInput(String input, String... arguments) {
        return run(input, Map.of(), arguments);
    }

    static CommandRun withEnvironment(Map<String, String> environment, String... arguments) {
        return run("", environment, arguments);
    }

    private static CommandRun run(String input, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                Path.of(".."),
                Interruption.none());
        int exitCode = Main.run(shell, arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
