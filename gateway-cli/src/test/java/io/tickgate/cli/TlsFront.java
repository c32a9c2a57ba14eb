package io.tickgate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Ends TLS in front of a gateway, as a proxy does, with a key and a certificate that keytool made for {@code localhost}. */
final class TlsFront implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final SSLServerSocket server;
    private final Path certificate;
    private final int backend;

    private TlsFront(SSLServerSocket server, Path certificate, int backend) {
        this.server = server;
        this.certificate = certificate;
        this.backend = backend;
    }

    /**
     * Starts to listen.
     *
     * @param directory where key and certificate are put
     * @param backend the port of the gateway
     */
    static TlsFront start(Path directory, int backend) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Path certificate = directory.resolve("certificate.pem");
        keytool(
                        "-genkeypair",
                        "-alias",
                        "front",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost")
                .run(keys);
        keytool("-exportcert", "-rfc", "-alias", "front", "-file", certificate.toString())
                .run(keys);
        SSLServerSocket server = (SSLServerSocket)
                context(keys).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TlsFront front = new TlsFront(server, certificate, backend);
        startThread(front::accept);
        return front;
    }

    private static Keytool keytool(String... arguments) {
        return keys -> {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            builder.command().addAll(java.util.List.of(arguments));
            builder.command()
                    .addAll(java.util.List.of(
                            "-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
            Process process = builder.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        };
    }

    private interface Keytool {
        void run(Path keys) throws IOException, InterruptedException;
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return server.getLocalPort();
    }

    Path certificate() {
        return certificate;
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
