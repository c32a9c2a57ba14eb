package io.tickgate.core.auth;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token must be.
 *
 * @param algorithms names of JSON Web Signature algorithms, such as {@code ES256} ({@code auth.algorithms})
 * @param issuer null when any is taken ({@code auth.issuer})
 * @param audience one of which it must name; empty when none is asked for ({@code auth.audience})
 * @param leewayMillis by how much clocks may differ ({@code auth.leeway})
 */
public record AuthSettings(Set<String> algorithms, @Nullable String issuer, Set<String> audience, long leewayMillis) {}
