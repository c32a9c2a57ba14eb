package io.tickgate.bench.load.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * Centrifugo's JSON protocol as small as it goes: two deliveries stand in one message, with the publisher's answer or a ping
 * between them, and who does not answer pings is closed.
 */
final class CentrifugoServer extends WebSocketServer implements AutoCloseable {
    private static final int UNANSWERED_PINGS_MAX = 20;
    private static final Pattern COMMAND = Pattern.compile("\\{\"id\":(\\d+),\"(connect|subscribe|publish)\":(.*)}");
    private static final Pattern CHANNEL = Pattern.compile("\"channel\":\"([^\"]+)\"");

    private final CountDownLatch started = new CountDownLatch(1);
    private final Map<String, List<WebSocket>> subscribers = new HashMap<>();
    private final Map<WebSocket, Integer> unanswered = new HashMap<>();
    private final List<String> pushes = new ArrayList<>();

    private CentrifugoServer() {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    }

    static CentrifugoServer open() throws InterruptedException {
        CentrifugoServer server = new CentrifugoServer();
        server.setReuseAddr(true);
        server.setTcpNoDelay(true);
        server.start();
        server.started.await();
        return server;
    }

    @Override
    public void onMessage(WebSocket from, String message) {
        if (message.equals("{}")) {
            unanswered.put(from, 0);
            return;
        }
        Matcher command = COMMAND.matcher(message);
        if (!command.matches()) {
            from.send("{\"error\":{\"code\":107,\"message\":\"bad request\"}}");
            return;
        }
        String id = command.group(1);
        switch (command.group(2)) {
            case "connect" -> from.send("{\"id\":" + id + ",\"connect\":{\"client\":\"c\",\"version\":\"0\"}}");
            case "subscribe" -> {
                subscribers
                        .computeIfAbsent(channelOf(command.group(3)), channel -> new ArrayList<>())
                        .add(from);
                from.send("{\"id\":" + id + ",\"subscribe\":{}}");
            }
            default -> {
                publish(command.group(3));
                from.send("{\"id\":" + id + ",\"publish\":{}}");
            }
        }
    }

    private void publish(String publication) {
        String channel = channelOf(publication);
        String data = publication.substring(publication.indexOf("\"data\":") + 7, publication.length() - 1);
        pushes.add("{\"push\":{\"channel\":\"" + channel + "\",\"pub\":{\"data\":" + data + "}}}");
        if (pushes.size() == 2) {
            for (WebSocket subscriber : subscribers.getOrDefault(channel, List.of())) {
                subscriber.send(pushes.get(0) + "\n" + pushes.get(1));
                subscriber.send("{}");
                if (unanswered.merge(subscriber, 1, Integer::sum) > UNANSWERED_PINGS_MAX) {
                    subscriber.close(3012, "no pong");
                }
            }
            pushes.clear();
        }
    }

    private static String channelOf(String text) {
        Matcher channel = CHANNEL.matcher(text);
        return channel.find() ? channel.group(1) : "";
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        unanswered.put(socket, 0);
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
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
