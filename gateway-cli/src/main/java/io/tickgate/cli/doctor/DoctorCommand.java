package io.tickgate.cli.doctor;

import io.tickgate.cli.client.ClientOptions;
import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway doctor}. */
@Command(
        name = "doctor",
        description = "Check a running gateway as its clients see it, and say what to do about what is wrong.",
        footer = {
            "",
            "Publishes some 250 small messages to a channel of its own, system_status:doctor-<random>.",
            "Exits with 1 when a check failed, with 3 when there is no gateway to check.",
            "",
            "Examples:",
            "  gateway doctor",
            "  gateway doctor --url https://push.example.org --json"
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--json", description = "Print an array with one object for each check.")
    private boolean json;

    public DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        HttpApiClient api = client.client(shell);
        Report report = new Report(shell.out(), json);
        if (!isReachable(api, report)) {
            report.end();
            return ExitCode.UNREACHABLE.code();
        }
        for (Check check : checks(api)) {
            report.add(check.name(), check.run());
        }
        report.end();
        return report.count(Finding.Level.FAIL) == 0 ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    /** Without a gateway all the other checks would only say the same again. */
    private static boolean isReachable(HttpApiClient api, Report report) throws InterruptedException {
        try {
            api.get(api.url().health("live"));
            report.add("reachable", Finding.ok(api.url().toString()));
            return true;
        } catch (Failure failure) {
            report.add(
                    "reachable",
                    Finding.fail(
                            String.valueOf(failure.getMessage()),
                            "all other checks need a gateway, and were left out"));
            return false;
        }
    }

    private static List<Check> checks(HttpApiClient api) {
        String probe = "system_status:doctor-"
                + Long.toString(RandomGenerator.getDefault().nextLong(1L << 40), Character.MAX_RADIX);
        HttpChecks http = new HttpChecks(api);
        SocketChecks sockets = new SocketChecks(api, probe);
        List<Check> checks = new ArrayList<>(http.reachable());
        checks.addAll(sockets.conversation());
        checks.addAll(new DeliveryChecks(api, probe).all());
        checks.addAll(sockets.dialects());
        checks.addAll(http.limits());
        return checks;
    }
}
