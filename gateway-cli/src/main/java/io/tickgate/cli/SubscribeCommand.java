package io.tickgate.cli;

import io.tickgate.cli.client.Backoff;
import io.tickgate.cli.client.ClientOptions;
import io.tickgate.cli.client.ClientSocket;
import io.tickgate.cli.client.CloseCodes;
import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.SocketEvent;
import io.tickgate.cli.client.SocketEvent.Received;
import io.tickgate.cli.console.Durations;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.NumberRange;
import io.tickgate.cli.console.PlainText;
import io.tickgate.cli.console.Shell;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway subscribe CHANNEL…}. */
@Command(
        name = "subscribe",
        description = "Print what is published to channels, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  gateway subscribe market_data",
            "  gateway subscribe market_data:AAPL notifications --count 10 --timeout 30s",
            "  gateway subscribe market_data --snapshot",
            "  gateway subscribe market_data --max-hz 2",
            "  gateway subscribe market_data --json | jq .last"
        })
final class SubscribeCommand implements Callable<Integer> {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final CommandId ID = new CommandId.Number(1);

    private final Shell shell;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(
            paramLabel = "CHANNEL",
            arity = "1..*",
            description = "A family such as market_data, or one member such as market_data:AAPL.")
    private List<String> channels = List.of();

    @ArgGroup
    private @Nullable Beginning beginning;

    @Option(
            names = "--max-hz",
            paramLabel = "N",
            converter = NumberRange.Hertz.class,
            description = "Of each state such as a quote, print the newest N times a second at most.")
    private @Nullable Double maxHz;

    @Option(names = "--json", description = "Print each message as it came, one JSON object a line.")
    private boolean json;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = NumberRange.FromOne.class,
            description = "Leave after N messages.")
    private @Nullable Integer count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Leave after this time, such as 10s; with --count a failure when N did not come by then.")
    private @Nullable Duration timeout;

    @Option(names = "--msgpack", description = "Speak MessagePack with the gateway. Prints JSON all the same.")
    private boolean msgpack;

    @Option(
            names = "--reconnect",
            description = "Come back when the connection is lost, waiting up to 30 s between tries.")
    private boolean reconnect;

    /** Whether the gateway did not tell this client to stay away. */
    private boolean mayReturn = true;

    private long seenCount;
    private long startNanos;

    SubscribeCommand(Shell shell) {
        this.shell = shell;
    }

    private @Nullable SubscribeOptions options() {
        SubscribeOptions options = beginning == null ? null : beginning.options();
        if (maxHz == null) {
            return options;
        }
        return (options == null ? SubscribeOptions.NONE : options).withMaxHz(maxHz);
    }

    @Override
    public Integer call() throws Exception {
        SubscribeOptions options = options();
        HttpApiClient api = client.client(shell);
        MessagePrinter printer = new MessagePrinter(shell.out(), json, ZoneId.systemDefault());
        Backoff backoff = new Backoff(RandomGenerator.getDefault());
        startNanos = System.nanoTime();
        while (true) {
            try {
                follow(api, options, printer, backoff);
                return ExitCode.OK.code();
            } catch (Failure failure) {
                if (!reconnect || !mayReturn || failure.exitCode() != ExitCode.UNREACHABLE) {
                    throw failure;
                }
                Duration wait = backoff.next();
                if (timeout != null && wait.compareTo(timeLeft()) >= 0) {
                    throw failure;
                }
                shell.err().println("gateway: " + failure.getMessage() + " - trying again in " + Durations.text(wait));
                pause(wait);
            }
        }
    }

    /** One connection, from its start to its end. Returns when all was seen that was asked for. */
    private void follow(HttpApiClient api, @Nullable SubscribeOptions options, MessagePrinter printer, Backoff backoff)
            throws Failure, InterruptedException, WireException {
        try (ClientSocket socket = ClientSocket.open(api, msgpack ? WireFormat.MSGPACK : WireFormat.JSON)) {
            socket.send(new ClientMessage.Subscribe(ID, channels, channels.size() > 1, null, false, options));
            boolean confirmed = false;
            while (true) {
                Duration left = confirmed ? timeLeft() : ANSWER_TIMEOUT;
                SocketEvent event = socket.poll(left);
                if (event == null) {
                    if (!confirmed) {
                        throw socket.lost(new SocketEvent.Broken("it does not answer"));
                    }
                    onTimeout();
                    return;
                }
                if (!(event instanceof Received received)) {
                    mayReturn = !(event instanceof SocketEvent.Closed closed) || CloseCodes.mayReconnect(closed.code());
                    throw socket.lost(event);
                }
                ServerMessage message = received.message();
                if (message instanceof ServerMessage.ErrorMessage error) {
                    throw refusal(error);
                }
                if (message instanceof NoticeMessage.ServerShutdown shutdown) {
                    onShutdown(shutdown);
                }
                if (isConfirmation(message)) {
                    confirmed = true;
                    backoff.reset();
                    shell.err()
                            .println("subscribed to " + PlainText.of(String.join(" ", channels)) + " at " + api.url());
                }
                if (!printer.print(received) || isEnough(message)) {
                    return;
                }
            }
        }
    }

    /** What still comes is printed; the close that follows is the end, or the beginning of the way back. */
    private void onShutdown(NoticeMessage.ServerShutdown shutdown) {
        Duration after = Duration.ofMillis(shutdown.reconnectAfterMillis());
        shell.err()
                .println("gateway: it is about to stop; this client is expected back in " + Durations.text(after)
                        + (reconnect ? "" : ", for which there is --reconnect"));
    }

    private static boolean isConfirmation(ServerMessage message) {
        return message instanceof ServerMessage.SubscriptionConfirmed
                || message instanceof ServerMessage.SubscriptionsConfirmed;
    }

    private boolean isEnough(ServerMessage message) {
        if (message instanceof UpdateMessage || message instanceof SnapshotPage) {
            seenCount++;
        }
        return count != null && seenCount >= count;
    }

    private void onTimeout() throws Failure {
        if (count != null) {
            throw new Failure(
                    ExitCode.FAILED,
                    "only " + seenCount + " of " + count + " messages came in time; is anything published there?");
        }
    }

    private Duration timeLeft() {
        if (timeout == null) {
            return FOR_EVER;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
        return left.isNegative() ? Duration.ZERO : left.compareTo(FOR_EVER) > 0 ? FOR_EVER : left;
    }

    /** The gateway's text names the channels that exist. */
    private static Failure refusal(ServerMessage.ErrorMessage error) {
        String field = error.field() == null ? "" : " at " + error.field();
        return new Failure(
                ExitCode.FAILED, PlainText.of("refused: " + error.code().wireName() + field + ": " + error.text()));
    }

    private static void pause(Duration wait) throws InterruptedException {
        long untilNanos = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = untilNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
