package io.tickgate.core;

import io.tickgate.core.config.AuthConfig;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.MemoryPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should know about a configuration that is valid and yet may not be what was meant. */
final class StartWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(StartWarnings.class);

    private StartWarnings() {}

    /** Logs the plan of the memory, and what speaks against it and the rest of the configuration. */
    static void log(GatewayConfig config, MemoryPlan memory) {
        LOG.info("{}", memory);
        if (memory.isOvercommitted(config)) {
            LOG.warn(
                    "limits.memory: topics, connections, subscriptions, tasks, notifications and preferences would need "
                            + "{} MiB of heap if all of them came at once, the plan has {} MiB; raise limits.memory or "
                            + "lower limits.max-topics, limits.max-connections, limits.max-subscriptions, "
                            + "progress.bytes-total, notifications.max-bytes or notifications.max-users",
                    MemoryPlan.tableBytesMax(config) >> 20,
                    memory.heapBytes() >> 20);
        }
        long heapBytes = Runtime.getRuntime().maxMemory();
        // A collector may keep a part of the heap for itself, so what it reports is a little less than it was given.
        if (heapBytes < memory.heapBytes() / 10 * 9) {
            LOG.warn(
                    "limits.memory: the plan counts on {} MiB of heap, but Java was given {} MiB; start by bin/gateway, or "
                            + "give Java -Xmx{}m -XX:MaxDirectMemorySize={}m",
                    memory.heapBytes() >> 20,
                    heapBytes >> 20,
                    memory.heapBytes() >> 20,
                    memory.directBytes() >> 20);
        }
        if (config.auth().mode() == AuthConfig.Mode.REQUIRED
                && config.auth().tokens().issuer() == null
                && config.auth().tokens().audience().isEmpty()) {
            LOG.warn("auth.issuer and auth.audience: neither is said, so whatever token the keys have signed counts");
        }
        if (config.auth().mode() == AuthConfig.Mode.OPEN) {
            LOG.warn(
                    "auth.mode: open: whoever reaches {} may read everything",
                    config.server().host());
        }
    }
}
