package io.tickgate.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens count.
 *
 * @param issuer null when any does
 * @param audience empty when any does
 * @param leeway by how much clocks may differ
 * @param hsSecret null when there is none
 */
public record TokenConfig(
        Set<String> algorithms,
        @Nullable String issuer,
        Set<String> audience,
        Duration leeway,
        @Nullable String hsSecret,
        @Nullable Path publicKeyFile,
        JwksConfig jwks) {
    static final Setting<List<String>> ALGORITHMS = Setting.list(
            "auth.algorithms",
            new TextType(Pattern.compile("HS256|RS256|ES256|EdDSA"), "HS256, RS256, ES256, EdDSA"),
            1,
            4,
            "HS256, RS256, ES256, EdDSA",
            "Which a token may be signed by. Each is only ever checked with keys of its own kind; none is never taken.");
    static final Setting<String> ISSUER = Setting.text(
            "auth.issuer",
            "[!-~]{1,500}",
            "none or what iss must be, without spaces",
            AuthConfig.NONE,
            "Who must have made a token. none: whoever has the key.");
    static final Setting<List<String>> AUDIENCE = Setting.list(
            "auth.audience",
            new TextType(Pattern.compile("[!-+--~]{1,500}"), "what aud may be, without spaces and commas"),
            "",
            "For whom a token must be made: one of these has to be in aud. Empty: for whomever.");
    static final Setting<Duration> LEEWAY = Setting.duration(
            "auth.leeway", "0s", "10m", "5s", "By how much the clocks of issuer and gateway may differ.");
    static final Setting<String> HS_SECRET = Setting.secret(
            "auth.hs-secret",
            "none|[!-~]{32,512}",
            "none or 32 to 512 ASCII characters without spaces",
            AuthConfig.NONE,
            "A secret that HS256 tokens are checked with, and that gateway token signs them with. Whoever has it can make any "
                    + "token: give it by the environment, GATEWAY_AUTH_HS_SECRET.");
    static final Setting<String> PUBLIC_KEY_FILE = Setting.text(
            "auth.public-key-file",
            AuthConfig.PATH,
            AuthConfig.PATH_RANGE,
            AuthConfig.NONE,
            "Public keys or certificates (PEM) that tokens are checked with: RSA of 2048 bits or more, P-256, Ed25519.");

    static final List<Setting<?>> ALL = List.of(ALGORITHMS, ISSUER, AUDIENCE, LEEWAY, HS_SECRET, PUBLIC_KEY_FILE);

    static TokenConfig of(ConfigValues values) {
        return new TokenConfig(
                Set.copyOf(values.get(ALGORITHMS)),
                AuthConfig.orNull(values.get(ISSUER)),
                Set.copyOf(values.get(AUDIENCE)),
                values.get(LEEWAY),
                AuthConfig.orNull(values.get(HS_SECRET)),
                AuthConfig.path(values.get(PUBLIC_KEY_FILE)),
                JwksConfig.of(values));
    }

    public TokenConfig {
        algorithms = Set.copyOf(algorithms);
        audience = Set.copyOf(audience);
        LEEWAY.check(leeway);
    }

    /** Whether there is anything that a token could be checked with. */
    boolean hasKeys() {
        return hsSecret != null || publicKeyFile != null || jwks.file() != null || jwks.url() != null;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenConfig[algorithms=" + algorithms + ", issuer=" + issuer + ", audience=" + audience + ']';
    }
}
