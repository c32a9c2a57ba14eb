package io.tickgate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Ends TLS in front of a gateway, as a proxy does. */
final class TlsFront implements AutoCloseable {
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final SSLServerSocket server;
    private final int backend;

    private TlsFront(SSLServerSocket server, int backend) {
        this.server = server;
        this.backend = backend;
    }

    /**
     * Starts to listen.
     *
     * @param keys what it shows its clients
     * @param backend the port of the gateway
     */
    static TlsFront start(TestKeys keys, int backend) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                context(keys).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TlsFront front = new TlsFront(server, backend);
        startThread(front::accept);
        return front;
    }

    private static SSLContext context(TestKeys keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys.store(), TestKeys.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), backend);
                sockets.add(client);
                sockets.add(gateway);
                startThread(() -> pump(client, gateway));
                startThread(() -> pump(gateway, client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // A client that does not like the certificate leaves, which is its answer.
            return;
        }
    }

    private static void startThread(Runnable work) {
        Thread thread = new Thread(work, "tls-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
