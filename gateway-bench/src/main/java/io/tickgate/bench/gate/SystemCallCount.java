package io.tickgate.bench.gate;

import io.tickgate.bench.FleetClient;
import io.tickgate.bench.GatewayProcess;
import io.tickgate.bench.SocketFleet;
import io.tickgate.bench.memory.Quotes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Counts with {@code strace} what a gateway process asks of the kernel, while publications go one by one to a hundred
 * subscribers: the next is published when everybody has the one before, so that none are joined.
 */
final class SystemCallCount {
    private static final int SUBSCRIBERS = 100;
    private static final int PUBLICATIONS = 100;
    private static final int PATIENCE_SECONDS = 30;

    /** @throws CannotCountException when {@code strace} is missing or may not look at the gateway */
    void addTo(Map<Measure, Double> values) throws IOException, InterruptedException, CannotCountException {
        Path table = Files.createTempFile("gate", ".strace");
        try (GatewayProcess gateway =
                        GatewayProcess.start("server.event-loops=1", "limits.max-connections-per-ip=200");
                SocketFleet fleet = new SocketFleet(gateway.port())) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                fleet.connect("{\"type\":\"subscribe\",\"channel\":\"" + Quotes.CHANNEL + "\"}");
            }
            FleetClient publisher = fleet.connect("{\"type\":\"ping\"}");
            long frames = 2L * (SUBSCRIBERS + 1);
            await(fleet, frames);
            // What happens once for a connection or a channel is over then.
            frames = publish(fleet, publisher, frames, PUBLICATIONS);
            SystemCallTrace trace = SystemCallTrace.attach(gateway.pid(), table);
            try {
                publish(fleet, publisher, frames, PUBLICATIONS);
            } finally {
                trace.detach();
            }
            Map<String, Long> calls = SystemCallTrace.read(Files.readString(table));
            long sends = sum(calls, "sendto", "sendmsg", "sendmmsg", "write", "writev");
            long others = sum(
                    calls,
                    "recvfrom",
                    "read",
                    "readv",
                    "recvmsg",
                    "epoll_wait",
                    "epoll_pwait",
                    "epoll_pwait2",
                    "epoll_ctl",
                    "timerfd_settime");
            if (sends == 0) {
                throw new CannotCountException("strace saw no send:\n" + Files.readString(table));
            }
            values.put(Measure.SEND_CALLS_PER_DELIVERY, (double) sends / PUBLICATIONS / SUBSCRIBERS);
            values.put(Measure.OTHER_CALLS_PER_PUBLICATION, (double) others / PUBLICATIONS);
        } finally {
            Files.delete(table);
        }
    }

    private static long publish(SocketFleet fleet, FleetClient publisher, long framesBefore, int count)
            throws IOException {
        String command = new String(Quotes.command(Quotes.CHANNEL), StandardCharsets.US_ASCII);
        long frames = framesBefore;
        for (int i = 0; i < count; i++) {
            publisher.send(command);
            // Everybody's, and the publisher's confirmation.
            frames += SUBSCRIBERS + 1;
            await(fleet, frames);
        }
        return frames;
    }

    private static void await(SocketFleet fleet, long frames) throws IOException {
        fleet.runUntil(() -> fleet.frames() >= frames, PATIENCE_SECONDS);
    }

    private static long sum(Map<String, Long> calls, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += calls.getOrDefault(name, 0L);
        }
        return sum;
    }
}
