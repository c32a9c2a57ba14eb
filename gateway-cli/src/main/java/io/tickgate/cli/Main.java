package io.tickgate.cli;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.Interruption;
import io.tickgate.cli.console.PlainText;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Shell shell = Shell.ofProcess(Interruption.of(Thread.currentThread()));
        int exitCode = run(shell, arguments);
        shell.out().flush();
        shell.err().flush();
        System.exit(exitCode);
    }

    /** Runs one command on the calling thread, whose interruption ends it. */
    static int run(Shell shell, String... arguments) {
        CommandLine root = new CommandLine(new GatewayCommand());
        root.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        addSubcommands(root, shell, arguments);
        addHelp(root.getCommandSpec());
        root.getSubcommands().values().forEach(command -> addHelp(command.getCommandSpec()));
        root.setOut(shell.out());
        root.setErr(shell.err());
        root.setUsageHelpAutoWidth(false);
        root.setParameterExceptionHandler((e, words) -> onWrongUsage(shell, e));
        root.setExecutionExceptionHandler((e, command, parsed) -> onFailure(shell, e));
        return root.execute(arguments);
    }

    /** Only the one that is asked for: looking at all of them costs more than most of them do. */
    private static void addSubcommands(CommandLine root, Shell shell, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        Subcommands.all().forEach((name, maker) -> {
            if (name.equals(first) || !Subcommands.all().containsKey(first)) {
                root.addSubcommand(name, maker.apply(shell));
            }
        });
    }

    private static void addHelp(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> lines = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            lines.put(" " + code.code(), code.meaning());
        }
        return lines;
    }

    private static int onWrongUsage(Shell shell, ParameterException e) {
        CommandLine command = e.getCommandLine();
        shell.err().println("gateway: " + PlainText.of(String.valueOf(e.getMessage())));
        UnmatchedArgumentException.printSuggestions(e, shell.err());
        shell.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    private static int onFailure(Shell shell, Exception e) {
        if (e instanceof Failure failure) {
            shell.err().println("gateway: " + failure.getMessage());
            return failure.exitCode().code();
        }
        if (e instanceof ConfigException config) {
            config.faults().forEach(fault -> shell.err().println("gateway: " + fault.getMessage()));
            return ExitCode.USAGE.code();
        }
        if (e instanceof InterruptedException) {
            return shell.interruption().exitCode();
        }
        shell.err().println("gateway: this is a fault of the program, please report it:");
        e.printStackTrace(shell.err());
        return ExitCode.FAILED.code();
    }
}
