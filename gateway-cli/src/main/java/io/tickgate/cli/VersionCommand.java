package io.tickgate.cli;

import io.netty.util.Version;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.Gateway;
import io.tickgate.core.transport.IoBackend;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code gateway version}: what to put into a report. */
@Command(
        name = "version",
        description = "Print the versions of the gateway and of what it runs on.",
        footer = {"", "Example:", "  gateway version"})
final class VersionCommand implements Runnable {
    private final Shell shell;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        PrintWriter out = shell.out();
        out.println("gateway " + Gateway.version());
        out.println("java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
        Version netty = Version.identify().get("netty-common");
        out.println("netty " + (netty == null ? "unknown" : netty.artifactVersion()));
        out.println("transport " + IoBackend.best().name().toLowerCase(Locale.ROOT));
    }
}
