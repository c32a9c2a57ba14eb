package io.tickgate.cli.credential;

import io.tickgate.cli.OperatorConfig;
import io.tickgate.cli.console.Durations;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.NumberRange;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.config.TokenConfig;
import io.tickgate.protocol.codec.NotificationReader;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway token}. */
@Command(
        name = "token",
        description = "Make a token for development, signed with the configured auth.hs-secret, and print it.",
        footer = {
            "",
            "Whoever has the secret can make any token: in production let an issuer make them, see auth.jwks-url.",
            "",
            "Examples:",
            "  export GATEWAY_AUTH_MODE=required GATEWAY_AUTH_HS_SECRET=$(openssl rand -hex 32)",
            "  gateway token --sub alice --subscribe market_data,notifications --history market_data",
            "  GATEWAY_TOKEN=$(gateway token --sub alice --subscribe '*') gateway subscribe market_data",
            "  gateway token --sub feed --publish '*' --ttl 12h"
        })
public final class TokenCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--sub", paramLabel = "USER", required = true, description = "Whose token it is.")
    private String subject = "";

    @Mixin
    private final GrantOptions grants = new GrantOptions();

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long it counts, such as 10s, 5m, 1h. Default: 1h.")
    private Duration ttl = Duration.ofHours(1);

    @Option(
            names = "--max-subscriptions",
            paramLabel = "N",
            converter = NumberRange.FromOne.class,
            description = "Of one connection.")
    private @Nullable Integer maxSubscriptions;

    @Option(
            names = "--commands-per-second",
            paramLabel = "N",
            converter = NumberRange.FromOne.class,
            description = "Of one connection.")
    private @Nullable Integer commandsPerSecond;

    @Option(
            names = "--max-kbps",
            paramLabel = "N",
            converter = NumberRange.Kbps.class,
            description = "Kilobits a second that a connection is sent.")
    private @Nullable Integer maxKbps;

    @Option(
            names = "--max-hz",
            paramLabel = "N",
            converter = NumberRange.Hertz.class,
            description = "Updates a second of each state.")
    private @Nullable Double maxHz;

    @Option(
            names = "--kid",
            paramLabel = "ID",
            description = "Which key it says that it is signed with. Default: none.")
    private @Nullable String keyId;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Where the secret, the issuer and the audience are configured; the environment counts over it.")
    private @Nullable Path config;

    public TokenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Failure {
        if (!NotificationReader.isUserId(subject)) {
            throw new Failure(ExitCode.USAGE, "--sub " + NotificationReader.USER_ID_RULE);
        }
        grants.check();
        TokenConfig tokens = OperatorConfig.load(shell, config, Map.of()).auth().tokens();
        String secret = tokens.hsSecret();
        if (secret == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is no auth.hs-secret to sign with: put one into the environment, GATEWAY_AUTH_HS_SECRET");
        }
        long now = System.currentTimeMillis() / 1_000;
        shell.out().println(SignedToken.of(secret, keyId, json -> write(json, tokens, now)));
        return ExitCode.OK.code();
    }

    private void write(WireWriter json, TokenConfig tokens, long now) {
        Map<String, Runnable> claims = new LinkedHashMap<>();
        claims.put("sub", () -> json.string(subject));
        claims.put("iat", () -> json.integer(now));
        claims.put("exp", () -> json.integer(now + ttl.toSeconds()));
        String issuer = tokens.issuer();
        if (issuer != null) {
            claims.put("iss", () -> json.string(issuer));
        }
        if (!tokens.audience().isEmpty()) {
            claims.put("aud", () -> json.string(tokens.audience().iterator().next()));
        }
        putAll(claims, json, "subscribe", grants.subscribe());
        putAll(claims, json, "publish", grants.publish());
        putAll(claims, json, "history", grants.history());
        if (grants.admin()) {
            claims.put("admin", () -> json.bool(true));
        }
        putLimits(claims, json);
        json.beginObject(claims.size());
        claims.forEach((name, value) -> {
            json.name(name);
            value.run();
        });
        json.endObject();
    }

    private void putLimits(Map<String, Runnable> claims, WireWriter json) {
        put(claims, json, "max_subscriptions", maxSubscriptions);
        put(claims, json, "commands_per_second", commandsPerSecond);
        put(claims, json, "max_kbps", maxKbps);
        Double hz = maxHz;
        if (hz != null) {
            claims.put("max_hz", () -> json.real(hz));
        }
    }

    private static void put(Map<String, Runnable> claims, WireWriter json, String name, @Nullable Integer value) {
        if (value != null) {
            claims.put(name, () -> json.integer(value));
        }
    }

    private static void putAll(Map<String, Runnable> claims, WireWriter json, String name, List<String> patterns) {
        if (!patterns.isEmpty()) {
            claims.put(name, () -> {
                json.beginArray(patterns.size());
                patterns.forEach(json::string);
                json.endArray();
            });
        }
    }
}
