package io.tickgate.core.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each HTTP request that was answered or broken off, and for each WebSocket connection that ended, under the name {@value
 * #NAME}, with its facts as fields; none where {@code logging.access} is off. Any thread.
 */
public final class AccessLog {
    /** The logger, whatever class speaks. */
    public static final String NAME = "gateway.access";

    /** In place of a status: the client was gone before it was answered. */
    public static final int BROKEN_OFF = 499;

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private final boolean isOn;

    /** @param isOn {@code logging.access} */
    public AccessLog(boolean isOn) {
        this.isOn = isOn;
    }

    /** Whether it is worth gathering what a line says. */
    public boolean isOn() {
        return isOn && LOG.isInfoEnabled();
    }

    /**
     * An HTTP request was answered, or broken off.
     *
     * @param path without the query, which may hold a token
     * @param status of the answer, or {@link #BROKEN_OFF}
     * @param bytes of the answer's body
     */
    public void request(String client, String method, String path, int status, long bytes, long durationNanos) {
        if (isOn()) {
            LOG.atInfo()
                    .setMessage("request")
                    .addKeyValue("client", client)
                    .addKeyValue("method", LogText.of(method))
                    .addKeyValue("path", LogText.of(path))
                    .addKeyValue("status", status)
                    .addKeyValue("bytes", bytes)
                    .addKeyValue("duration_ms", durationNanos / 1_000_000)
                    .log();
        }
    }

    /**
     * A WebSocket connection ended.
     *
     * @param code the close code
     * @param bytes that were sent
     */
    public void connection(
            String client, String connectionId, @Nullable String userId, int code, long bytes, long durationNanos) {
        if (isOn()) {
            LoggingEventBuilder line = LOG.atInfo()
                    .setMessage("connection")
                    .addKeyValue("client", client)
                    .addKeyValue("connection", connectionId);
            if (userId != null) {
                line = line.addKeyValue("user", LogText.of(userId));
            }
            line.addKeyValue("code", code)
                    .addKeyValue("bytes", bytes)
                    .addKeyValue("duration_ms", durationNanos / 1_000_000)
                    .log();
        }
    }
}
