package io.tickgate.cli;

import io.tickgate.cli.console.NumberRange;
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

    @Option(
            names = "--rewind-last",
            paramLabel = "N",
            converter = NumberRange.RewindLast.class,
            description = "Begin with the last N publications.")
    private @Nullable Integer last;

    @Option(
            names = "--rewind-seconds",
            paramLabel = "N",
            converter = NumberRange.RewindSeconds.class,
            description = "Begin with those of the last N seconds.")
    private @Nullable Integer seconds;

    SubscribeOptions options() {
        if (last != null) {
            return SubscribeOptions.NONE.withRewind(new Rewind(Unit.LAST, last));
        }
        return seconds != null
                ? SubscribeOptions.NONE.withRewind(new Rewind(Unit.SECONDS, seconds))
                : SubscribeOptions.NONE.withSnapshot(snapshot);
    }
}
