package io.tickgate.cli;

import io.tickgate.cli.client.GatewayUrl;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.Shell;
import io.tickgate.cli.demo.BarFileException;
import io.tickgate.cli.demo.Demo;
import io.tickgate.cli.demo.DemoPlayer;
import io.tickgate.core.Gateway;
import io.tickgate.core.WarmUp;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway serve}: runs a gateway in the foreground until it is interrupted. */
@Command(
        name = "serve",
        description =
                "Run a gateway in the foreground. Ctrl-C or SIGTERM stops it in good order; a second one at once.",
        footer = {
            "",
            "Examples:",
            "  gateway serve --demo",
            "  gateway serve --port 9001 --demo --demo-rate 500",
            "  gateway serve --config /etc/gateway.yaml --set limits.max-connections=5000"
        })
final class ServeCommand implements Callable<Integer> {
    private static final double DEMO_RATE_MIN = 0.1;
    private static final double DEMO_RATE_MAX = 10_000;

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
            description = "Quotes a second in all, 0.1 to 10000. Default: ${DEFAULT-VALUE}")
    private double demoRate;

    ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (!(demoRate >= DEMO_RATE_MIN && demoRate <= DEMO_RATE_MAX)) {
            throw new Failure(ExitCode.USAGE, "--demo-rate must be 0.1 to 10000, was " + demoRate);
        }
        if (!demo && isGiven("--demo-rate")) {
            throw new Failure(ExitCode.USAGE, "--demo-rate needs --demo: without it nothing is played");
        }
        GatewayConfig config = OperatorConfig.load(shell, file, flags(), flagNames());
        Demo data = demo ? data() : null;
        WarmUp.run(config);
        try (Gateway gateway = start(config)) {
            DemoPlayer player = data == null ? null : data.start(gateway, demoRate, new SystemClock());
            try {
                greet(config, gateway, data);
                untilInterrupted();
            } finally {
                if (player != null) {
                    player.close();
                }
            }
        }
        shell.out().println("stopped");
        return ExitCode.OK.code();
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

    private static Gateway start(GatewayConfig config) throws Failure {
        try {
            return Gateway.start(config);
        } catch (IOException e) {
            throw StartFailure.of(config.server().host(), config.server().port(), e);
        }
    }

    private void greet(GatewayConfig config, Gateway gateway, @Nullable Demo data) {
        String at = urlHost(config.server().host(), gateway) + ":" + gateway.port();
        String web = (gateway.isSecure() ? "https://" : "http://") + at;
        String url = web.equals(GatewayUrl.DEFAULT) ? "" : " --url " + web;
        PrintWriter out = shell.out();
        out.println("gateway " + Gateway.version() + " is ready");
        out.println("  WebSocket  " + (gateway.isSecure() ? "wss://" : "ws://") + at + "/api/v1/websocket/ws");
        out.println("  HTTP       " + web + "/api/v1/websocket/status");
        if (data != null) {
            out.println("  demo       " + String.join(" ", data.symbols()) + ", " + rate() + " quotes/s; chart "
                    + Demo.GUIDE_SYMBOL + " shows the bars of " + Demo.GUIDE_BARS);
        }
        out.println();
        out.println("Try in another terminal:");
        out.println("  bin/gateway subscribe market_data" + url);
        if (data != null) {
            String symbol = data.symbols().get(0);
            out.println("  bin/gateway subscribe chart_updates:" + symbol + url + "    # the day's bar and KDJ");
            out.println("  bin/gateway subscribe backtest_progress" + url + "    # one runs 20 s, a pause of 10 s");
            out.println("  bin/gateway subscribe notifications system_status" + url);
            out.println("  curl '" + web + "/api/v1/websocket/charts/" + symbol + "/points?limit=12'");
            out.println("  curl " + web + "/api/v1/websocket/backtests");
        } else {
            // Nobody publishes yet.
            out.println("  bin/gateway publish market_data:TEST '{\"last\":1.5}'" + url);
        }
        out.println("  curl " + web + "/api/v1/websocket/status");
        out.println("  curl " + web + "/api/v1/websocket/broadcast -H 'Content-Type: application/json'"
                + " -d '{\"channel\":\"market_data:TEST\",\"message\":{\"last\":1.5}}'");
        out.println();
        out.println("Ctrl-C stops it.");
    }

    private String rate() {
        return demoRate == Math.rint(demoRate) ? Long.toString((long) demoRate) : Double.toString(demoRate);
    }

    /** A host that a client on this machine can use. */
    private static String urlHost(String host, Gateway gateway) {
        InetAddress bound = gateway.addresses().get(0).getAddress();
        if (host.equals("localhost") || bound.isAnyLocalAddress()) {
            return "localhost";
        }
        String text = bound.getHostAddress();
        return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    }

    private static void untilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // That is how a signal asks for the end; the flag stays down, for the end itself has to wait.
            return;
        }
    }
}
