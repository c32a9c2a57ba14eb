package io.tickgate.core;

import io.tickgate.core.auth.ApiKeys;
import io.tickgate.core.auth.AuthSettings;
import io.tickgate.core.auth.Authentication;
import io.tickgate.core.auth.AuthenticationBuilder;
import io.tickgate.core.auth.Rights;
import io.tickgate.core.config.ApiKeyConfig;
import io.tickgate.core.config.AuthConfig;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.JwksConfig;
import io.tickgate.core.config.LiveConfig;
import io.tickgate.core.config.TokenConfig;
import io.tickgate.core.time.Clock;
import io.tickgate.core.time.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates {@code auth} into what checks tokens and keys. */
final class AuthenticationSettings {
    private AuthenticationSettings() {}

    /** Adds one kind of key. */
    private interface Adding {
        void run() throws IOException, GeneralSecurityException;
    }

    /**
     * Null where nothing is asked for: then no class of what checks tokens is loaded. API keys are those that count at the moment.
     *
     * @throws ConfigException when a file with keys cannot be read, or holds none that can be used
     */
    static @Nullable Authentication of(LiveConfig live, Clock clock) {
        GatewayConfig config = live.get();
        if (config.auth().mode() != AuthConfig.Mode.REQUIRED) {
            return null;
        }
        AuthenticationBuilder builder = builder(config, clock);
        addFiles(config.auth().tokens(), builder);
        URI url = config.auth().tokens().jwks().url();
        if (url != null) {
            add(
                    "auth.jwks-url",
                    () -> builder.jwks(url, refreshing(config.auth().tokens().jwks())));
        }
        return builder.build(
                live.derive(next -> apiKeys(next.auth().apiKeys())),
                config.limits().authFailuresPerMinute());
    }

    /** @throws ConfigException when keys or what they grant are no good; no other machine is asked for keys */
    static void check(GatewayConfig config) {
        apiKeys(config.auth().apiKeys());
        if (config.auth().mode() == AuthConfig.Mode.REQUIRED) {
            addFiles(config.auth().tokens(), builder(config, new SystemClock()));
        }
    }

    private static AuthenticationBuilder builder(GatewayConfig config, Clock clock) {
        TokenConfig tokens = config.auth().tokens();
        return new AuthenticationBuilder(
                new AuthSettings(
                        tokens.algorithms(),
                        tokens.issuer(),
                        tokens.audience(),
                        tokens.leeway().toMillis()),
                tokens.jwks().maxBytes(),
                clock);
    }

    private static AuthenticationBuilder.Refreshing refreshing(JwksConfig jwks) {
        return new AuthenticationBuilder.Refreshing(jwks.refresh(), jwks.maxStale(), jwks.cooldown(), jwks.timeout());
    }

    private static void addFiles(TokenConfig tokens, AuthenticationBuilder builder) {
        String secret = tokens.hsSecret();
        if (secret != null) {
            add("auth.hs-secret", () -> builder.secret(secret.getBytes(StandardCharsets.US_ASCII)));
        }
        Path pem = tokens.publicKeyFile();
        if (pem != null) {
            add("auth.public-key-file", () -> builder.pem(pem));
        }
        Path file = tokens.jwks().file();
        if (file != null) {
            add("auth.jwks-file", () -> builder.jwks(file, refreshing(tokens.jwks())));
        }
    }

    private static void add(String key, Adding adding) {
        try {
            adding.run();
        } catch (IOException e) {
            throw new ConfigException(key, "cannot be read: " + e);
        } catch (GeneralSecurityException e) {
            throw new ConfigException(key, "cannot be used: " + e.getMessage());
        }
    }

    private static ApiKeys apiKeys(List<ApiKeyConfig> configured) {
        List<ApiKeys.ApiKey> keys = new ArrayList<>();
        for (ApiKeyConfig key : configured) {
            try {
                keys.add(new ApiKeys.ApiKey(key.name(), key.sha256(), Rights.ofScopes(key.grants())));
            } catch (IllegalArgumentException e) {
                throw new ConfigException("auth.api-keys", "\"" + key.name() + "\": " + e.getMessage());
            }
        }
        return new ApiKeys(keys);
    }
}
