package io.tickgate.cli;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a subscription begins: one of these, or with the next publication. */
final class Beginning {
    @Option(
            names = "--snapshot",
            description = "Begin with the newest value of each channel, a family with all of its.")
    private boolean snapshot;

    @Option(names = "--rewind-last", paramLabel = "N", description = "Begin with the last N publications.")
    private @Nullable Integer last;

    @Option(names = "--rewind-seconds", paramLabel = "N", description = "Begin with those of the last N seconds.")
    private @Nullable Integer seconds;

    SubscribeOptions options() throws Failure {
        if (last != null) {
            return rewind("--rewind-last", Unit.LAST, last, Rewind.LAST_MAX);
        }
        return seconds != null
                ? rewind("--rewind-seconds", Unit.SECONDS, seconds, Rewind.SECONDS_MAX)
                : SubscribeOptions.NONE.withSnapshot(snapshot);
    }

    private static SubscribeOptions rewind(String option, Unit unit, int amount, int most) throws Failure {
        if (amount < 1 || amount > most) {
            throw new Failure(ExitCode.USAGE, option + " must be 1 to " + most);
        }
        return SubscribeOptions.NONE.withRewind(new Rewind(unit, amount));
    }
}
