package io.tickgate.cli.systemd;

import io.tickgate.core.admin.StatusView;
import java.util.Locale;

/**
 * One line for {@code systemctl status}: how many are connected, and what was published and delivered a second since the last
 * line.
 *
 * <p><b>Owner:</b> one thread.
 */
final class StatusLine {
    private long published;
    private long delivered;
    private long atNanos;

    /** @param nowNanos from when on is counted */
    StatusLine(StatusView first, long nowNanos) {
        remember(first, nowNanos);
    }

    String next(StatusView now, long nowNanos) {
        double seconds = Math.max(1, nowNanos - atNanos) / 1e9;
        String line = String.format(
                Locale.ROOT,
                "%s, %d connections, %.0f publications/s, %.0f deliveries/s",
                now.draining() ? "draining" : "ready",
                now.totalConnections(),
                (count(now, "published") - published) / seconds,
                (count(now, "delivered") - delivered) / seconds);
        remember(now, nowNanos);
        return line;
    }

    private void remember(StatusView view, long nowNanos) {
        published = count(view, "published");
        delivered = count(view, "delivered");
        atNanos = nowNanos;
    }

    private static long count(StatusView view, String name) {
        return view.messages().getOrDefault(name, 0L);
    }
}
