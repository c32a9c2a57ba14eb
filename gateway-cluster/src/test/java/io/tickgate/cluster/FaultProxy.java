package io.tickgate.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A wire between gateways and Redis that can be slow, or keep to itself what it is given without being cut. */
final class FaultProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private volatile long delayMillis;
    /** What is lost with whatever came together with it; empty for nothing. */
    private volatile String lost = "";

    /** One connection through it. */
    private static final class Wire {
        final Socket client;
        final Socket server;
        volatile boolean isPubSub;
        volatile boolean isMute;

        Wire(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void close() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                // It is closed one way or the other.
            }
        }
    }

    FaultProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Wire wire = new Wire(client, new Socket(InetAddress.getLoopbackAddress(), target));
                wires.add(wire);
                thread(() -> pump(wire, true));
                thread(() -> pump(wire, false));
            } catch (IOException e) {
                // Nobody is there, or it is over.
            }
        }
    }

    private void pump(Wire wire, boolean isRequest) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = (isRequest ? wire.client : wire.server).getInputStream();
            OutputStream out = (isRequest ? wire.server : wire.client).getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (isRequest) {
                    String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
                    wire.isPubSub |= text.contains("\r\nSUBSCRIBE\r\n");
                } else if (delayMillis > 0) {
                    LockSupport.parkNanos(delayMillis * 1_000_000);
                }
                if (isRequest || (!wire.isMute && !loses(buffer, n))) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // One end is gone, and so is the other.
        }
        wire.close();
    }

    private boolean loses(byte[] buffer, int length) {
        String wanted = lost;
        if (wanted.isEmpty() || !new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(wanted)) {
            return false;
        }
        lost = "";
        return true;
    }

    /** Once, what Redis sends with {@code text} in it does not arrive. */
    void lose(String text) {
        lost = text;
    }

    /** Whether it has not arrived by now. */
    boolean hasLost() {
        return lost.isEmpty();
    }

    /** Every answer takes so much longer. */
    void delay(long millis) {
        delayMillis = millis;
    }

    /** What Redis sends to connections that are there now and have subscribed is lost; they stay open. */
    void mutePubSub() {
        wires.forEach(wire -> wire.isMute |= wire.isPubSub);
    }

    /** Cuts every connection. */
    void cut() {
        wires.forEach(Wire::close);
        wires.clear();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
