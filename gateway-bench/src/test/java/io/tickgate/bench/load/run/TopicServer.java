package io.tickgate.bench.load.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A server of the topic protocol that does one thing wrong, once, to the first subscriber of the publication's channel. */
final class TopicServer extends WebSocketServer implements AutoCloseable {
    /** What goes wrong, at the {@link #TURN}th publication. */
    enum Fault {
        NONE,
        /** No fault: publishers are answered. */
        ANSWER,
        LOSE,
        DOUBLE,
        SWAP,
        MISROUTE,
        FOREIGN,
        /** Publications are held back until {@link #HELD} of them came, and go out in order then. */
        DELAY,
        /** From there on everything goes out {@link #LAG_MILLIS} after it came, to all subscribers. */
        LAG,
        /** From there on nothing goes out to that subscriber. */
        STALL,
        CUT,
        /** Subscriptions are refused. */
        REFUSE
    }

    static final int TURN = 40;
    static final int HELD = 20;
    static final int LAG_MILLIS = 1_500;

    private final Fault fault;
    private final CountDownLatch started = new CountDownLatch(1);
    private final Map<String, List<WebSocket>> subscribers = new LinkedHashMap<>();
    private final List<String> held = new ArrayList<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private int publications;

    private TopicServer(Fault fault) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        this.fault = fault;
    }

    static TopicServer open(Fault fault) throws InterruptedException {
        TopicServer server = new TopicServer(fault);
        server.setReuseAddr(true);
        server.setTcpNoDelay(true);
        server.start();
        server.started.await();
        return server;
    }

    @Override
    public void onMessage(WebSocket from, String message) {
        String rest = message.substring(1);
        if (message.charAt(0) == 'S') {
            if (fault == Fault.REFUSE) {
                from.send("ERR no such channel");
                return;
            }
            subscribers.computeIfAbsent(rest, channel -> new ArrayList<>()).add(from);
            from.send("OK");
        } else {
            String channel = rest.substring(0, rest.indexOf(' '));
            String payload = rest.substring(rest.indexOf(' ') + 1);
            publications++;
            if (fault == Fault.ANSWER) {
                from.send("OK");
            }
            if (fault == Fault.LAG && publications >= TURN) {
                List<WebSocket> all = List.copyOf(subscribers.getOrDefault(channel, List.of()));
                later.schedule(() -> all.forEach(socket -> socket.send(payload)), LAG_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                publish(channel, payload);
            }
        }
    }

    private void publish(String channel, String payload) {
        List<WebSocket> all = subscribers.getOrDefault(channel, List.of());
        for (int i = 0; i < all.size(); i++) {
            if (i > 0) {
                all.get(i).send(payload);
            } else {
                toFirst(channel, all.get(0), payload);
            }
        }
    }

    private void toFirst(String channel, WebSocket first, String payload) {
        boolean isTurn = publications == TURN;
        switch (fault) {
            case LOSE -> send(first, isTurn ? List.of() : List.of(payload));
            case DOUBLE -> send(first, isTurn ? List.of(payload, payload) : List.of(payload));
            case FOREIGN -> send(first, isTurn ? List.of(otherRun(payload), payload) : List.of(payload));
            case SWAP -> swap(first, payload);
            case MISROUTE -> {
                send(first, List.of(payload));
                if (isTurn) {
                    subscribers.entrySet().stream()
                            .filter(entry -> !entry.getKey().equals(channel))
                            .findFirst()
                            .ifPresent(entry -> entry.getValue().get(0).send(payload));
                }
            }
            case DELAY -> {
                held.add(payload);
                if (publications < TURN || held.size() >= HELD) {
                    send(first, List.copyOf(held));
                    held.clear();
                }
            }
            case STALL -> send(first, publications < TURN ? List.of(payload) : List.of());
            case CUT -> {
                if (isTurn) {
                    first.close(4001, "too slow");
                } else if (first.isOpen()) {
                    first.send(payload);
                }
            }
            default -> send(first, List.of(payload));
        }
    }

    private void swap(WebSocket first, String payload) {
        if (publications == TURN) {
            held.add(payload);
        } else {
            first.send(payload);
            send(first, List.copyOf(held));
            held.clear();
        }
    }

    private static void send(WebSocket to, List<String> payloads) {
        payloads.forEach(to::send);
    }

    private static String otherRun(String payload) {
        int at = payload.indexOf("tg1:") + 4;
        char other = payload.charAt(at) == '0' ? '1' : '0';
        return payload.substring(0, at) + other + payload.substring(at + 1);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        // Whoever it is speaks first.
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        subscribers.values().forEach(sockets -> sockets.remove(socket));
    }

    @Override
    public void onError(WebSocket socket, Exception e) {
        // A client that went away while it was sent something.
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void close() {
        later.shutdownNow();
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
