package io.tickgate.core.audit;

import java.net.InetAddress;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Who was refused and by which rule, what an operator did, what the gateway was started with: one line each, under the name
 * {@value #NAME}, with its facts as fields. No secret and no token is ever one of them. Any thread.
 */
public final class AuditLog {
    /** The logger, whatever class speaks. */
    public static final String NAME = "gateway.audit";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private AuditLog() {}

    /**
     * Somebody was refused.
     *
     * @param what was refused, a constant such as {@code origin}: lines of the same word are counted together
     * @param rule that refused, such as the key of a setting
     * @param value what was sent, where that is no secret; empty for nothing
     */
    public static void refused(String what, String rule, InetAddress client, String value) {
        LoggingEventBuilder line = LOG.atWarn()
                .setMessage(what + " refused")
                .addKeyValue("rule", rule)
                .addKeyValue("client", client.getHostAddress());
        if (!value.isEmpty()) {
            line = line.addKeyValue("value", LogText.of(value));
        }
        line.log();
    }

    /**
     * An operator did something.
     *
     * @param action such as {@code disconnect}
     * @param kind of {@code target}
     * @param detail what he said to it; empty for nothing
     */
    public static void operator(String action, String kind, String target, String detail) {
        LoggingEventBuilder line =
                LOG.atInfo().setMessage("operator: " + action).addKeyValue(kind, LogText.of(target));
        if (!detail.isEmpty()) {
            line = line.addKeyValue("detail", LogText.of(detail));
        }
        line.log();
    }

    /**
     * Something about the gateway itself.
     *
     * @param facts in the order in which they are told; no secrets
     */
    public static void event(String what, Map<String, String> facts) {
        LoggingEventBuilder line = LOG.atInfo().setMessage(what);
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            line = line.addKeyValue(fact.getKey(), LogText.of(fact.getValue()));
        }
        line.log();
    }
}
