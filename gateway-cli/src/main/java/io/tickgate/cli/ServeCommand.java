package io.tickgate.cli;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.NumberRange;
import io.tickgate.cli.console.Shell;
import io.tickgate.cli.console.Signals;
import io.tickgate.cli.console.Terminal;
import io.tickgate.cli.demo.BarFileException;
import io.tickgate.cli.demo.Demo;
import io.tickgate.cli.demo.DemoPlayer;
import io.tickgate.cli.logging.ServeLog;
import io.tickgate.cli.systemd.InheritedSockets;
import io.tickgate.cli.systemd.Supervisor;
import io.tickgate.core.Gateway;
import io.tickgate.core.WarmUp;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.config.ConfigLoader;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.LoadedConfig;
import io.tickgate.core.time.SystemClock;
import io.tickgate.protocol.message.CloseCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway serve}: runs a gateway in the foreground until it is interrupted. */
@Command(
        name = "serve",
        description =
                "Run a gateway in the foreground. Ctrl-C or SIGTERM stops it in good order; a second one at once. SIGHUP reads"
                        + " the configuration again.",
        footer = {
            "",
            "Examples:",
            "  gateway serve --demo",
            "  gateway serve --port 9001 --demo --demo-rate 500",
            "  gateway serve --config /etc/gateway.yaml --set limits.max-connections=5000"
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Default: config/gateway.yaml of the installation, if it is there.")
    private @Nullable Path file;

    @Option(names = "--host", paramLabel = "HOST", description = "Where to listen: server.host.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Where to listen: server.port. 0 takes a free one.")
    private @Nullable String port;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any key of the configuration; may be repeated. See: gateway default-config")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--demo",
            description =
                    "Play real daily bars: quotes on market_data:<symbol>, charts with KDJ, back-tests, notifications.")
    private boolean demo;

    @Option(
            names = "--demo-rate",
            paramLabel = "RATE",
            defaultValue = "20",
            converter = NumberRange.DemoRate.class,
            description = "Quotes a second in all, 0.1 to 10000. Default: ${DEFAULT-VALUE}")
    private double demoRate;

    ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (!demo && isGiven("--demo-rate")) {
            throw new Failure(ExitCode.USAGE, "--demo-rate needs --demo: without it nothing is played");
        }
        LoadedConfig loaded = OperatorConfig.read(shell, file, flags(), flagNames());
        GatewayConfig config = loaded.config();
        Demo data = demo ? data() : null;
        try (ServeLog log = ServeLog.begin(config.logging(), shell.log())) {
            tellSettings(loaded);
            WarmUp.run(config);
            try (Gateway gateway = start(config, log);
                    Supervisor supervisor = Supervisor.of(shell.environment(), pid(), new SystemClock())) {
                serve(loaded, gateway, data, supervisor, log);
            }
            say(log, "stopped");
        }
        return ExitCode.OK.code();
    }

    private void serve(LoadedConfig loaded, Gateway gateway, @Nullable Demo data, Supervisor supervisor, ServeLog log) {
        Terminal terminal = new Terminal();
        DemoPlayer player = data == null ? null : data.start(gateway, demoRate, new SystemClock());
        try {
            onHangUp(terminal, new ConfigReload(loaded, this::readAgain, gateway::reload), supervisor);
            greet(gateway, data, log);
            supervisor.onReady(gateway);
            untilStopped(gateway, supervisor);
        } finally {
            if (player != null) {
                player.close();
            }
        }
    }

    /** Where lines are JSON, this is one of them. */
    private void say(ServeLog log, String text) {
        if (log.isJson()) {
            LOG.info(text);
        } else {
            shell.out().println(text);
        }
    }

    private LoadedConfig readAgain() {
        return OperatorConfig.read(shell, file, flags(), flagNames());
    }

    /** SIGHUP asks a daemon to read its configuration again; to a command in a terminal it says that this was closed. */
    private void onHangUp(Terminal terminal, ConfigReload reload, Supervisor supervisor) {
        AtomicInteger asked = new AtomicInteger();
        Signals.handle("HUP", number -> {
            if (terminal.isGone()) {
                shell.interruption().onSignal(number);
                return;
            }
            // Each signal has a thread of its own; one that comes meanwhile may know of a newer file.
            for (int seen = asked.incrementAndGet(); seen == 1; seen = asked.compareAndSet(seen, 0) ? 0 : 1) {
                asked.set(1);
                supervisor.onReloading();
                try {
                    reload.run();
                } finally {
                    supervisor.onReloaded();
                }
            }
        });
    }

    /** The first signal drains the gateway, the second one closes it at once; or an operator has drained it. */
    private void untilStopped(Gateway gateway, Supervisor supervisor) {
        shell.interruption().inTwoSteps();
        try {
            gateway.awaitStopped();
            return;
        } catch (InterruptedException e) {
            gateway.drain(CloseCode.GOING_AWAY);
            supervisor.onStopping();
        }
        try {
            gateway.awaitStopped();
        } catch (InterruptedException e) {
            gateway.close();
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** What is not at its default, for those who ask later what this run was started with. */
    private static void tellSettings(LoadedConfig loaded) {
        Map<String, String> settings = new LinkedHashMap<>();
        ConfigLoader.read(null, Map.of(), Map.of(), Map.of())
                .changesTo(loaded)
                .forEach(change -> settings.put(change.key(), change.after()));
        AuditLog.event("started with", settings);
    }

    private void greet(Gateway gateway, @Nullable Demo data, ServeLog log) {
        Greeting greeting = new Greeting(shell.out(), gateway);
        if (log.isJson()) {
            LOG.info(greeting.line());
            return;
        }
        greeting.printAddresses(data, demoRate);
        // Nobody reads a journal to be shown what to type.
        if (!shell.environment().containsKey("NOTIFY_SOCKET")) {
            greeting.printExamples(data);
        }
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>(settings);
        if (host != null) {
            flags.put("server.host", host);
        }
        if (port != null) {
            flags.put("server.port", port);
        }
        return flags;
    }

    private Map<String, String> flagNames() {
        Map<String, String> names = new LinkedHashMap<>();
        if (host != null) {
            names.put("server.host", "--host");
        }
        if (port != null) {
            names.put("server.port", "--port");
        }
        return names;
    }

    private boolean isGiven(String option) {
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private Demo data() throws Failure {
        try {
            return Demo.read(shell.home().resolve(Path.of("config", "demo", "daily-bars.csv.gz")));
        } catch (BarFileException e) {
            throw new Failure(
                    ExitCode.USAGE, "the demo's data: " + e.getMessage() + "; gateway.home must name the installation");
        }
    }

    private Gateway start(GatewayConfig config, ServeLog log) throws Failure {
        try {
            return Gateway.start(config, InheritedSockets.of(shell.environment(), pid()), log);
        } catch (IOException e) {
            throw StartFailure.of(config.server().host(), config.server().port(), e);
        }
    }
}
