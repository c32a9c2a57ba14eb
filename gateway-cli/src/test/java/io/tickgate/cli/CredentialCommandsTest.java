package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CredentialCommandsTest {
    private static final String SECRET = "a-secret-for-this-test-alone-0123456789";
    private static final Map<String, String> ENVIRONMENT = Map.of("GATEWAY_AUTH_HS_SECRET", SECRET);

    private static TestGateway gateway;
    private static String key = "";

    @BeforeAll
    static void start() throws IOException {
        String[] lines = CommandRun.of("api-key", "feed", "--publish", "market_data,chart_updates:07*", "--admin")
                .out()
                .split("\n", -1);
        key = lines[0].substring("key  ".length());
        String line = lines[1].substring("line ".length());
        assertThat(key).matches("tg_[A-Za-z0-9_-]{43}");
        assertThat(line).matches("feed sha256:[0-9a-f]{64} publish:market_data publish:chart_updates:07\\* admin");
        gateway = TestGateway.start("auth.mode", "required", "auth.hs-secret", SECRET, "auth.api-keys", line);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String token(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "token";
        System.arraycopy(options, 0, arguments, 1, options.length);
        CommandRun run = CommandRun.withEnvironment(ENVIRONMENT, arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out().strip();
    }

    private static CommandRun with(String token, String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = gateway.url();
        return CommandRun.withEnvironment(Map.of("GATEWAY_TOKEN", token), all);
    }

    @Test
    void aTokenSaysWhatWasAskedFor() {
        String token = token(
                "--sub",
                "alice",
                "--subscribe",
                "market_data,notifications",
                "--history",
                "market_data",
                "--ttl",
                "5m",
                "--max-subscriptions",
                "3",
                "--max-hz",
                "2.5",
                "--kid",
                "k1");

        String[] parts = token.split("\\.", -1);
        assertThat(parts).hasSize(3);
        assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
        assertThat(decoded(parts[1]))
                .matches("\\{\"sub\":\"alice\",\"iat\":(\\d+),\"exp\":\\d+,"
                        + "\"subscribe\":\\[\"market_data\",\"notifications\"\\],\"history\":\\[\"market_data\"\\],"
                        + "\"max_subscriptions\":3,\"max_hz\":2.5\\}");
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    @Test
    void theGatewayTakesItAndWhatItGrants() {
        String token = token("--sub", "alice", "--publish", "market_data", "--subscribe", "market_data");

        assertThat(with(token, "publish", "market_data:x", "{}").exitCode()).isZero();
        CommandRun other = with(token, "publish", "notifications", "{}");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err())
                .contains("refused: forbidden at /channel")
                .contains("the token does not allow to publish to \"notifications\"")
                .doesNotContain("ingest.allowed-addresses");
        assertThat(with(token, "subscribe", "market_data", "--timeout", "1s").exitCode())
                .isZero();
        assertThat(with(token, "subscribe", "notifications", "--timeout", "1s").err())
                .contains("forbidden at channel");
        assertThat(with(token, "status").exitCode()).isZero();
    }

    @Test
    void theIssuerAndTheAudienceOfTheConfigurationStandInIt() {
        CommandRun run = CommandRun.withEnvironment(
                Map.of(
                        "GATEWAY_AUTH_HS_SECRET",
                        SECRET,
                        "GATEWAY_AUTH_ISSUER",
                        "https://me.example/",
                        "GATEWAY_AUTH_AUDIENCE",
                        "gw"),
                "token",
                "--sub",
                "a");

        assertThat(decoded(run.out().split("\\.", -1)[1]))
                .contains("\"iss\":\"https://me.example/\"", "\"aud\":\"gw\"");
    }

    @Test
    void theKeyIsTakenByTheLineThatWasPrintedWithIt() {
        assertThat(with(key, "publish", "market_data:x", "{}").exitCode()).isZero();
        assertThat(with(key, "publish", "chart_updates:0700", "{}").exitCode()).isZero();
        assertThat(with(key, "publish", "chart_updates:1", "{}").err())
                .contains("the API key does not allow to publish to");
        assertThat(with(key + "x", "publish", "market_data:x", "{}").err())
                .contains("refused: unauthorized")
                .contains("--token or GATEWAY_TOKEN");
    }

    @Test
    void theOptionCountsOverTheEnvironment() {
        CommandRun run = with("nonsense", "publish", "market_data:x", "{}", "--token", key);

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void withoutATokenItIsSaidHowToShowOne() {
        assertThat(with("", "publish", "market_data:x", "{}").err()).contains("--token or GATEWAY_TOKEN");
        assertThat(with("", "status").exitCode()).isEqualTo(1);
        assertThat(with("a.b.c", "subscribe", "market_data").err()).contains("--token or GATEWAY_TOKEN");
        assertThat(with("two words", "status").exitCode()).isEqualTo(2);
    }

    @Test
    void theDoctorIsContentWithATokenThatGrantsEverything() {
        CommandRun run =
                with(token("--sub", "doctor", "--subscribe", "*", "--publish", "*", "--history", "*"), "doctor");

        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void aKeyIsDataToo() {
        assertThat(CommandRun.of("api-key", "x", "--subscribe", "*", "--json")
                        .out()
                        .strip())
                .matches("\\{\"key\":\"tg_[^\"]{43}\",\"line\":\"x sha256:[0-9a-f]{64} subscribe\"\\}");
    }
}
