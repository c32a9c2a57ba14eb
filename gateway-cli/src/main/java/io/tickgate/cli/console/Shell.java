package io.tickgate.cli.console;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command gets from the shell that started it.
 *
 * @param out results; UTF-8 wherever the process stands, because JSON is
 * @param err everything about the command itself
 * @param log where the log of a gateway that serves goes
 * @param home the installation's directory
 * @param interruption tells why the command's thread was interrupted
 */
public record Shell(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        OutputStream log,
        Map<String, String> environment,
        Path home,
        Interruption interruption) {
    /** The process's own. */
    public static Shell ofProcess(Interruption interruption) {
        return new Shell(
                // Buffered: a bare FileInputStream asks a pipe for its position, and fails.
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                new FileOutputStream(FileDescriptor.out),
                System.getenv(),
                Path.of(System.getProperty("gateway.home", "")),
                interruption);
    }

    /** Straight to the descriptor: System.out encodes as the locale says, and hides that a pipe was closed. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
