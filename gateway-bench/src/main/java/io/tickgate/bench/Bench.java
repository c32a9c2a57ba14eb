package io.tickgate.bench;

import io.tickgate.bench.fault.FaultsCommand;
import io.tickgate.bench.gate.GateCommand;
import io.tickgate.bench.guide.GuideCommand;
import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.load.LoadCommand;
import io.tickgate.bench.load.report.CompareCommand;
import io.tickgate.bench.micro.MicroCommand;
import io.tickgate.bench.performance.ReportCommand;
import io.tickgate.bench.profile.ProfileCommand;
import io.tickgate.core.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where {@code bin/bench} starts: each subcommand measures something, prints what it found, and says by its exit code. */
@Command(
        name = "bench",
        description = "Measures Tickgate.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, and everything that was promised held",
            " 1:a promise was broken, or the measurement failed",
            " 2:wrong usage, or a file with a mistake"
        },
        footer = {
            "",
            "Examples:",
            "  bench micro Codec                  what reading and writing each kind of message costs",
            "  bench guide                        whether the guide's two targets are met on this machine",
            "  bench gate                         whether anything takes more than it did",
            "  bench load config/bench/guide.yaml whether a running gateway keeps the guide's promises",
            "  bench COMMAND --help               more about one command"
        })
public final class Bench implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private Bench() {}

    /** Every subcommand, in the order of the help. */
    private static List<Object> commands() {
        return List.of(
                new MicroCommand(),
                new GuideCommand(),
                new GateCommand(),
                new LoadCommand(),
                new CompareCommand(),
                new ReportCommand(),
                new ProfileCommand(),
                new FaultsCommand(),
                new FeedCost(),
                new ConflationCost(),
                new Overtaking(),
                new ReconnectStorm(),
                new ClusterCost(),
                new ChartMemory(),
                new KeptMemory());
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** @return the exit code */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine root = new CommandLine(new Bench());
        commands().forEach(root::addSubcommand);
        addHelp(root.getCommandSpec());
        root.getSubcommands().values().forEach(command -> addHelp(command.getCommandSpec()));
        root.setOut(out);
        root.setErr(err);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler((e, words) -> onWrongUsage(err, e));
        root.setExecutionExceptionHandler((e, command, parsed) -> onFailure(err, e));
        return root.execute(arguments);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "a command is missing");
        }
    }

    private static void addHelp(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    }

    private static int onWrongUsage(PrintWriter err, ParameterException e) {
        err.println("bench: " + e.getMessage());
        err.println("See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int onFailure(PrintWriter err, Exception e) {
        if (e instanceof JsonFault) {
            err.println("bench: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (e instanceof ConfigException mistakes) {
            mistakes.faults().forEach(fault -> err.println("bench: " + fault.getMessage()));
            return CommandLine.ExitCode.USAGE;
        }
        if (e instanceof IOException) {
            err.println("bench: " + e.getMessage());
        } else {
            err.println("bench: this is a fault of the program, please report it:");
            e.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
