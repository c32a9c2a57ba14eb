package io.tickgate.core.config;

/** A part that a reload renews, from the configuration or from files that it names. */
@FunctionalInterface
public interface Reloadable {
    /**
     * Makes what {@code next} asks for, and changes nothing yet.
     *
     * @return puts it in place, and cannot fail
     * @throws ConfigException why it cannot be made
     */
    Runnable prepare(GatewayConfig next);
}
