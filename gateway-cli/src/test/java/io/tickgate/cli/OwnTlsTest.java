package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a gateway that ends TLS itself, and what an operator reads who set it up wrongly. */
@Timeout(120)
class OwnTlsTest {
    @TempDir
    private static Path directory = Path.of("");

    private static TestKeys keys;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        keys = TestKeys.make(directory);
        gateway = TestGateway.start(
                "tls.certificate",
                keys.certificate().toString(),
                "tls.key",
                keys.key().toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static CommandRun run(String scheme, String command) {
        return CommandRun.of(
                (command + " --cacert " + keys.certificate() + " --url " + scheme + "://localhost:" + gateway.port())
                        .split(" ", -1));
    }

    @Test
    void doctorFindsNothingWrong() {
        CommandRun run = run("https", "doctor");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("permessage-deflate is agreed on");
    }

    @Test
    void commandsGoThrough() throws Exception {
        CompletableFuture<CommandRun> subscribed =
                CompletableFuture.supplyAsync(() -> run("wss", "subscribe market_data --count 2 --json"));
        while (!subscribed.isDone()) {
            assertThat(run("https", "publish market_data:TLS {}").out()).startsWith("offset ");
        }

        assertThat(subscribed.get().exitCode()).as(subscribed.get().err()).isZero();
        assertThat(run("https", "status").out()).contains("online");
    }

    @Test
    void whoAsksInPlainHttpReadsWhatToDo() {
        CommandRun run = CommandRun.of("status", "--url", "http://localhost:" + gateway.port());

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("https://").hasLineCount(1);
    }

    @Test
    void aKeyOfAnotherCertificateIsSaidBeforeTheStartAndAtTheStart() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Path config = Files.writeString(
                directory.resolve("gateway.yaml"),
                "tls:\n  certificate: " + keys.certificate() + "\n  key: "
                        + TestKeys.make(other).key() + "\nserver: {port: 0, warm-up: 0s}\n");

        for (String[] command :
                new String[][] {{"check-config", config.toString()}, {"serve", "--config", config.toString()}}) {
            CommandRun run = CommandRun.of(command);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .contains("tls.key: ", "is not the key of the certificate")
                    .hasLineCount(1);
        }
    }

    @Test
    void oneOfTheTwoAloneIsRefused() {
        CommandRun run =
                CommandRun.of("serve", "--set", "tls.certificate=" + keys.certificate(), "--set", "server.port=0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("tls.key: is needed, too").hasLineCount(1);
    }
}
