package io.tickgate.cli;

import io.netty.util.Version;
import io.tickgate.cli.console.JsonText;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.Gateway;
import io.tickgate.core.transport.IoBackend;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway version}: what to put into a report. */
@Command(
        name = "version",
        description = "Print the versions of the gateway and of what it runs on.",
        footer = {"", "Examples:", "  gateway version", "  gateway version --json"})
final class VersionCommand implements Runnable {
    private final Shell shell;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        String vm = System.getProperty("java.vm.name");
        Version identified = Version.identify().get("netty-common");
        String netty = identified == null ? "unknown" : identified.artifactVersion();
        String transport = IoBackend.best().name().toLowerCase(Locale.ROOT);
        PrintWriter out = shell.out();
        if (json) {
            out.println(JsonText.of(writer -> {
                writer.beginObject(5);
                writer.name("gateway").string(Gateway.version());
                writer.name("java").string(Runtime.version().toString());
                writer.name("vm").string(vm);
                writer.name("netty").string(netty);
                writer.name("transport").string(transport);
                writer.endObject();
            }));
            return;
        }
        out.println("gateway " + Gateway.version());
        out.println("java " + Runtime.version() + " (" + vm + ")");
        out.println("netty " + netty);
        out.println("transport " + transport);
    }
}
