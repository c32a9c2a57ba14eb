package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;

/** How long the gateway waits, and for what. Kept to within a tenth of a second. */
public record TimeoutsConfig(
        Duration heartbeatInterval,
        Duration idle,
        Duration connect,
        Duration writeStall,
        Duration replayWait,
        Duration httpKeepAlive,
        Duration closeHandshake,
        Duration errorWindow,
        Duration drainDelay,
        Duration shutdown,
        Duration ack,
        Duration resume,
        Duration authenticate) {
    static final Setting<Duration> HEARTBEAT_INTERVAL = Setting.duration(
                    "timeouts.heartbeat-interval", "1s", "1h", "30s", "Silence after which the gateway sends a ping.")
            .reloadable();
    static final Setting<Duration> IDLE = Setting.duration(
                    "timeouts.idle",
                    "1s",
                    "24h",
                    "90s",
                    "Silence, pongs included, after which a connection closes with 4000; longer than the heartbeat.")
            .reloadable();
    static final Setting<Duration> CONNECT = Setting.duration(
            "timeouts.connect",
            "100ms",
            "5m",
            "30s",
            "From accept to the finished upgrade, and for any whole request.");
    static final Setting<Duration> WRITE_STALL = Setting.duration(
            "timeouts.write-stall",
            "100ms",
            "5m",
            "5s",
            "A connection whose socket takes no byte for so long while some wait closes with 4001.");
    static final Setting<Duration> REPLAY_WAIT = Setting.duration(
                    "timeouts.replay-wait",
                    "10ms",
                    "10m",
                    "2s",
                    "Who comes back and would wait longer for what it missed, behind all the others, gets the newest value instead.")
            .reloadable();
    static final Setting<Duration> HTTP_KEEP_ALIVE =
            Setting.duration("timeouts.http-keep-alive", "1s", "1h", "60s", "Between two requests on a connection.");
    static final Setting<Duration> CLOSE_HANDSHAKE = Setting.duration(
                    "timeouts.close-handshake", "100ms", "1m", "5s", "For the client's answer to a close frame.")
            .reloadable();
    static final Setting<Duration> ERROR_WINDOW = Setting.duration(
                    "timeouts.error-window", "1s", "1h", "60s", "In which the errors of a connection are counted.")
            .reloadable();
    static final Setting<Duration> DRAIN_DELAY = Setting.duration(
                    "timeouts.drain-delay",
                    "0s",
                    "10m",
                    "0s",
                    "From the first word of a stop, when readiness turns 503, until the gateway stops listening.")
            .reloadable();
    static final Setting<Duration> SHUTDOWN = Setting.duration(
                    "timeouts.shutdown",
                    "0s",
                    "10m",
                    "4s",
                    "For uploads to end (half of it), and for clients to take what is queued and to close, at a stop.")
            .reloadable();

    static final Setting<Duration> ACK = Setting.duration(
                    "timeouts.ack",
                    "100ms",
                    "5m",
                    "5s",
                    "A publication that is not acknowledged for so long, where that was asked for, is sent again.")
            .reloadable();

    static final Setting<Duration> RESUME = Setting.duration(
            "timeouts.resume",
            "1s",
            "1h",
            "120s",
            "After the end of a connection, or the start of the gateway, in which its resume token counts.");

    static final Setting<Duration> AUTHENTICATE = Setting.duration(
            "timeouts.authenticate",
            "100ms",
            "5m",
            "10s",
            "For a connection that has shown nothing in its handshake, where auth.mode is required; then it closes with 4500.");

    static final List<Setting<?>> ALL = List.of(
            HEARTBEAT_INTERVAL,
            IDLE,
            CONNECT,
            WRITE_STALL,
            REPLAY_WAIT,
            HTTP_KEEP_ALIVE,
            CLOSE_HANDSHAKE,
            ERROR_WINDOW,
            DRAIN_DELAY,
            SHUTDOWN,
            ACK,
            RESUME,
            AUTHENTICATE);

    public static final TimeoutsConfig DEFAULT = of(ConfigValues.NONE);

    public TimeoutsConfig {
        HEARTBEAT_INTERVAL.check(heartbeatInterval);
        IDLE.check(idle);
        CONNECT.check(connect);
        WRITE_STALL.check(writeStall);
        REPLAY_WAIT.check(replayWait);
        HTTP_KEEP_ALIVE.check(httpKeepAlive);
        CLOSE_HANDSHAKE.check(closeHandshake);
        ERROR_WINDOW.check(errorWindow);
        DRAIN_DELAY.check(drainDelay);
        SHUTDOWN.check(shutdown);
        ACK.check(ack);
        RESUME.check(resume);
        AUTHENTICATE.check(authenticate);
        if (idle.compareTo(heartbeatInterval) <= 0) {
            throw new ConfigException(
                    List.of(IDLE.key(), HEARTBEAT_INTERVAL.key()),
                    "must be longer than timeouts.heartbeat-interval, which is " + DurationType.text(heartbeatInterval)
                            + ", was " + DurationType.text(idle)
                            + "; clients that answer every ping would count as idle");
        }
    }

    static TimeoutsConfig of(ConfigValues values) {
        return new TimeoutsConfig(
                values.get(HEARTBEAT_INTERVAL),
                values.get(IDLE),
                values.get(CONNECT),
                values.get(WRITE_STALL),
                values.get(REPLAY_WAIT),
                values.get(HTTP_KEEP_ALIVE),
                values.get(CLOSE_HANDSHAKE),
                values.get(ERROR_WINDOW),
                values.get(DRAIN_DELAY),
                values.get(SHUTDOWN),
                values.get(ACK),
                values.get(RESUME),
                values.get(AUTHENTICATE));
    }
}
