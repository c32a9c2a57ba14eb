package io.tickgate.cli.doctor;

import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.SocketEvent;
import io.tickgate.cli.console.Failure;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What a client meets that connects and talks. */
final class SocketChecks {
    private static final int CONNECTS = 5;
    /** The guide's promise, from connecting to the welcome. */
    private static final long WELCOME_TARGET_NANOS = 100_000_000L;

    private static final CommandId ID = new CommandId.Text("doctor");
    /** A limit beyond it is not tried: the check would send all of that. */
    private static final int OVERSIZED_BYTES_MAX = 32 << 20;

    private final HttpApiClient api;
    private final String probeChannel;

    SocketChecks(HttpApiClient api, String probeChannel) {
        this.api = api;
        this.probeChannel = probeChannel;
    }

    List<Check> conversation() {
        return List.of(
                new Check("connect", this::connect),
                new Check("ping", this::ping),
                new Check("subscribe", this::subscribe),
                new Check("unknown-channel", this::unknownChannel));
    }

    List<Check> dialects() {
        return List.of(
                new Check("messagepack", this::messagePack),
                new Check(
                        "compression",
                        () -> DeflateProbe.look(api.url(), api.http().sslContext())),
                new Check("oversized", this::oversized));
    }

    private Finding connect() throws Failure, InterruptedException {
        // The first connection of a process mostly measures how the process itself starts.
        Dialogue.open(api, WireFormat.JSON).close();
        List<Long> nanos = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < CONNECTS; i++) {
            try (Dialogue dialogue = Dialogue.open(api, WireFormat.JSON)) {
                nanos.add(dialogue.welcomedAfterNanos());
                texts.add(String.format(Locale.ROOT, "%.1f", dialogue.welcomedAfterNanos() / 1e6));
            }
        }
        String detail = "welcome after " + String.join(", ", texts) + " ms";
        return Collections.max(nanos) < WELCOME_TARGET_NANOS
                ? Finding.ok(detail)
                : Finding.warn(detail + " (target: below 100)", "see whether the machine or the network is overloaded");
    }

    private Finding ping() throws Failure, InterruptedException {
        try (Dialogue dialogue = Dialogue.open(api, WireFormat.JSON)) {
            dialogue.send(new ClientMessage.Ping(ID));
            ServerMessage.Pong pong = dialogue.await(ServerMessage.Pong.class);
            return ID.equals(pong.id())
                    ? Finding.ok("pong carries the id back")
                    : Finding.fail("pong without the id of its ping", "is this a gateway of this protocol?");
        }
    }

    private Finding subscribe() throws Failure, InterruptedException {
        try (Dialogue dialogue = Dialogue.open(api, WireFormat.JSON)) {
            dialogue.subscribe(probeChannel);
            return Finding.ok(probeChannel + " is confirmed");
        }
    }

    private Finding unknownChannel() throws Failure, InterruptedException {
        try (Dialogue dialogue = Dialogue.open(api, WireFormat.JSON)) {
            dialogue.send(new ClientMessage.Subscribe(ID, List.of("no_such_family_of_doctor"), false, null, false));
            ServerMessage.ErrorMessage error = dialogue.await(ServerMessage.ErrorMessage.class);
            return error.code() == ErrorCode.UNKNOWN_CHANNEL
                    ? Finding.ok("refused with " + error.code().wireName())
                    : Finding.fail(
                            "refused with " + error.code().wireName() + " instead of unknown_channel",
                            "is this a gateway of this protocol?");
        }
    }

    private Finding messagePack() throws Failure, InterruptedException {
        try (Dialogue dialogue = Dialogue.open(api, WireFormat.MSGPACK)) {
            dialogue.send(new ClientMessage.Ping(ID));
            dialogue.await(ServerMessage.Pong.class);
            return Finding.ok(dialogue.welcome().protocol() + " is spoken");
        }
    }

    private Finding oversized() throws Failure, InterruptedException {
        try (Dialogue dialogue = Dialogue.open(api, WireFormat.JSON)) {
            int limit = dialogue.welcome().messageBytesMax();
            if (limit >= OVERSIZED_BYTES_MAX) {
                return Finding.warn(
                        "not tried: the limit is " + limit + " bytes",
                        "lower limits.max-message-bytes to what you need");
            }
            try {
                dialogue.sendText("x".repeat(limit + 1));
            } catch (Failure closedWhileSending) {
                // The answer may come before all was sent; what it is stands below.
            }
            SocketEvent end = dialogue.awaitEnd();
            boolean tooBig =
                    end instanceof SocketEvent.Closed closed && closed.code() == CloseCode.MESSAGE_TOO_BIG.code();
            return tooBig
                    ? Finding.ok((limit + 1) + " bytes are answered by close 1009")
                    : Finding.fail(
                            (limit + 1) + " bytes are answered by " + end + " instead of close 1009",
                            "see whether a proxy in between ends connections by itself");
        }
    }
}
