package io.tickgate.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, and who comes back.
 *
 * @param tokens which tokens count, where they are asked for
 * @param apiKeys what counts in their place
 * @param expiryWarning before the end of a token
 * @param resumeKey what resume tokens are signed with, or {@code auto}
 */
public record AuthConfig(
        Mode mode, TokenConfig tokens, List<ApiKeyConfig> apiKeys, Duration expiryWarning, String resumeKey) {
    /** What the gateway asks of a client. */
    public enum Mode {
        /** Nothing, and so it listens on loopback only. */
        OFF,
        /** Nothing, on any address: the operator has said so in so many words. */
        OPEN,
        /** A token or an API key, from whatever address. */
        REQUIRED
    }

    /** What stands for nothing, where a setting has to have a value. */
    static final String NONE = "none";

    static final String PATH = "[^\\p{Cntrl}]{1,4096}";
    static final String PATH_RANGE = "none or a file";

    static final Setting<Mode> MODE = Setting.choice(
            "auth.mode",
            Mode.class,
            Mode.OFF,
            "off: no authentication, loopback only. open: no authentication on any address; the log says so at every start. "
                    + "required: a token or an API key, and only what it grants.");

    static final Setting<List<ApiKeyConfig>> API_KEYS = Setting.list(
            "auth.api-keys",
            new ApiKeyConfig.Type(),
            0,
            1_000,
            "",
            "Keys of publishers and other programs, by their hashes; gateway api-key makes one, with its line for here.");
    static final Setting<Duration> EXPIRY_WARNING = Setting.duration(
            "auth.expiry-warning",
            "0s",
            "24h",
            "60s",
            "Before the end of its token, when a connection is told to show a new one; without one it closes with 4003.");

    /** A key of its own for each start. */
    public static final String AUTO = "auto";

    static final Setting<String> RESUME_KEY = Setting.secret(
            "auth.resume-key",
            "auto|[!-~]{32,128}",
            "auto or 32 to 128 ASCII characters without spaces",
            AUTO,
            "Signs the tokens by which clients come back with all their subscriptions. auto: another key at every start, so that "
                    + "tokens end with the process. Gateways that share a key take each other's. Keep it secret.");

    static final List<Setting<?>> ALL = Stream.of(
                    List.of(MODE), TokenConfig.ALL, JwksConfig.ALL, List.of(API_KEYS, EXPIRY_WARNING, RESUME_KEY))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    public static final AuthConfig DEFAULT = of(ConfigValues.NONE);

    static AuthConfig of(ConfigValues values) {
        return new AuthConfig(
                values.get(MODE),
                TokenConfig.of(values),
                values.get(API_KEYS),
                values.get(EXPIRY_WARNING),
                values.get(RESUME_KEY));
    }

    public AuthConfig {
        apiKeys = List.copyOf(apiKeys);
        API_KEYS.check(apiKeys);
        EXPIRY_WARNING.check(expiryWarning);
        RESUME_KEY.check(resumeKey);
        Set<String> names = new HashSet<>();
        for (ApiKeyConfig key : apiKeys) {
            if (!names.add(key.name())) {
                throw new ConfigException(API_KEYS.key(), "names \"" + key.name() + "\" twice");
            }
        }
        if (mode == Mode.REQUIRED && !tokens.hasKeys() && apiKeys.isEmpty()) {
            throw new ConfigException(
                    MODE.key(),
                    "must not be required while nobody could come in: say one of auth.hs-secret, auth.public-key-file, "
                            + "auth.jwks-file, auth.jwks-url and auth.api-keys");
        }
    }

    static @Nullable String orNull(String text) {
        return text.equals(NONE) ? null : text;
    }

    static @Nullable Path path(String text) {
        return text.equals(NONE) ? null : Path.of(text);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AuthConfig[mode=" + mode + ']';
    }
}
