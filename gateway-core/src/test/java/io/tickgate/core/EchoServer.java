package io.tickgate.core;

import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.transport.websocket.EchoDialogue;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A whole gateway whose sessions echo instead of reading commands, at {@code ws://127.0.0.1:PORT/echo}: what a conformance
 * suite talks to. Every byte passes the handlers that a gateway's bytes pass, and leaves by a session's queue.
 */
public final class EchoServer {
    private EchoServer() {}

    /** @param port 0 lets the system choose */
    public static Gateway start(int port) throws IOException {
        return Gateway.startQuietly(
                GatewayConfig.of(Map.of(
                        "server.host", "127.0.0.1",
                        "server.port", Integer.toString(port),
                        "limits.memory", "2GiB",
                        "limits.max-message-bytes", "16MiB",
                        "outbound.queue-bytes-max", "64MiB",
                        // The suite is slow at times, and counts every frame that it did not ask for.
                        "timeouts.heartbeat-interval", "1h",
                        "timeouts.idle", "24h",
                        "timeouts.write-stall", "5m")),
                new EchoDialogue());
    }

    /** @param args the port, 0 for any; the one that it listens on is printed. Runs until it is killed. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Gateway gateway = start(Integer.parseInt(args[0]));
        System.out.println("ws://127.0.0.1:" + gateway.port() + "/echo");
        new CountDownLatch(1).await();
    }
}
