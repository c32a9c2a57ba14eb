package io.tickgate.cli.systemd;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tickgate.core.Gateway;
import io.tickgate.core.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the systemd that started this process how its gateway is doing: when it is ready, reloads and stops, that its event
 * loops come round, and a line for people. Does nothing where systemd did not ask ({@code NOTIFY_SOCKET}).
 *
 * <p>Any thread may call. What it tells by itself is told on a thread of its own.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The line is for people, and systemd writes each to its bus. */
    private static final int LOOKS_PER_LINE = 10;

    private final @Nullable EventLoopGroup group;
    private final @Nullable NotifySocket socket;
    private final @Nullable Duration watchdogInterval;
    private final Clock clock;
    private volatile Runnable onStopping = () -> {};

    private Supervisor(
            @Nullable EventLoopGroup group,
            @Nullable NotifySocket socket,
            @Nullable Duration watchdogInterval,
            Clock clock) {
        this.group = group;
        this.socket = socket;
        this.watchdogInterval = watchdogInterval;
        this.clock = clock;
    }

    /**
     * Never fails: a gateway whose supervisor cannot be told is still a gateway, and the log says why.
     *
     * @param pid of this process
     */
    public static Supervisor of(Map<String, String> environment, long pid, Clock clock) {
        String path = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (path.isEmpty()) {
            return new Supervisor(null, null, null, clock);
        }
        if (!Epoll.isAvailable()) {
            LOG.warn("NOTIFY_SOCKET: epoll is not available here, so systemd is told nothing");
            return new Supervisor(null, null, null, clock);
        }
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("gateway-systemd", true), EpollIoHandler.newFactory());
        try {
            NotifySocket socket = NotifySocket.open(group, path);
            return new Supervisor(group, socket, Watchdog.interval(environment, pid), clock);
        } catch (IOException e) {
            LOG.warn("{}, so systemd is told nothing", e.getMessage());
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            return new Supervisor(null, null, null, clock);
        }
    }

    /** The gateway listens; from now on its loops and its figures are looked at. */
    public void onReady(Gateway gateway) {
        if (socket == null || group == null) {
            return;
        }
        NotifySocket out = socket;
        out.send("READY=1", "STATUS=ready");
        EventLoop loop = group.next();
        if (watchdogInterval != null) {
            long nanos = watchdogInterval.toNanos();
            Watchdog watchdog = new Watchdog(gateway::probeLoops, () -> out.send("WATCHDOG=1"));
            loop.scheduleAtFixedRate(watchdog::tick, 0, nanos, TimeUnit.NANOSECONDS);
        }
        Looks looks = new Looks(gateway, out);
        loop.scheduleAtFixedRate(looks::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        onStopping = () -> loop.execute(looks::look);
    }

    /** The gateway has begun to stop. Systemd hears of it soon anyway, whoever stops the gateway; this makes it at once. */
    public void onStopping() {
        onStopping.run();
    }

    /** A reload begins. */
    public void onReloading() {
        if (socket != null) {
            // On Linux, nanoTime is the clock that systemd means.
            socket.send("RELOADING=1", "MONOTONIC_USEC=" + clock.nanoTime() / 1_000);
        }
    }

    /** It is over, whatever came of it. */
    public void onReloaded() {
        if (socket != null) {
            socket.send("READY=1");
        }
    }

    @Override
    public void close() {
        if (socket != null && group != null) {
            socket.close();
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    /** What is seen of the gateway from time to time. <b>Owner:</b> the supervisor's loop. */
    private final class Looks {
        private final Gateway gateway;
        private final NotifySocket out;
        private final StatusLine line;
        private boolean isStopping;
        private int count;

        Looks(Gateway gateway, NotifySocket out) {
            this.gateway = gateway;
            this.out = out;
            this.line = new StatusLine(gateway.status(), clock.nanoTime());
        }

        void look() {
            boolean stops = gateway.status().draining();
            if (stops && !isStopping) {
                isStopping = true;
                out.send(
                        "STOPPING=1",
                        "EXTEND_TIMEOUT_USEC=" + gateway.config().stopsWithin().toNanos() / 1_000);
            }
            if (stops || ++count % LOOKS_PER_LINE == 0) {
                out.send("STATUS=" + line.next(gateway.status(), clock.nanoTime()));
            }
        }
    }
}
