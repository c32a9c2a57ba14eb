package io.tickgate.cli;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import java.io.IOException;
import java.util.Locale;

/** Says in one line why a gateway could not listen, and what the operator can do. */
final class StartFailure {
    private StartFailure() {}

    static Failure of(String host, int port, IOException cause) {
        String why = String.valueOf(cause.getMessage());
        String lower = why.toLowerCase(Locale.ROOT);
        if (why.startsWith("admin.")) {
            return failure(why);
        }
        if (lower.contains("in use")) {
            return failure("port " + port + " on " + host + " is taken; choose another with --port, or end who holds it"
                    + " (ss -ltnp 'sport = :" + port + "' names it)");
        }
        if (lower.contains("permission denied")) {
            return failure("no permission to listen on port " + port
                    + "; ports below 1024 belong to root, choose another with --port");
        }
        if (lower.contains("cannot assign") || lower.contains("is no address of this machine")) {
            return failure("\"" + host + "\" is no address of this machine; choose another with --host");
        }
        return failure(why);
    }

    private static Failure failure(String text) {
        return new Failure(ExitCode.FAILED, text);
    }
}
