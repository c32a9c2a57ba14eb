package io.tickgate.cli;

import io.tickgate.cli.console.Durations;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.JsonText;
import io.tickgate.cli.console.Shell;
import io.tickgate.cli.systemd.StopTimeout;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.MemoryPlan;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway check-config [FILE]}. */
@Command(
        name = "check-config",
        description = "Check a configuration, with the environment over it, and print how it plans its memory.",
        footer = {
            "",
            "Examples:",
            "  gateway check-config",
            "  gateway check-config /etc/gateway.yaml --json",
            "  gateway check-config --unit /lib/systemd/system/tickgate.service"
        })
final class CheckConfigCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "Default: config/gateway.yaml of the installation, if it is there.")
    private @Nullable Path file;

    @Option(
            names = "--json",
            description = "Print one JSON object: ok, faults (origin, key, problem each) and memory, in bytes.")
    private boolean json;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            description = "Also check that this systemd unit leaves a stop the time that it may take (TimeoutStopSec).")
    private @Nullable Path unit;

    CheckConfigCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        GatewayConfig config;
        try {
            config = OperatorConfig.load(shell, file, Map.of());
            if (unit != null) {
                StopTimeout.of(unit).requireAtLeast(config.stopsWithin());
            }
        } catch (ConfigException e) {
            if (!json) {
                throw e;
            }
            shell.out().println(JsonText.of(writer -> write(writer, e.faults(), null)));
            return ExitCode.USAGE.code();
        }
        MemoryPlan plan = MemoryPlan.of(config);
        if (json) {
            shell.out().println(JsonText.of(writer -> write(writer, List.of(), plan)));
        } else {
            shell.out().println("ok");
            shell.out().println(plan);
            shell.out().println("a stop takes at most " + Durations.text(config.stopsWithin()));
        }
        return ExitCode.OK.code();
    }

    private static void write(WireWriter json, List<ConfigException> faults, @Nullable MemoryPlan plan) {
        json.beginObject(plan == null ? 2 : 3);
        json.name("ok").bool(faults.isEmpty());
        json.name("faults").beginArray(faults.size());
        for (ConfigException fault : faults) {
            String origin = fault.origin();
            json.beginObject(3);
            json.name("origin").string(origin == null ? "" : origin);
            json.name("key").string(fault.key());
            json.name("problem").string(fault.problem());
            json.endObject();
        }
        json.endArray();
        if (plan != null) {
            json.name("memory").beginObject(4);
            json.name("ceiling_bytes").integer(plan.ceilingBytes());
            json.name("runtime_bytes").integer(plan.runtimeBytes());
            json.name("heap_bytes").integer(plan.heapBytes());
            json.name("direct_bytes").integer(plan.directBytes());
            json.endObject();
        }
        json.endObject();
    }
}
