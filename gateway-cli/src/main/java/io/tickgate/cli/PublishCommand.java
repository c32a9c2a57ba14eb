package io.tickgate.cli;

import io.tickgate.cli.client.ClientOptions;
import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.client.PublishAnswer;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.Shell;
import io.tickgate.cli.upload.FileUpload;
import io.tickgate.protocol.message.IdempotencyKeys;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway publish CHANNEL JSON}, {@code gateway publish --file FILE}. */
@Command(
        name = "publish",
        description = "Publish one JSON object to a channel, or a file of many.",
        footer = {
            "",
            "Examples:",
            "  gateway publish notifications '{\"type\":\"test\",\"title\":\"hello\"}'",
            "  jq -c .quote quote.json | gateway publish market_data:0700.HK -",
            "  gateway publish --file quotes.ndjson --rate 500",
            "  tail -F quotes.ndjson | gateway publish --file - --json"
        })
final class PublishCommand implements Callable<Integer> {
    /** Eight times what a gateway takes by default: it shall refuse, not we; but our heap is small, and stdin may not end. */
    private static final int INPUT_BYTES_MAX = 2 << 20;

    private final Shell shell;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(names = "--json", description = "Print the gateway's answer as it is; of a file one object at the end.")
    private boolean json;

    /** One message, or many. */
    private static final class What {
        @ArgGroup(exclusive = false)
        private @Nullable One one;

        @ArgGroup(exclusive = false)
        private @Nullable FileUpload file;
    }

    /** Where, and what. */
    private static final class One {
        @Parameters(index = "0", paramLabel = "CHANNEL", description = "Such as notifications, or market_data:0700.HK.")
        private String channel = "";

        @Parameters(
                index = "1",
                paramLabel = "JSON",
                description = "The message: one object. - reads it from standard input.")
        private String message = "";

        @Option(
                names = "--idempotency-key",
                paramLabel = "KEY",
                description = {
                    "Publish once, however often this is run with the same KEY:",
                    "1 to 64 characters without whitespace. Lines of a file have",
                    "theirs as idempotency_key."
                })
        private @Nullable String key;
    }

    PublishCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        HttpApiClient api = client.client(shell);
        if (what.file != null) {
            return what.file.run(api, shell, json);
        }
        return publish(api, Objects.requireNonNull(what.one, "picocli asks for one of the two"));
    }

    private int publish(HttpApiClient api, One one) throws Failure, InterruptedException {
        Answer answer = api.postJson(api.url().broadcast(), request(one));
        if (!answer.isSuccess()) {
            throw answer.refusal();
        }
        PublishAnswer published = answer.read(PublishAnswer::read);
        if (json) {
            shell.out().println(new String(answer.body(), StandardCharsets.UTF_8));
        } else if (published.isDuplicate()) {
            shell.out().println("offset " + published.offset() + " in " + one.channel + ", published before");
        } else {
            shell.out()
                    .println("offset " + published.offset() + " in " + one.channel + ", " + published.recipientCount()
                            + (published.recipientCount() == 1 ? " recipient" : " recipients"));
        }
        return ExitCode.OK.code();
    }

    private byte[] request(One one) throws Failure {
        byte[] input = one.message.equals("-") ? standardInput() : one.message.getBytes(StandardCharsets.UTF_8);
        WireBuffer out = new WireBuffer();
        WireWriter writer = WireWriter.json(out);
        try (WireReader in = WireReader.of(WireFormat.JSON, WireLimits.DEFAULT.withMessageBytesMax(INPUT_BYTES_MAX))) {
            in.open(input, 0, input.length);
            MessageBody body = in.body(false);
            in.end();
            writer.beginObject(one.key == null ? 2 : 3);
            writer.name("channel").string(one.channel);
            writer.name("message").body(body);
            if (one.key != null) {
                writer.name(IdempotencyKeys.FIELD).string(one.key);
            }
            writer.endObject();
            return out.toBytes();
        } catch (WireException e) {
            throw new Failure(ExitCode.USAGE, "JSON must be one object, such as '{\"type\":\"test\"}': " + e.text());
        }
    }

    private byte[] standardInput() throws Failure {
        try {
            byte[] input = shell.in().readNBytes(INPUT_BYTES_MAX + 1);
            if (input.length <= INPUT_BYTES_MAX) {
                return input;
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "standard input cannot be read: " + e.getMessage());
        }
        throw new Failure(
                ExitCode.USAGE,
                "standard input holds more than the " + (INPUT_BYTES_MAX >> 20)
                        + " MiB that this command publishes; use HTTP for larger messages");
    }
}
