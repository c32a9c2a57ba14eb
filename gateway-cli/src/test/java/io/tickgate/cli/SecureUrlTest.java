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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** https and wss, as a proxy in front of a gateway offers them. */
@Timeout(120)
class SecureUrlTest {
    @TempDir
    private static Path directory = Path.of("");

    private static TestGateway gateway;
    private static TestKeys keys;
    private static TlsFront front;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start();
        keys = TestKeys.make(directory);
        front = TlsFront.start(keys, gateway.port());
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        gateway.close();
    }

    private static CommandRun run(String scheme, String command) {
        return CommandRun.of(
                (command + " --cacert " + keys.certificate() + " --url " + scheme + "://localhost:" + front.port())
                        .split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "wss"})
    void commandsTrustTheCertificatesThatTheyAreGiven(String scheme) {
        assertThat(run(scheme, "status").out()).contains("online", "https://localhost:" + front.port());
        assertThat(run(scheme, "publish notifications {}").out()).startsWith("offset ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "wss"})
    void aSubscriptionComesThroughTls(String scheme) throws Exception {
        CompletableFuture<CommandRun> result =
                CompletableFuture.supplyAsync(() -> run(scheme, "subscribe market_data --count 2 --json"));
        while (!result.isDone()) {
            gateway.publish("market_data:TLS", "{\"last\":1.50}");
            Thread.onSpinWait();
        }

        assertThat(result.get().exitCode()).as(result.get().err()).isZero();
        assertThat(result.get().out()).hasLineCount(2).contains("\"last\":1.50");
    }

    @Test
    void doctorChecksThroughTlsToo() {
        CommandRun run = run("https", "doctor");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("permessage-deflate is agreed on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "subscribe market_data"})
    void aCertificateOfAStrangerIsRefusedWithWhatToDo(String command) {
        CommandRun run = CommandRun.of((command + " --url https://localhost:" + front.port()).split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("not from anybody trusted", "--cacert")
                .doesNotContain("\tat ")
                .hasLineCount(1);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        CommandRun run = CommandRun.of(
                "status", "--cacert", keys.certificate().toString(), "--url", "https://127.0.0.1:" + front.port());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("not for 127.0.0.1").hasLineCount(1);
    }

    @Test
    void plainHttpBehindAnHttpsUrlIsSaid() {
        CommandRun run = CommandRun.of("status", "--url", "https://localhost:" + gateway.port());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("http:// instead of https://").hasLineCount(1);
    }

    @Test
    void aFileWithoutCertificatesIsWrongUsage() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");

        assertThat(CommandRun.of("status", "--cacert", empty.toString()))
                .isEqualTo(new CommandRun(2, "", "gateway: --cacert " + empty + ": holds no certificate\n"));
        assertThat(CommandRun.of("status", "--cacert", nonsense.toString()))
                .isEqualTo(
                        new CommandRun(2, "", "gateway: --cacert " + nonsense + ": must hold certificates in PEM\n"));
        assertThat(CommandRun.of("status", "--cacert", "missing.pem").err()).contains("there is no such file");
    }
}
