package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.cli.client.StatusReport;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientCommandsTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void publishPrintsTheOffsetAndTheRecipients() {
        CommandRun run = run("publish", "market_data:P1", "{\"last\":1.50}");

        assertThat(run).isEqualTo(new CommandRun(0, "offset 1 in market_data:P1, 0 recipients\n", ""));
    }

    @Test
    void publishWithAKeySaysWhetherItWasThereBefore() {
        String[] arguments = {"publish", "market_data:P3", "{\"last\":1.50}", "--idempotency-key", "k-1"};

        assertThat(run(arguments).out()).isEqualTo("offset 1 in market_data:P3, 0 recipients\n");
        assertThat(run(arguments).out()).isEqualTo("offset 1 in market_data:P3, published before\n");
        assertThat(run("publish", "market_data:P3", "{}", "--idempotency-key", "k 1")
                        .err())
                .contains("idempotency_key");
    }

    @Test
    void publishReadsStandardInputAndPrintsTheAnswerAsItIs() throws WireException {
        CommandRun run = CommandRun.withInput(
                "{\n \"last\": 1.50\n}\n", "publish", "--url", gateway.url(), "--json", "market_data:P2", "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (WireReader in = open(run.out())) {
            assertThat(in.nextName()).isEqualTo("success");
        }
    }

    @Test
    void aRefusedPublicationIsOneLineWithCodeFieldAndKnownChannels() {
        CommandRun run = run("publish", "nope", "{}");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("gateway: refused: unknown_channel at /channel: ")
                .contains("market_data", "system_status")
                .hasLineCount(1);
    }

    @Test
    void subscribePrintsWhatIsPublishedForPeople() throws Exception {
        CommandRun run =
                whilePublishing("market_data:S1", "{\"last\":1.50}", "subscribe", "market_data:S1", "--count", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  market_data:S1  #\\d+  \\{.*\"last\":1\\.50.*}"));
    }

    @Test
    void subscribePrintsOneJsonMessageALineAsItCame() throws Exception {
        CommandRun run = whilePublishing(
                "market_data:S2",
                "{\n\"last\":1.50}",
                "subscribe",
                "market_data",
                "notifications",
                "--count",
                "3",
                "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertConsecutive(run.out().lines().toList());
    }

    @Test
    void subscribeTranscodesMessagePackToJson() throws Exception {
        CommandRun run = whilePublishing(
                "market_data:S3",
                "{\"last\":1.5}",
                "subscribe",
                "market_data:S3",
                "--count",
                "3",
                "--json",
                "--msgpack");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertConsecutive(run.out().lines().toList());
        assertThat(run.out()).contains("\"last\":1.5");
    }

    @Test
    void whatOthersPublishCannotSteerTheTerminal() throws Exception {
        CommandRun run = whilePublishing(
                "market_data:S4", "{\"x\":\"\u009b2J\u202e\"}", "subscribe", "market_data:S4", "--count", "1");

        assertThat(run.out()).contains("\\u009b2J\\u202e").doesNotContain("\u009b", "\u202e");
    }

    @Test
    void aRefusedSubscriptionNamesTheKnownChannels() {
        CommandRun run = run("subscribe", "market_data", "nope");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("unknown_channel", "channels[1]", "backtest_progress")
                .hasLineCount(1);
    }

    @Test
    void subscribeBeginsWithTheNewestValueOrWithSomeOfThePast() {
        for (int i = 1; i <= 3; i++) {
            gateway.publish("market_data:B", "{\"n\":" + i + "}");
        }

        CommandRun newest = run("subscribe", "market_data:B", "--snapshot", "--count", "1");
        CommandRun past = run("subscribe", "market_data:B", "--rewind-last", "2", "--count", "2");
        CommandRun family = run("subscribe", "market_data", "--snapshot", "--count", "1", "--json");

        assertThat(newest.out()).contains("#3").hasLineCount(1);
        assertThat(past.out()).contains("#2", "#3").hasLineCount(2);
        assertThat(family.out()).startsWith("{\"type\":\"snapshot\",\"channel\":\"market_data\",\"page\":1,");
    }

    @Test
    void aFrequencyGoesWithTheNewestValueAndNotWithStreams() {
        gateway.publish("market_data:HZ", "{\"n\":1}");

        CommandRun newest = run("subscribe", "market_data:HZ", "--snapshot", "--max-hz", "2", "--count", "1");
        CommandRun stream = run("subscribe", "notifications", "--max-hz", "2");

        assertThat(newest.out()).contains("#1").hasLineCount(1);
        assertThat(stream.exitCode()).isEqualTo(1);
        assertThat(stream.err()).contains("conflation_not_allowed").hasLineCount(1);
    }

    @Test
    void thePublicationThatJsonMakesLongestArrives() throws Exception {
        // A control character is one byte of MessagePack and six of JSON.
        assertThat(publishControlCharacters("market_data:LONG", 255 << 10)).isEqualTo(200);

        CommandRun run = run("subscribe", "market_data:LONG", "--snapshot", "--count", "1", "--timeout", "20s");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).hasSizeGreaterThan(1 << 20);
    }

    @Test
    void publishRefusesInputThatItsHeapCannotHold() {
        CommandRun run = CommandRun.withInput(
                "{\"text\":\"" + "x".repeat(2 << 20) + "\"}",
                "publish",
                "--url",
                gateway.url(),
                "market_data:BIG",
                "-");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("standard input", "2 MiB").hasLineCount(1);
    }

    @Test
    void timesAreWrittenAsInTheConfiguration() throws Exception {
        for (String timeout : List.of("1h", "30 s", "999999999h")) {
            CommandRun run = whilePublishing(
                    "market_data:H", "{}", "subscribe", "market_data:H", "--count", "1", "--timeout", timeout);

            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    @Test
    void aTimeoutEndsASubscriptionAndFailsOneThatCounts() {
        assertThat(run("subscribe", "market_data:T", "--timeout", "50ms").exitCode())
                .isZero();
        CommandRun counting = run("subscribe", "market_data:T", "--timeout", "50ms", "--count", "1");

        assertThat(counting.exitCode()).isEqualTo(1);
        assertThat(counting.err()).contains("only 0 of 1 messages");
    }

    @Test
    void anInterruptionEndsASubscriptionWith130() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<CommandRun> result = new CompletableFuture<>();
        Thread command = new Thread(() -> {
            started.countDown();
            result.complete(run("subscribe", "market_data:I"));
        });
        command.start();
        started.await();

        command.interrupt();

        assertThat(result.get().exitCode()).isEqualTo(130);
    }

    @Test
    void statusIsATableOrTheAnswerItself() throws WireException {
        assertThat(run("status").out()).contains("online", "connections", "max_message_bytes", "65536");
        CommandRun json = run("status", "--json");

        try (WireReader in = open(json.out())) {
            assertThat(StatusReport.read(in).status()).isEqualTo("online");
        }
    }

    @Test
    void doctorFindsNothingWrongWithAHealthyGateway() throws WireException {
        CommandRun run = run("doctor", "--json");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        List<String> names = new java.util.ArrayList<>();
        try (WireReader in = open("{\"findings\":" + run.out() + "}")) {
            in.nextName();
            in.nextValue();
            while (in.nextElement() != null) {
                assertThat(in.nextName()).isEqualTo("check");
                in.nextValue();
                names.add(in.string());
                assertThat(in.nextName()).isEqualTo("result");
                in.nextValue();
                assertThat(in.string()).isNotEqualTo("fail");
                for (String name = in.nextName(); name != null; name = in.nextName()) {
                    in.nextValue();
                    in.skip();
                }
            }
        }
        assertThat(names)
                .containsExactly(
                        "reachable",
                        "liveness",
                        "readiness",
                        "status",
                        "connect",
                        "ping",
                        "subscribe",
                        "unknown-channel",
                        "publish",
                        "latency",
                        "order",
                        "messagepack",
                        "compression",
                        "oversized",
                        "limits");
    }

    @Test
    void doctorSaysThatThisAddressMayNotPublish() throws IOException {
        try (TestGateway closed = TestGateway.start("ingest.allowed-addresses", "10.255.255.1")) {
            CommandRun run = CommandRun.of("doctor", "--url", closed.url());

            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(run.out()).contains("warn publish", "may not publish", "ingest.allowed-addresses");
        }
    }

    @Test
    void publishSaysWhatToDoWhenThisAddressMayNotPublish() throws IOException {
        try (TestGateway closed = TestGateway.start("ingest.allowed-addresses", "10.255.255.1")) {
            CommandRun run = CommandRun.of("publish", "--url", closed.url(), "notifications", "{}");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("forbidden", "ingest.allowed-addresses")
                    .hasLineCount(1);
        }
    }

    private static void assertConsecutive(List<String> lines) throws WireException {
        MessageReader reader = new MessageReader(WireLimits.DEFAULT);
        long last = -1;
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            ServerMessage message = reader.readServer(WireFormat.JSON, bytes, 0, bytes.length);
            assertThat(message).isInstanceOf(PublicationMessage.class);
            long offset = ((PublicationMessage) message).offset();
            assertThat(last < 0 || offset == last + 1).isTrue();
            last = offset;
        }
        assertThat(lines).hasSize(3);
    }

    /** Runs a command while a publisher publishes again and again, so that nobody has to know when it is subscribed. */
    private static CommandRun whilePublishing(String channel, String json, String... arguments) throws Exception {
        CompletableFuture<CommandRun> result = CompletableFuture.supplyAsync(() -> run(arguments));
        while (!result.isDone()) {
            gateway.publish(channel, json);
            Thread.onSpinWait();
        }
        return result.get();
    }

    /** @return the status of the answer */
    private static int publishControlCharacters(String channel, int count) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeByte(0x82);
        writeText(out, "channel");
        writeText(out, channel);
        writeText(out, "message");
        out.writeByte(0x81);
        writeText(out, "text");
        writeText(out, "\u0001".repeat(count));
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/websocket/broadcast"))
                .header("Content-Type", "application/msgpack")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A MessagePack string with a length of 32 bits. */
    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(0xdb);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static CommandRun run(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = gateway.url();
        return CommandRun.of(all);
    }

    private static WireReader open(String json) throws WireException {
        byte[] bytes = json.strip().getBytes(StandardCharsets.UTF_8);
        WireReader in = WireReader.of(WireFormat.JSON, WireLimits.DEFAULT);
        in.open(bytes, 0, bytes.length);
        return in;
    }
}
